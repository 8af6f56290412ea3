using System.Text.Json.Nodes;

namespace Scim.Tests.Api.CustomTypes;

/// <summary>A type of a file whose schema has an attribute of each type, and whose extension is required.</summary>
public class AssetTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", DefinitionFolder.Assets));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("label", "\"Grün 名\"")]
    [TestCase("count", "-7")]
    [TestCase("weight", "0.10")]
    [TestCase("inUse", "false")]
    [TestCase("bought", "\"2026-01-31T09:30:00.5+02:00\"")]
    [TestCase("seal", "\"AQIDBA==\"")]
    [TestCase("manual", "\"https://example.com/a?b=C\"")]
    [TestCase("colours", "[\"red\",\"blue\"]")]
    [TestCase("parts", "[{\"value\":\"leg\",\"type\":\"glass\",\"count\":4}]")]
    public async Task A_value_of_each_type_comes_back_as_it_was_sent(string name, string value)
    {
        var asset = await CreateAsync($"\"{name}\": {value}");
        Assert.That((await _server.GetAsync($"Assets/{asset}")).Body[name]!.ToJsonString(), Is.EqualTo(JsonNode.Parse(value)!.ToJsonString()));
        Assert.That((await _server.PatchAsync($"Assets/{asset}", $$"""{"op": "remove", "path": "{{name}}"}""")).Body.ContainsKey(name), Is.False);
        var again = await _server.PatchAsync($"Assets/{asset}", $$"""{"op": "add", "value": {"{{name}}": {{value}} } }""");
        Assert.That(again.Body[name]!.ToJsonString(), Is.EqualTo(JsonNode.Parse(value)!.ToJsonString()));
    }

    [TestCase("label", "7", "a string, not that number")]
    [TestCase("count", "1.5", "a whole number, not that number")]
    [TestCase("count", "1e3", "a whole number, not that number")]
    [TestCase("weight", "\"heavy\"", "a number, not that string")]
    [TestCase("inUse", "\"yes\"", "true or false, not that string")]
    [TestCase("bought", "\"2026-01-31\"", "a date with time, like 2026-01-31T09:30:00Z, not that string")]
    [TestCase("seal", "\"***\"", "base64, not that string")]
    [TestCase("manual", "true", "a string, not a boolean")]
    [TestCase("colours", "[{\"a\": 1}]", "a string, not an object")]
    public async Task A_value_of_another_type_is_refused(string name, string value, string expected)
    {
        var refusal = new Refusal(400, "invalidValue", $"{name} must be {expected}.");
        var asset = await CreateAsync();

        refusal.Check(await _server.PostAsync("Assets", SomeAsset.Body(null, $"\"{name}\": {value}")));
        refusal.Check(await _server.PutAsync($"Assets/{asset}", SomeAsset.Body(null, $"\"{name}\": {value}")));
        refusal.Check(await _server.PatchAsync($"Assets/{asset}", $$"""{"op": "replace", "path": "{{name}}", "value": {{value}}}"""));
    }

    [Test]
    public async Task A_required_extension_is_required_with_what_it_requires()
    {
        const string bare = $$"""{"schemas": ["{{SomeAsset.Schema}}"], "tag": "bare"}""";
        var asset = await CreateAsync();

        new Refusal(400, "invalidValue", $"{SomeAsset.Place} is required.").Check(await _server.PostAsync("Assets", bare));
        new Refusal(400, "invalidValue", $"{SomeAsset.Place} is required.").Check(await _server.PutAsync($"Assets/{asset}", bare));
        new Refusal(400, "invalidValue", $"{SomeAsset.Place}:room is required.").Check(await _server.PostAsync("Assets", SomeAsset.Body(place: "\"floor\": 3")));
        new Refusal(400, "mutability", $"{SomeAsset.Place} is required, so it cannot be removed.")
            .Check(await _server.PatchAsync($"Assets/{asset}", $$"""{"op": "remove", "path": "{{SomeAsset.Place}}"}"""));
        new Refusal(400, "mutability", $"{SomeAsset.Place}*")
            .Check(await _server.PatchAsync($"Assets/{asset}", $$"""{"op": "remove", "path": "{{SomeAsset.Place}}:room"}"""));
        Assert.That((await _server.GetAsync("ResourceTypes/Asset")).Body["schemaExtensions"]!.ToJsonString(), Is.EqualTo($$"""[{"schema":"{{SomeAsset.Place}}","required":true}]"""));
    }

    [Test]
    public async Task An_attribute_is_set_once_ignored_or_refused_as_its_mutability_says()
    {
        var asset = await CreateAsync(""" "inventory": "mine", "pin": "1" """);
        Assert.That((await _server.GetAsync($"Assets/{asset}")).Body.ContainsKey("inventory"), Is.False);

        Assert.That((await _server.PatchAsync($"Assets/{asset}", """{"op": "add", "path": "origin", "value": "Oslo"}""")).Status, Is.EqualTo(200), "a first value may be set later");
        new Refusal(400, "mutability", "origin is immutable: once set, it stays.")
            .Check(await _server.PatchAsync($"Assets/{asset}", """{"op": "replace", "path": "origin", "value": "Rome"}"""));
        new Refusal(400, "mutability", "inventory is read-only.")
            .Check(await _server.PatchAsync($"Assets/{asset}", """{"op": "replace", "value": {"inventory": "x"}}"""));
        Assert.That((await _server.PatchAsync($"Assets/{asset}", """{"op": "replace", "path": "pin", "value": "2"}""")).Status, Is.EqualTo(200));
    }

    private async Task<string> CreateAsync(string? further = null)
    {
        var created = await _server.PostAsync("Assets", SomeAsset.Body(null, further));
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        return created.Id;
    }
}
