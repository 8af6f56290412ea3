using System.Net.Http.Headers;

namespace Scim.Tests.Api.Conformance;

/// <summary>No method and no address leads from one tenant to another.</summary>
public class TenantWallTests
{
    private ScimServer _server = null!;
    private HttpClient _other = null!;
    private string _user = null!;
    private string _group = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _other = _server.NewClient(await _server.NewTenantAsync());
        _user = (await _server.PostAsync("Users", Some.User("ada", "\"externalId\": \"7\""))).Id;
        _group = (await _server.PostAsync("Groups", Some.Group("Engines", _user))).Id;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _other.Dispose();
        await _server.DisposeAsync();
    }

    [TestCase("GET", "")]
    [TestCase("GET", "?attributes=id")]
    [TestCase("PUT", "")]
    [TestCase("PATCH", "")]
    [TestCase("DELETE", "")]
    public async Task A_resource_of_another_tenant_is_404(string method, string query)
    {
        foreach (var (type, path, id, body) in new[] { ("User", "Users", _user, Some.User()), ("Group", "Groups", _group, Some.Group()) })
        {
            var json = method switch
            {
                "PUT" => body,
                "PATCH" => """{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "add", "path": "externalId", "value": "8"}]}""",
                _ => null,
            };
            await new Refusal(404, null, $"There is no {type} with the id {id}. It was deleted, or it belongs to another tenant.")
                .OfAsync(_server, () => SendAsync(method, $"{path}/{id}{query}", json));
        }
    }

    [Test]
    public async Task A_resource_of_another_tenant_becomes_no_member()
    {
        var group = (await SendAsync("POST", "Groups", Some.Group())).Id;
        var refusal = new Refusal(400, "invalidValue", $"No resource has the id of any of these members: {_user}.");

        await refusal.OfAsync(_server, () => SendAsync("POST", "Groups", Some.Group(null, _user)));
        await refusal.OfAsync(_server, () => SendAsync("PUT", $"Groups/{group}", Some.Group(null, _user)));
        foreach (var value in (string[])[$"\"value\": \"{_user}\"", $"\"$ref\": \"{_server.BaseUri}/Users/{_user}\""])
        {
            await refusal.OfAsync(_server, () => SendAsync("PATCH", $"Groups/{group}",
                $$"""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "add", "path": "members", "value": [{ {{value}} }]}]}"""));
        }
    }

    [TestCase("Users?filter=id eq \"{user}\"")]
    [TestCase("Users?filter=externalId eq \"7\"")]
    [TestCase("Users?filter=userName eq \"ada\" or userName ne \"ada\"")]
    [TestCase("Users?filter=groups eq \"{group}\" or not (groups eq \"{group}\")")]
    [TestCase("Groups?filter=members eq \"{user}\"")]
    [TestCase("Groups?filter=displayName eq \"Engines\"")]
    public async Task Nothing_of_another_tenant_is_found(string query)
    {
        var path = query.Replace("{user}", _user, StringComparison.Ordinal).Replace("{group}", _group, StringComparison.Ordinal);
        Assert.That((await _server.GetAsync(path)).TotalResults, Is.EqualTo(1));
        Assert.That((await SendAsync("GET", path)).Resources.Select(x => x!["id"]!.GetValue<string>()), Has.None.AnyOf(_user, _group));
    }

    [TestCase("/Tenants/default/v2/Users")]
    [TestCase("/scim/Tenants/default/Users")]
    [TestCase("/scim/default/Users")]
    public async Task No_address_names_a_tenant(string path) =>
        new Refusal(404, null, "There is no such address. *").Check(await SendAsync("GET", path));

    private async Task<ScimAnswer> SendAsync(string method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null) request.Content = new StringContent(json, MediaTypeHeaderValue.Parse("application/scim+json"));
        using var response = await _other.SendAsync(request);
        return await ScimAnswer.OfAsync(response);
    }
}
