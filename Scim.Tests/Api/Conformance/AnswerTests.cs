using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Conformance;

/// <summary>What all answers have in common.</summary>
public class AnswerTests
{
    private const string Message = "urn:ietf:params:scim:api:messages:2.0:";
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private ScimServer _server = null!;
    private string _user = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _user = (await _server.PostAsync("Users", Some.User("ada"))).Id;
        await _server.PostAsync("Groups", Some.Group("Engines", _user));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("Users", Message + "ListResponse")]
    [TestCase("Users?count=0", Message + "ListResponse")]
    [TestCase("Users/{user}", Core + "User")]
    [TestCase("Users/{user}?attributes=userName", Core + "User")]
    [TestCase("Groups", Message + "ListResponse")]
    [TestCase("Schemas", Message + "ListResponse")]
    [TestCase("Schemas/" + Core + "User", Core + "Schema")]
    [TestCase("ResourceTypes", Message + "ListResponse")]
    [TestCase("ResourceTypes/Group", Core + "ResourceType")]
    [TestCase("ServiceProviderConfig", Core + "ServiceProviderConfig")]
    [TestCase("Users/nobody", Message + "Error")]
    [TestCase("Users?filter=x", Message + "Error")]
    [TestCase("Nobody", Message + "Error")]
    public async Task Names_its_schema(string path, string schema)
    {
        var answer = await _server.GetAsync(path.Replace("{user}", _user, StringComparison.Ordinal));
        Assert.That(answer.Body["schemas"]!.ToJsonString(), Is.EqualTo($"[\"{schema}\"]"));
    }

    [TestCase("POST", "Users")]
    [TestCase("PUT", "Users/{user}")]
    public async Task Is_what_was_understood_and_not_what_was_sent(string method, string path)
    {
        var body = Some.User("grace", """ "ACTIVE": "False", "groups": [{"value": "mine"}], "titel": "x", "nickName": "", "emails": {"VALUE": "g@example.com"} """);
        var answer = await _server.SendAsync(new HttpMethod(method), path.Replace("{user}", _user, StringComparison.Ordinal), body);

        Assert.That(answer.Status, Is.AnyOf(200, 201), answer.Text);
        Assert.That((await _server.GetAsync($"Users/{answer.Id}")).Text, Is.EqualTo(answer.Text));
        Assert.That(answer.Body.Select(x => x.Key), Is.SupersetOf((string[])["userName", "active", "emails"]).And.Not.AnyOf("ACTIVE", "titel", "nickName"));
        Assert.That((answer.Body["active"]!.ToJsonString(), answer.Body["emails"]!.ToJsonString()), Is.EqualTo(("false", """[{"value":"g@example.com"}]""")));
        Assert.That(answer.Text, Does.Not.Contain("mine"));

        if (method == "POST") await _server.DeleteAsync($"Users/{answer.Id}");
        else await _server.PutAsync($"Users/{_user}", Some.User("ada"));
    }

    [TestCase("GET", "Users", 200)]
    [TestCase("GET", "Users/{user}", 200)]
    [TestCase("GET", "ServiceProviderConfig", 200)]
    [TestCase("GET", "Users/nobody", 404)]
    [TestCase("GET", "Users?filter=x", 400)]
    [TestCase("DELETE", "Users", 405)]
    public async Task Is_kept_by_no_cache_and_shown_to_no_other_origin(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{user}", _user, StringComparison.Ordinal));
        request.Headers.Add("Origin", "https://evil.example");
        using var response = await _server.Client.SendAsync(request);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
        Assert.That(response.Headers.Select(x => x.Key), Has.None.StartsWith("Access-Control"));
    }

    [Test]
    public async Task Has_no_other_form_by_a_suffix() =>
        new Refusal(404, null, $"There is no User with the id {_user}.scim. *").Check(await _server.GetAsync($"Users/{_user}.scim"));

    [Test]
    public async Task Lists_the_extensions_that_hold_something_once_and_the_core_schema_first()
    {
        var body = JsonNode.Parse(Some.User(further: $$""" "{{Enterprise}}": {"department": "Engines"} """))!.AsObject();
        body["schemas"] = new JsonArray(Enterprise.ToUpperInvariant(), Core + "USER", Enterprise, Core + "User", "urn:example:unknown:2.0:User");

        var created = await _server.PostAsync("Users", body.ToJsonString());

        Assert.That(created.Body["schemas"]!.ToJsonString(), Is.EqualTo($"[\"{Core}User\",\"{Enterprise}\"]"), created.Text);
        await _server.DeleteAsync($"Users/{created.Id}");
    }
}
