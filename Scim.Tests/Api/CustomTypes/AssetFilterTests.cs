namespace Scim.Tests.Api.CustomTypes;

/// <summary>Every operator on every type of attribute, in the core schema of a type of a file and in its required extension.</summary>
public class AssetFilterTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync(("Scim:SchemasDir", DefinitionFolder.Assets));
        await CreateAsync("Table", """
            "label": "Oak Table", "code": "Ab", "count": 2, "weight": 30.5, "inUse": true, "bought": "2026-01-31T09:30:00+01:00", "seal": "AQID", "manual": "https://example.com/Table",
            "colours": ["brown", "Red"], "parts": [{"value": "leg", "type": "wood", "count": 4}, {"value": "screw", "type": "steel", "count": 12}]
            """, "\"room\": \"A1\", \"floor\": 10");
        await CreateAsync("Chair", """
            "label": "Chair", "code": "AB", "count": 10, "weight": 4, "inUse": false, "bought": "2026-01-31T09:00:00Z", "seal": "aqid", "manual": "urn:example:chair",
            "colours": ["blue"], "parts": [{"value": "leg", "type": "steel", "count": 4}]
            """, "\"room\": \"B1\", \"floor\": 2");
        await CreateAsync("Empty", null, "\"room\": \"A1\"");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("""tag eq "TABLE" """, "Table")]
    [TestCase("""tag ne "TABLE" """, "Chair Empty")]
    [TestCase("""tag co "A" and tag sw "t" and tag ew "LE" """, "Table")]
    [TestCase("""tag gt "empty" """, "Table")]
    [TestCase("""tag ge "empty" """, "Empty Table")]
    [TestCase("""tag lt "empty" """, "Chair")]
    [TestCase("""tag le "empty" """, "Chair Empty")]
    [TestCase("tag pr", "Chair Empty Table")]
    [TestCase("""label eq "oak table" """, "Table")]
    [TestCase("""label co "AK T" """, "Table")]
    [TestCase("""label sw "oak" or label ew "air" """, "Chair Table")]
    [TestCase("""label lt "d" """, "Chair")]
    [TestCase("not (label pr)", "Empty")]
    [TestCase("""code eq "AB" """, "Chair")]
    [TestCase("""code sw "A" """, "Chair Table")]
    [TestCase("""code co "b" """, "Table")]
    [TestCase("""code gt "AB" """, "Table")]
    [TestCase("count eq 10", "Chair")]
    [TestCase("count ne 10", "Empty Table")]
    [TestCase("count gt 2", "Chair")]
    [TestCase("count ge 2 and count le 10.0", "Chair Table")]
    [TestCase("count lt 10", "Table")]
    [TestCase("count pr", "Chair Table")]
    [TestCase("weight eq 30.50", "Table")]
    [TestCase("weight gt 4", "Table")]
    [TestCase("weight le 4e0", "Chair")]
    [TestCase("inUse eq true", "Table")]
    [TestCase("""inUse eq "False" """, "Chair")]
    [TestCase("inUse ne true", "Chair Empty")]
    [TestCase("inUse pr", "Chair Table")]
    [TestCase("""bought eq "2026-01-31T08:30:00Z" """, "Table")]
    [TestCase("""bought gt "2026-01-31T08:30:00Z" """, "Chair")]
    [TestCase("""bought ge "2026-01-31T08:30:00Z" and bought lt "2026-01-31T10:00:00+01:00" """, "Table")]
    [TestCase("""bought le "2026-01-31T09:00:00Z" """, "Chair Table")]
    [TestCase("bought pr", "Chair Table")]
    [TestCase("""seal eq "AQID" """, "Table")]
    [TestCase("""seal ne "AQID" """, "Chair Empty")]
    [TestCase("seal pr", "Chair Table")]
    [TestCase("""manual eq "https://example.com/Table" """, "Table")]
    [TestCase("""manual eq "https://example.com/table" """, "")]
    [TestCase("""manual sw "https://" """, "Table")]
    [TestCase("""manual co "example" and manual ew "chair" """, "Chair")]
    [TestCase("""manual gt "i" """, "Chair")]
    [TestCase("""colours eq "RED" """, "Table")]
    [TestCase("""colours[value sw "b" and value ew "n"]""", "Table")]
    [TestCase("""colours.value co "lu" """, "Chair")]
    [TestCase("colours pr", "Chair Table")]
    [TestCase("""parts eq "LEG" """, "Chair Table")]
    [TestCase("""parts[type eq "wood" and count eq 4]""", "Table")]
    [TestCase("""parts[type eq "steel" and count gt 4]""", "Table")]
    [TestCase("""parts[type eq "wood" and value eq "screw"]""", "")]
    [TestCase("""parts.type eq "wood" and parts.value eq "screw" """, "Table")]
    [TestCase("""parts[type eq "steel"].value eq "leg" """, "Chair")]
    [TestCase("""urn:example:inventory:Place:room eq "a1" """, "Empty Table")]
    [TestCase("urn:example:inventory:Place:floor gt 2", "Table")]
    [TestCase("""room eq "B1" """, "Chair")]
    [TestCase("""urn:example:inventory:Asset:label eq "chair" """, "Chair")]
    [TestCase("""meta.resourceType eq "Asset" and not (meta.created lt "2020-01-01T00:00:00Z")""", "Chair Empty Table")]
    public async Task Finds(string filter, string tags)
    {
        var found = await _server.GetAsync($"Assets?attributes=tag&filter={Uri.EscapeDataString(filter)}");
        Assert.That(found.Status, Is.EqualTo(200), found.Text);
        Assert.That(string.Join(' ', found.Resources.Select(x => (string)x!["tag"]!).Order(StringComparer.Ordinal)), Is.EqualTo(tags));
    }

    [TestCase("inUse gt true", "inUse gt true cannot be compared: an attribute of type boolean has no operator gt.")]
    [TestCase("""seal co "AQ" """, "seal co \"AQ\" cannot be compared: an attribute of type binary has no operator co.")]
    [TestCase("""seal lt "AQ" """, "seal lt \"AQ\" cannot be compared: an attribute of type binary has no operator lt.")]
    [TestCase("""count co "1" """, "count co \"1\" cannot be compared: an attribute of type integer has no operator co.")]
    [TestCase("""bought sw "2026" """, "bought sw \"2026\" cannot be compared: an attribute of type dateTime has no operator sw.")]
    [TestCase("""count eq "many" """, "count eq \"many\" cannot be compared: it is a number of at most 28 digits.")]
    [TestCase("""bought gt "2026-01-31" """, "bought gt \"2026-01-31\" cannot be compared: it is a date with time, like 2026-01-31T09:30:00Z.")]
    [TestCase("pin pr", "pin is never returned, so it cannot be filtered on.")]
    [TestCase("""userName eq "x" """, "Asset has no attribute userName.")]
    public async Task Refuses_what_has_no_meaning(string filter, string detail) =>
        new Refusal(400, "invalidFilter", detail).Check(await _server.GetAsync($"Assets?filter={Uri.EscapeDataString(filter)}"));

    private async Task CreateAsync(string tag, string? further, string place)
    {
        var created = await _server.PostAsync("Assets", SomeAsset.Body(tag, further, place));
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
    }
}
