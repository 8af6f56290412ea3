namespace Scim.Tests.Api.CustomTypes;

/// <summary>The four kinds of <c>returned</c> (RFC 7643 section 7), on every verb.</summary>
public class ReturnedTests
{
    private const string All = """
        "label": "shown", "motto": "always", "memo": "on request", "pin": "secret", "parts": [{"value": "leg", "note": "on request"}]
        """;

    private const string Place = "\"room\": \"A1\", \"key\": \"on request\"";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", DefinitionFolder.Assets));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("", "label motto parts.value room")]
    [TestCase("attributes=label", "label motto")]
    [TestCase("attributes=memo", "motto memo")]
    [TestCase("attributes=parts", "motto parts.value")]
    [TestCase("attributes=parts.note", "motto parts.note")]
    [TestCase($"attributes={SomeAsset.Place}", "motto room")]
    [TestCase($"attributes={SomeAsset.Place}:key", "motto key")]
    [TestCase("attributes=pin", "motto")]
    [TestCase("excludedAttributes=label,motto,parts", "motto room")]
    [TestCase("excludedAttributes=memo,pin", "label motto parts.value room")]
    public async Task Of_what_is_read(string query, string shown)
    {
        var asset = await CreateAsync();
        var one = await _server.GetAsync($"Assets/{asset.Id}?{query}");
        var list = await _server.GetAsync($"Assets?filter=tag eq \"{asset.Tag}\"&{query}");

        Assert.That(Shown(one.Text), Is.EqualTo(shown), one.Text);
        Assert.That(list.Resources.Single()!.ToJsonString(), Is.EqualTo(one.Body.ToJsonString()));
    }

    [TestCase("", "label motto memo parts.value parts.note room key")]
    [TestCase("attributes=label", "label motto")]
    [TestCase("attributes=memo", "motto memo")]
    [TestCase("excludedAttributes=memo,parts.note", "label motto parts.value room key")]
    [TestCase("excludedAttributes=parts,label", "motto memo room key")]
    public async Task Of_what_is_created_and_replaced(string query, string shown)
    {
        var tag = Some.Name("tag");
        var created = await _server.PostAsync($"Assets?{query}", SomeAsset.Body(tag, All, Place));
        Assert.That(Shown(created.Text), Is.EqualTo(shown), created.Text);
        var replaced = await _server.PutAsync($"Assets/{created.Id}?{query}", SomeAsset.Body(tag, All, Place));
        Assert.That(Shown(replaced.Text), Is.EqualTo(shown), replaced.Text);
    }

    [Test]
    public async Task A_PUT_shows_on_request_only_what_it_wrote()
    {
        var asset = await CreateAsync();
        var replaced = await _server.PutAsync($"Assets/{asset.Id}", SomeAsset.Body(asset.Tag, "\"MEMO\": \"other\", \"parts\": [{\"value\": \"arm\"}]"));
        Assert.That(Shown(replaced.Text), Is.EqualTo("memo parts.value room"), replaced.Text);
    }

    [TestCase("""{"op": "replace", "path": "label", "value": "x"}""", "label motto parts.value room")]
    [TestCase("""{"op": "replace", "path": "memo", "value": "x"}""", "label motto memo parts.value room")]
    [TestCase("""{"op": "replace", "value": {"Memo": "x"}}""", "label motto memo parts.value room")]
    [TestCase("""{"op": "replace", "path": "parts[value eq \"leg\"].note", "value": "x"}""", "label motto parts.value parts.note room")]
    [TestCase("""{"op": "add", "path": "parts", "value": [{"value": "arm"}]}""", "label motto parts.value room")]
    [TestCase("""{"op": "add", "path": "parts", "value": {"value": "arm", "NOTE": "x"}}""", "label motto parts.value parts.note room")]
    [TestCase($$"""{"op": "replace", "path": "{{SomeAsset.Place}}:key", "value": "x"}""", "label motto parts.value room key")]
    [TestCase($$$"""{"op": "replace", "value": {"{{{SomeAsset.Place}}}": {"key": "x"} } }""", "label motto parts.value room key")]
    [TestCase($$"""{"op": "add", "path": "{{SomeAsset.Place}}", "value": {"key": "x"} }""", "label motto parts.value room key")]
    [TestCase("""{"op": "replace", "path": "pin", "value": "secret"}""", "label motto parts.value room")]
    public async Task A_PATCH_shows_on_request_only_what_it_wrote(string operation, string shown)
    {
        var asset = await CreateAsync();
        var patched = await _server.PatchAsync($"Assets/{asset.Id}", operation);

        Assert.That(Shown(patched.Text), Is.EqualTo(shown), patched.Text);
        Assert.That(Shown((await _server.GetAsync($"Assets/{asset.Id}")).Text), Is.EqualTo("label motto parts.value room"));
    }

    [Test]
    public async Task A_PATCH_that_names_attributes_shows_those()
    {
        var asset = await CreateAsync();
        var patched = await _server.PatchAsync($"Assets/{asset.Id}?attributes=label", """{"op": "replace", "path": "memo", "value": "x"}""");
        Assert.That(Shown(patched.Text), Is.EqualTo("label motto"), patched.Text);
    }

    private async Task<(string Id, string Tag)> CreateAsync()
    {
        var tag = Some.Name("tag");
        var created = await _server.PostAsync("Assets", SomeAsset.Body(tag, All, Place));
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        return (created.Id, tag);
    }

    /// <summary>Which of the attributes that these tests write are in the answer.</summary>
    private static string Shown(string answer)
    {
        Assert.That(answer, Does.Not.Contain("secret"));
        return string.Join(' ', new (string Name, string Text)[]
        {
            ("label", "\"label\":"), ("motto", "\"motto\":"), ("memo", "\"memo\":"), ("parts.value", "\"value\":"), ("parts.note", "\"note\":"), ("room", "\"room\":"), ("key", "\"key\":"),
        }.Where(x => answer.Contains(x.Text, StringComparison.Ordinal)).Select(x => x.Name));
    }
}
