using System.Text.Json.Nodes;

namespace Scim.Tests.Api;

/// <summary>What Microsoft's two validators do with <c>/Schemas</c> before their first test, played as they do it.</summary>
public class ValidatorDiscoveryTests
{
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    // The targets of Entra's default mappings, of its documentation's examples and of an application's own extension, in Entra's spelling.
    [TestCase("userName")]
    [TestCase("active")]
    [TestCase("displayName")]
    [TestCase("title")]
    [TestCase("emails[type eq \"work\"].value")]
    [TestCase("emails[type eq \"home\"].value")]
    [TestCase("emails[type eq \"other\"].Value")]
    [TestCase("preferredLanguage")]
    [TestCase("name.givenName")]
    [TestCase("name.familyName")]
    [TestCase("name.formatted")]
    [TestCase("name.honorificPrefix")]
    [TestCase("name.honorificSuffix")]
    [TestCase("addresses[type eq \"work\"].formatted")]
    [TestCase("addresses[type eq \"work\"].streetAddress")]
    [TestCase("addresses[type eq \"work\"].locality")]
    [TestCase("addresses[type eq \"work\"].region")]
    [TestCase("addresses[type eq \"work\"].postalCode")]
    [TestCase("addresses[type eq \"work\"].country")]
    [TestCase("addresses[type eq \"other\"].Formatted")]
    [TestCase("phoneNumbers[type eq \"work\"].value")]
    [TestCase("phoneNumbers[type eq \"home\"].value")]
    [TestCase("phoneNumbers[type eq \"mobile\"].value")]
    [TestCase("phoneNumbers[type eq \"fax\"].value")]
    [TestCase("phoneNumbers[type eq \"pager\"].value")]
    [TestCase("phoneNumbers[type eq \"other\"].value")]
    [TestCase("roles[primary eq \"True\"].value")]
    [TestCase("roles[primary eq \"True\"].display")]
    [TestCase("roles[primary eq \"True\"].type")]
    [TestCase("externalId")]
    [TestCase("nickName")]
    [TestCase("userType")]
    [TestCase("locale")]
    [TestCase("timezone")]
    [TestCase("profileUrl")]
    [TestCase("manager")]
    [TestCase($"{Enterprise}:employeeNumber")]
    [TestCase($"{Enterprise}:costCenter")]
    [TestCase($"{Enterprise}:organization")]
    [TestCase($"{Enterprise}:division")]
    [TestCase($"{Enterprise}:department")]
    [TestCase($"{Enterprise}:manager")]
    [TestCase("urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User:tag")]
    public async Task The_gallery_test_finds_the_target(string target) =>
        Assert.That(await FlattenAsync("User"), Has.Some.EqualTo(target).IgnoreCase);

    [TestCase("displayName")]
    [TestCase("externalId")]
    [TestCase("members")]
    public async Task The_gallery_test_finds_the_target_of_groups(string target) =>
        Assert.That(await FlattenAsync("Group"), Has.Some.EqualTo(target).IgnoreCase);

    [Test]
    public async Task The_gallery_test_finds_a_list_without_nulls_that_has_both_types()
    {
        var answer = await _server.GetAsync("Schemas");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Resources.Select(x => (string)x!["id"]!), Is.SupersetOf((string[])[Core + "User", Core + "Group", Enterprise]));
        Assert.That(answer.Text, Does.Not.Contain("null"));
        foreach (var keyword in answer.Resources.SelectMany(x => Walk(x!["attributes"]!)).SelectMany(x => (string[])[(string)x["type"]!, (string)x["mutability"]!, (string)x["returned"]!]))
            Assert.That(char.IsLower(keyword[0]), Is.True, keyword);
    }

    // The web validator stops at a sub-attribute that Entra cannot map; the parts of groups are read-only, so it never writes them.
    [TestCase("name", "formatted familyName givenName middleName honorificPrefix honorificSuffix")]
    [TestCase("emails", "value type")]
    [TestCase("phoneNumbers", "value type")]
    [TestCase("ims", "value type")]
    [TestCase("photos", "value type")]
    [TestCase("entitlements", "value type")]
    [TestCase("x509Certificates", "value type")]
    [TestCase("addresses", "formatted streetAddress locality region postalCode country type")]
    [TestCase("roles", "value display type primary")]
    [TestCase("groups", "value $ref display type")]
    public async Task The_web_validator_finds_no_part_that_Entra_does_not_map(string attribute, string parts)
    {
        var found = (await AttributesAsync(Core + "User")).Single(x => (string)x["name"]! == attribute);
        Assert.That(found["subAttributes"]!.AsArray().Select(x => (string)x!["name"]!), Is.EquivalentTo(parts.Split(' ')));
    }

    [Test]
    public async Task The_web_validator_finds_no_password_and_no_complex_attribute_but_those()
    {
        var attributes = await AttributesAsync(Core + "User");

        Assert.That(attributes.Select(x => (string)x["name"]!), Has.None.EqualTo("password").IgnoreCase);
        Assert.That(attributes.Where(x => (string)x["type"]! == "complex").Select(x => (string)x["name"]!), Is.EquivalentTo(
            (string[])["name", "emails", "phoneNumbers", "ims", "photos", "addresses", "groups", "entitlements", "roles", "x509Certificates"]));
    }

    // Nothing is promised that is not kept: what is found can be written by the path under which it is found, and comes back. The projects of the
    // application's own extension have no primary element, so the path that the gallery test would make of them is none.
    [Test]
    public async Task Every_target_found_can_be_written_and_is_shown()
    {
        var user = (await _server.PostAsync("Users", Some.User())).Id;
        foreach (var path in (await FlattenAsync("User")).Where(x => !x.StartsWith("groups", StringComparison.Ordinal) && x is not "userName" && !x.Contains("projects", StringComparison.Ordinal)))
        {
            var patched = await _server.PatchAsync($"Users/{user}", $$"""{"op": "Add", "path": "{{path.Replace("\"", "\\\"", StringComparison.Ordinal)}}", "value": "{{ValueFor(path)}}"}""");
            Assert.That(patched.Status, Is.EqualTo(200), $"{path}: {patched.Text}");
            if (!path.EndsWith(":hidden", StringComparison.Ordinal)) Assert.That(patched.Text, Does.Contain(ValueFor(path)), path);
        }
    }

    private static string ValueFor(string path) => path switch
    {
        "active" => "true",
        _ when path.EndsWith("type", StringComparison.Ordinal) && path.Contains("eq", StringComparison.Ordinal) => path.Contains("primary", StringComparison.Ordinal) ? "AQID" : path.Split('"')[1],
        _ when path.Contains("hired", StringComparison.Ordinal) || path.Contains("since", StringComparison.Ordinal) => "2026-01-31T09:30:00Z",
        _ when path.EndsWith("floor", StringComparison.Ordinal) || path.EndsWith("share", StringComparison.Ordinal) => "7",
        _ when path.EndsWith("vip", StringComparison.Ordinal) || path.EndsWith(".primary", StringComparison.Ordinal) => "true",
        _ => "AQID",
    };

    /// <summary>Entra's names for all that a type's schemas show: typed paths from canonicalValues, else <c>primary</c>; extensions by their URN.</summary>
    private async Task<IReadOnlyList<string>> FlattenAsync(string type)
    {
        var names = (await AttributesAsync(Core + type)).SelectMany(x => Names(x, "")).ToList();
        var extensions = (await _server.GetAsync($"ResourceTypes/{type}")).Body["schemaExtensions"] as JsonArray ?? [];
        foreach (var urn in extensions.Select(x => (string)x!["schema"]!))
        {
            foreach (var attribute in await AttributesAsync(urn))
            {
                names.AddRange(Names(attribute, urn + ":"));
                if ((string)attribute["name"]! == "manager") names.Add("manager");
            }
        }

        return names;
    }

    private async Task<IReadOnlyList<JsonObject>> AttributesAsync(string schema) =>
        (await _server.GetAsync("Schemas")).Resources.Single(x => (string)x!["id"]! == schema)!["attributes"]!.AsArray().Select(x => x!.AsObject()).ToList();

    private static IEnumerable<string> Names(JsonObject attribute, string prefix)
    {
        var name = prefix + attribute["name"];
        var parts = (attribute["subAttributes"] as JsonArray ?? []).Select(x => x!.AsObject()).ToList();
        if (parts.Count == 0 || attribute["name"]!.GetValue<string>() is "manager" or "members") return [name];
        if (!(bool)attribute["multiValued"]!) return parts.Select(x => $"{name}.{x["name"]}");

        var types = parts.SingleOrDefault(x => (string)x["name"]! == "type")?["canonicalValues"] as JsonArray;
        var keys = types?.Select(x => $"type eq \"{x}\"") ?? ["primary eq \"True\""];
        return keys.SelectMany(key => parts.Where(x => (string)x["name"]! is not "primary").Select(x => $"{name}[{key}].{x["name"]}"));
    }

    private static IEnumerable<JsonObject> Walk(JsonNode attributes) =>
        attributes.AsArray().SelectMany(x => (x!["subAttributes"] is { } parts ? Walk(parts) : []).Prepend(x.AsObject()));
}
