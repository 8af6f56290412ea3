using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scim.Tests.Api;

/// <summary>What discovery answers has the form that it says itself: the schemas of Schema, ResourceType and ServiceProviderConfig.</summary>
public class DiscoveryFormTests
{
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", CustomTypes.DefinitionFolder.Devices));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("Schemas", "Schema")]
    [TestCase("ResourceTypes", "ResourceType")]
    public async Task Every_resource_fits_its_own_schema(string path, string schema)
    {
        var attributes = await AttributesAsync(schema);
        foreach (var resource in (await _server.GetAsync(path)).Resources)
        {
            Assert.That(resource!["schemas"]!.ToJsonString(), Is.EqualTo($"[\"{Core}{schema}\"]"));
            Assert.That((string)resource["meta"]!["resourceType"]!, Is.EqualTo(schema));
            RequireFit(attributes, resource.AsObject(), (string)resource["id"]!);
        }
    }

    [Test]
    public async Task The_configuration_fits_its_own_schema()
    {
        var config = (await _server.GetAsync("ServiceProviderConfig")).Body;
        Assert.That(config["schemas"]!.ToJsonString(), Is.EqualTo($"[\"{Core}ServiceProviderConfig\"]"));
        RequireFit(await AttributesAsync("ServiceProviderConfig"), config, "ServiceProviderConfig");
    }

    // Verified errata 6004, 8415 and 5606: complex attributes have neither case nor uniqueness nor complex parts, and binary is a type.
    [Test]
    public async Task Every_attribute_has_the_members_that_its_type_has()
    {
        foreach (var (path, attribute) in (await _server.GetAsync("Schemas")).Resources.SelectMany(x => Walk(x!["attributes"]!, (string)x["id"]!)))
        {
            var isComplex = (string)attribute["type"]! == "complex";
            foreach (var name in (string[])["name", "type", "multiValued", "description", "required", "mutability", "returned"])
                Assert.That(attribute.ContainsKey(name), Is.True, $"{path} has no {name}.");
            Assert.That((attribute.ContainsKey("caseExact"), attribute.ContainsKey("uniqueness"), attribute.ContainsKey("subAttributes")), Is.EqualTo((!isComplex, !isComplex, isComplex)), path);
            Assert.That(attribute.ContainsKey("referenceTypes"), Is.EqualTo((string)attribute["type"]! == "reference"), path);
            if ((string)attribute["mutability"]! == "writeOnly") Assert.That((string)attribute["returned"]!, Is.EqualTo("never"), path);
            if (isComplex && !path.StartsWith($"{Core}Schema", StringComparison.Ordinal))
                Assert.That(attribute["subAttributes"]!.AsArray().Select(x => (string)x!["type"]!), Has.None.EqualTo("complex"), path);
        }
    }

    [Test]
    public async Task Every_reference_is_to_a_type_that_there_is()
    {
        var types = (await _server.GetAsync("ResourceTypes")).Resources.Select(x => (string)x!["name"]!).Concat(["external", "uri"]).ToList();
        var named = (await _server.GetAsync("Schemas")).Resources.SelectMany(x => Walk(x!["attributes"]!, "")).SelectMany(x => x.Json["referenceTypes"] as JsonArray ?? []);
        Assert.That(named.Select(x => (string)x!).Distinct(), Is.SubsetOf(types));
    }

    [TestCase("scim", "scim")]
    [TestCase("scim/v2", "scim/v2")]
    public async Task Addresses_have_the_base_that_was_called(string called, string expected)
    {
        var root = _server.Root.ToString();
        foreach (var path in (string[])["ServiceProviderConfig", $"Schemas/{Core}User", "ResourceTypes/Device"])
            Assert.That((string)(await _server.GetAsync($"{root}{called}/{path}")).Body["meta"]!["location"]!, Is.EqualTo($"{root}{expected}/{path}"));
    }

    private async Task<JsonArray> AttributesAsync(string schema) => (JsonArray)(await _server.GetAsync($"Schemas/{Core}{schema}")).Body["attributes"]!;

    private static void RequireFit(JsonArray attributes, JsonObject value, string path)
    {
        var known = attributes.ToDictionary(x => (string)x!["name"]!, x => x!.AsObject());
        foreach (var attribute in known.Values.Where(x => (bool)x["required"]!))
            Assert.That(value.ContainsKey((string)attribute["name"]!), Is.True, $"{path} has no {attribute["name"]}.");

        // The common attributes stand in no schema, and a schema of schemas describes the parts of parts only once.
        foreach (var (name, given) in value.Where(x => x.Key is not ("schemas" or "meta" or "id") && !$"{path}.{x.Key}".EndsWith(".subAttributes.subAttributes", StringComparison.Ordinal)))
        {
            Assert.That(known.Keys, Does.Contain(name), path);
            var attribute = known[name];
            Assert.That(given is JsonArray, Is.EqualTo((bool)attribute["multiValued"]!), $"{path}.{name}");
            foreach (var one in given as JsonArray ?? (IEnumerable<JsonNode?>)[given]) RequireFit(attribute, one!, $"{path}.{name}");
        }
    }

    private static void RequireFit(JsonObject attribute, JsonNode value, string path)
    {
        var kind = value.GetValueKind();
        switch ((string)attribute["type"]!)
        {
            case "complex":
                RequireFit((JsonArray)attribute["subAttributes"]!, value.AsObject(), path);
                break;
            case "boolean":
                Assert.That(kind, Is.AnyOf(JsonValueKind.True, JsonValueKind.False), path);
                break;
            case "integer":
                Assert.That(kind, Is.EqualTo(JsonValueKind.Number), path);
                break;
            default:
                Assert.That(kind, Is.EqualTo(JsonValueKind.String), path);
                if (attribute["canonicalValues"] is JsonArray values) Assert.That(values.Select(x => (string)x!), Does.Contain((string)value!), path);
                break;
        }
    }

    private static IEnumerable<(string Path, JsonObject Json)> Walk(JsonNode attributes, string path) => attributes.AsArray().SelectMany(x =>
        (x!["subAttributes"] is { } parts ? Walk(parts, $"{path}.{x["name"]}") : []).Prepend(($"{path}.{x["name"]}", x.AsObject())));
}
