using System.Text.Json.Nodes;
using Scim.Tests.Schemas;

namespace Scim.Tests.Api.Conformance;

/// <summary>What every resource has, also of a type that came from a file, and what an extension adds to it.</summary>
public class CommonAttributeTests
{
    private const string Device = "urn:example:core:2.0:Device";
    private const string Login = "urn:example:login:2.0:User";

    private SchemaFolder _folder = null!;
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = new SchemaFolder(
            ("device.json", $$"""
                [
                  {"id": "{{Device}}", "attributes": [{"name": "serial", "required": true}, {"name": "rank", "mutability": "readOnly"}]},
                  {"name": "Device", "endpoint": "/Devices", "schema": "{{Device}}"}
                ]
                """),
            ("login.json", $$"""{"id": "{{Login}}", "attributes": [{"name": "userName"}, {"name": "pin", "mutability": "writeOnly"}]}"""));
        _server = await ScimServer.StartAsync(("Scim:SchemasDir", _folder.FullName));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [TestCase("Users", "User", "urn:ietf:params:scim:schemas:core:2.0:User", "userName")]
    [TestCase("Groups", "Group", "urn:ietf:params:scim:schemas:core:2.0:Group", "displayName")]
    [TestCase("Devices", "Device", Device, "serial")]
    public async Task Are_issued_by_the_service_for_every_type(string endpoint, string type, string schema, string name)
    {
        var external = Some.Name("Ext");
        var created = await _server.PostAsync(endpoint, $$"""
            {"schemas": ["{{schema}}"], "{{name}}": "{{Some.Name()}}", "externalId": "{{external}}", "id": "mine", "rank": "mine", "meta": {"resourceType": "mine", "version": "mine"} }
            """);

        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        Assert.That(created.Text, Does.Not.Contain("mine"));
        Assert.That(Guid.TryParseExact(created.Id, "D", out _), Is.True);
        var meta = created.Body["meta"]!;
        Assert.That(meta["resourceType"]!.GetValue<string>(), Is.EqualTo(type));
        Assert.That(meta["lastModified"]!.GetValue<string>(), Is.EqualTo(meta["created"]!.GetValue<string>()));
        Assert.That(meta["location"]!.GetValue<string>(), Is.EqualTo($"{_server.BaseUri}/{endpoint}/{created.Id}").And.EqualTo(created.Headers["Location"]).And.EqualTo(created.Headers["Content-Location"]));
        Assert.That(meta["version"]!.GetValue<string>(), Is.EqualTo(created.Headers["ETag"]));
    }

    [TestCase("id eq \"{id}\"", 1)]
    [TestCase("externalId eq \"{external}\"", 1)]
    [TestCase("externalId eq \"{EXTERNAL}\"", 0)]
    [TestCase("externalId eq \"{external}\" and meta.resourceType eq \"Device\" and meta.version eq \"W/\\\"1\\\"\"", 1)]
    [TestCase("externalId eq \"{external}\" and meta.created gt \"2000-01-01T00:00:00Z\"", 1)]
    [TestCase("externalId eq \"{external}\" and meta.location sw \"http\"", 1)]
    public async Task Are_filtered_by(string filter, int matches)
    {
        var external = Some.Name("Ext");
        var created = await _server.PostAsync("Devices", $$"""{"schemas": ["{{Device}}"], "serial": "{{Some.Name()}}", "externalId": "{{external}}"}""");
        var text = filter.Replace("{id}", created.Id, StringComparison.Ordinal)
            .Replace("{external}", external, StringComparison.Ordinal).Replace("{EXTERNAL}", external.ToUpperInvariant(), StringComparison.Ordinal);

        Assert.That((await _server.GetAsync($"Devices?filter={Uri.EscapeDataString(text)}")).TotalResults, Is.EqualTo(matches));
    }

    [Test]
    public async Task Are_not_made_up_where_they_are_the_clients()
    {
        var user = await _server.PostAsync("Users", Some.User());
        Assert.That(user.Body.Select(x => x.Key), Is.EquivalentTo((string[])["schemas", "userName", "active", "id", "meta"]));
        Assert.That(user.Body["active"]!.GetValue<bool>(), Is.True);
        Assert.That((await _server.GetAsync($"Users?filter=id eq \"{user.Id}\" and active eq true")).TotalResults, Is.EqualTo(1));
    }

    [Test]
    public async Task Of_an_extension_stand_beside_those_of_the_core_schema()
    {
        var (core, extension) = (Some.Name(), Some.Name());
        var user = await _server.PostAsync("Users", Some.User(core, $$""" "{{Login}}": {"userName": "{{extension}}"} """));

        Assert.That((user.Body["userName"]!.GetValue<string>(), user.Body[Login]!.ToJsonString()), Is.EqualTo((core, $$"""{"userName":"{{extension}}"}""")), user.Text);
        Assert.That((await _server.GetAsync($"Users?filter=userName eq \"{extension}\"")).TotalResults, Is.Zero);
        Assert.That((await _server.GetAsync($"Users?filter={Login}:userName eq \"{extension}\"")).TotalResults, Is.EqualTo(1));
    }

    [Test]
    public async Task That_can_only_be_written_are_never_shown()
    {
        var user = await _server.PostAsync("Users", Some.User(further: $$""" "{{Login}}": {"pin": "0042"} """));
        Assert.That(user.Status, Is.EqualTo(201), user.Text);
        foreach (var answer in (ScimAnswer[])[user, await _server.GetAsync($"Users/{user.Id}"), await _server.GetAsync($"Users/{user.Id}?attributes={Login}:pin"), await _server.GetAsync("Users")])
            Assert.That(answer.Text, Does.Not.Contain("0042"));

        await new Refusal(400, "invalidFilter", $"{Login}:pin is never returned, so it cannot be filtered on.")
            .OfAsync(_server, () => _server.GetAsync($"Users?filter={Login}:pin eq \"0042\""));
    }
}
