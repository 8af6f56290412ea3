using System.Text.Json.Nodes;

namespace Scim.Tests.Api;

public class ProjectionTests
{
    private const string Custom = "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static readonly string[] Whole =
        ["schemas", "userName", "title", "name", "emails", Enterprise, Custom, "active", "id", "groups", "meta"];

    private ScimServer _server = null!;
    private string _user = null!;
    private string _group = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas));
        _user = (await _server.PostAsync("Users", Some.User("ada", $$"""
            "title": "Countess", "name": {"givenName": "Ada", "familyName": "Lovelace"},
            "emails": [{"value": "a@example.com", "type": "work"}, {"value": "b@example.com", "type": "home"}],
            "{{Enterprise}}": {"department": "Engines", "division": "Analysis"},
            "{{Custom}}": {"tag": "red", "onRequest": "asked for", "hidden": "secret"}
            """))).Id;
        _group = (await _server.PostAsync("Groups", Some.Group("Engines", _user))).Id;
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("attributes=userName", "schemas userName id")]
    [TestCase("attributes=USERNAME", "schemas userName id")]
    [TestCase("attributes=userName,title", "schemas userName title id")]
    [TestCase("attributes= userName ,, title ", "schemas userName title id")]
    [TestCase("attributes=userName&attributes=title", "schemas userName title id")]
    [TestCase("attributes=urn:ietf:params:scim:schemas:core:2.0:User:title", "schemas title id")]
    [TestCase("attributes=id", "schemas id")]
    [TestCase("attributes=meta", "schemas id meta")]
    [TestCase("attributes=groups", "schemas id groups")]
    [TestCase("attributes=nothing", "schemas id")]
    [TestCase("attributes='", "schemas id")]
    [TestCase("attributes=department", $"schemas {Enterprise} id")]
    [TestCase($"attributes={Enterprise}", $"schemas {Enterprise} id")]
    [TestCase($"attributes={Enterprise}:manager", "schemas id")]
    [TestCase("excludedAttributes=title,meta", $"schemas userName name emails {Enterprise} {Custom} active id groups")]
    [TestCase("excludedAttributes=id,schemas,groups", $"schemas userName title name emails {Enterprise} {Custom} active id meta")]
    [TestCase($"excludedAttributes={Enterprise},{Custom}:tag", "schemas userName title name emails active id groups meta")]
    [TestCase("excludedAttributes=nothing", null)]
    [TestCase("attributes=", null)]
    [TestCase("excludedAttributes=", null)]
    [TestCase("", null)]
    public async Task Shows_what_is_asked_for_of_a_resource_and_in_a_list(string query, string? names)
    {
        var one = await _server.GetAsync($"Users/{_user}?{query}");
        var list = await _server.GetAsync($"Users?{query}");

        Assert.That(one.Status, Is.EqualTo(200), one.Text);
        Assert.That(one.Body.Select(x => x.Key), Is.EqualTo(names?.Split(' ') ?? Whole));
        Assert.That(JsonNode.DeepEquals(list.Resources[0], one.Body), Is.True, list.Text);
        Assert.That(one.Headers["ETag"], Is.EqualTo("W/\"1\""));
    }

    [TestCase("attributes=name.givenName", "name", """{"givenName":"Ada"}""")]
    [TestCase("attributes=name", "name", """{"givenName":"Ada","familyName":"Lovelace"}""")]
    [TestCase("excludedAttributes=name.givenName", "name", """{"familyName":"Lovelace"}""")]
    [TestCase("attributes=emails.value", "emails", """[{"value":"a@example.com"},{"value":"b@example.com"}]""")]
    [TestCase("excludedAttributes=emails.type", "emails", """[{"value":"a@example.com"},{"value":"b@example.com"}]""")]
    [TestCase("attributes=emails.display", "emails", null)]
    [TestCase("attributes=emails[type eq \"work\"]", "emails", """[{"value":"a@example.com","type":"work"},{"value":"b@example.com","type":"home"}]""")]
    [TestCase($"attributes={Enterprise}:department", Enterprise, """{"department":"Engines"}""")]
    [TestCase($"excludedAttributes={Enterprise}:department", Enterprise, """{"division":"Analysis"}""")]
    [TestCase("attributes=meta.version", "meta", """{"version":"W/\"1\""}""")]
    [TestCase("attributes=groups.display,groups.type", "groups", """[{"display":"Engines","type":"direct"}]""")]
    [TestCase($"attributes={Custom}:onRequest", Custom, """{"onRequest":"asked for"}""")]
    [TestCase($"attributes={Custom}:hidden", Custom, null)]
    [TestCase($"attributes={Custom}", Custom, """{"tag":"red"}""")]
    [TestCase("", Custom, """{"tag":"red"}""")]
    public async Task Reaches_into_an_attribute(string query, string name, string? value)
    {
        var one = await _server.GetAsync($"Users/{_user}?{query}");
        Assert.That(JsonNode.DeepEquals(one.Body[name], value is null ? null : JsonNode.Parse(value)), Is.True, one.Text);
    }

    [TestCase("excludedAttributes=members", "schemas displayName id meta")]
    [TestCase("attributes=members", "schemas id members")]
    [TestCase("attributes=displayName", "schemas displayName id")]
    [TestCase("excludedAttributes=members.display", "schemas displayName id members meta")]
    public async Task Leaves_members_out_of_a_group(string query, string names)
    {
        var one = await _server.GetAsync($"Groups/{_group}?{query}");
        Assert.That(one.Body.Select(x => x.Key), Is.EqualTo(names.Split(' ')), one.Text);
        if (query.EndsWith(".display", StringComparison.Ordinal))
            Assert.That(one.Body["members"]![0]!.AsObject().Select(x => x.Key), Is.EqualTo((string[])["value", "$ref", "type"]));
    }

    [Test]
    public async Task Holds_for_writes_too()
    {
        var created = await _server.PostAsync("Users?attributes=userName", Some.User(further: "\"title\": \"x\""));
        Assert.That(created.Body.Select(x => x.Key), Is.EqualTo((string[])["schemas", "userName", "id"]));
        Assert.That(created.Headers["Location"], Does.EndWith($"/scim/Users/{created.Id}"));

        var put = await _server.PutAsync($"Users/{created.Id}?excludedAttributes=meta,userName", Some.User(further: "\"title\": \"y\""));
        Assert.That(put.Body.Select(x => x.Key), Is.EqualTo((string[])["schemas", "title", "active", "id"]));

        var patched = await _server.PatchAsync($"Users/{created.Id}?attributes=title", """{"op": "replace", "path": "title", "value": "z"}""");
        Assert.That(patched.Body.Select(x => x.Key), Is.EqualTo((string[])["schemas", "title", "id"]));
        Assert.That((await _server.DeleteAsync($"Users/{created.Id}")).Status, Is.EqualTo(204));
    }

    [Test]
    public async Task Refuses_both_parameters_at_once()
    {
        var refusal = new Refusal(400, "invalidValue", "attributes and excludedAttributes exclude each other; send one of them.");
        const string both = "attributes=userName&excludedAttributes=title";
        await refusal.OfAsync(_server, () => _server.GetAsync($"Users?{both}"));
        await refusal.OfAsync(_server, () => _server.GetAsync($"Users/{_user}?{both}"));
        await refusal.OfAsync(_server, () => _server.PostAsync($"Users?{both}", Some.User()));
        await refusal.OfAsync(_server, () => _server.PutAsync($"Users/{_user}?{both}", Some.User()));
        await refusal.OfAsync(_server, () => _server.PatchAsync($"Users/{_user}?{both}", """{"op": "remove", "path": "title"}"""));
    }

    [Test]
    public async Task Never_shows_what_is_never_returned()
    {
        foreach (var path in (string[])[$"Users/{_user}", $"Users/{_user}?attributes={Custom}", "Users", $"Users/{_user}?excludedAttributes=title"])
            Assert.That((await _server.GetAsync(path)).Text, Does.Not.Contain("secret"), path);
    }
}
