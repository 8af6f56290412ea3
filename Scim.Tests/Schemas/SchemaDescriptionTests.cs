using System.Text.Json.Nodes;
using Scim.Resources.Schemas;

namespace Scim.Tests.Schemas;

public class SchemaDescriptionTests
{
    // Entra's usual target attributes, written as its mappings write them.
    private const string EntraUser = """
        active, displayName, externalId, locale, nickName, preferredLanguage, timezone, title, userName, userType,
        name.familyName, name.formatted, name.givenName, name.honorificPrefix, name.honorificSuffix,
        emails[type eq "work"].value, emails[type eq "home"].value, emails[type eq "other"].value,
        addresses[type eq "work"].formatted, addresses[type eq "work"].streetAddress, addresses[type eq "work"].locality,
        addresses[type eq "work"].region, addresses[type eq "work"].postalCode, addresses[type eq "work"].country,
        addresses[type eq "other"].formatted,
        phoneNumbers[type eq "work"].value, phoneNumbers[type eq "home"].value, phoneNumbers[type eq "mobile"].value,
        phoneNumbers[type eq "fax"].value, phoneNumbers[type eq "pager"].value, phoneNumbers[type eq "other"].value,
        roles[primary eq "True"].value, roles[primary eq "True"].display, roles[primary eq "True"].type
        """;

    [TestCase("User", EntraUser)]
    [TestCase("Group", "displayName, externalId, members")]
    [TestCase("EnterpriseUser", "employeeNumber, costCenter, organization, division, department, manager")]
    public void Shows_every_attribute_that_Entra_maps(string schema, string mapped)
    {
        var names = mapped.Split(',', StringSplitOptions.TrimEntries);

        Assert.That(names, Is.SubsetOf(EntraNames(Describe(schema))));
    }

    [TestCase("password")]
    [TestCase("emails.display")]
    [TestCase("emails.primary")]
    [TestCase("phoneNumbers.display")]
    [TestCase("phoneNumbers.primary")]
    [TestCase("addresses.primary")]
    public void Hides_what_stops_Microsofts_web_validator(string path) =>
        Assert.That(Attributes(Describe("User")).Select(x => x.Path), Does.Not.Contain(path));

    [Test]
    public void Shows_all_characteristics_of_a_simple_attribute() =>
        Assert.That(Attributes(Describe("User")).Single(x => x.Path == "emails.type").Json.ToJsonString(), Is.EqualTo(Compact("""
            {
              "name": "type",
              "type": "string",
              "multiValued": false,
              "description": "What the address is used for.",
              "required": false,
              "canonicalValues": ["work", "home", "other"],
              "caseExact": false,
              "mutability": "readWrite",
              "returned": "default",
              "uniqueness": "none"
            }
            """)));

    [Test]
    public void Shows_what_a_reference_refers_to() =>
        Assert.That(
            Attributes(Describe("Group")).Single(x => x.Path == "members.$ref").Json["referenceTypes"]!.ToJsonString(),
            Is.EqualTo("""["User","Group"]"""));

    [Test]
    public void Gives_complex_attributes_parts_and_neither_case_nor_uniqueness()
    {
        var complex = All().Where(x => (string?)x["type"] == "complex").ToArray();

        Assert.That(complex, Is.Not.Empty);
        Assert.That(complex, Has.All.Matches<JsonObject>(x =>
            x["subAttributes"] is JsonArray { Count: > 0 } && !x.ContainsKey("caseExact") && !x.ContainsKey("uniqueness")));
    }

    [Test]
    public void Gives_simple_attributes_case_and_uniqueness_and_no_parts() =>
        Assert.That(All().Where(x => (string?)x["type"] != "complex"), Has.All.Matches<JsonObject>(x =>
            !x.ContainsKey("subAttributes") && x.ContainsKey("caseExact") && x.ContainsKey("uniqueness")));

    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("\"meta\"")]
    [TestCase("\"advertised\"")]
    public void Leaves_out(string text) =>
        Assert.That(SomeSchemas.BuiltIn.Schemas.Select(x => SomeSchemas.BuiltIn.Describe(x).ToJsonString()), Has.None.Contains(text));

    [Test]
    public void Begins_with_what_a_schema_is()
    {
        var json = Describe("Group");
        json.Remove("attributes");

        Assert.That(json.ToJsonString(), Is.EqualTo(Compact("""
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
              "id": "urn:ietf:params:scim:schemas:core:2.0:Group",
              "name": "Group",
              "description": "A group of users and of other groups."
            }
            """)));
    }

    [Test]
    public void Shows_a_resource_type() =>
        Assert.That(SomeSchemas.BuiltIn.Describe(SomeSchemas.BuiltIn.FindType("User")!).ToJsonString(), Is.EqualTo(Compact("""
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
              "id": "User",
              "name": "User",
              "description": "User accounts.",
              "endpoint": "/Users",
              "schema": "urn:ietf:params:scim:schemas:core:2.0:User",
              "schemaExtensions": [
                { "schema": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "required": false }
              ]
            }
            """)));

    [Test]
    public void A_resource_type_without_extensions_has_none_to_show() =>
        Assert.That(SomeSchemas.BuiltIn.Describe(SomeSchemas.BuiltIn.FindType("Group")!).ContainsKey("schemaExtensions"), Is.False);

    private static JsonObject Describe(string schema) => SomeSchemas.BuiltIn.Describe(SomeSchemas.Named(schema));

    private static IEnumerable<JsonObject> All() =>
        SomeSchemas.BuiltIn.Schemas.SelectMany(x => Attributes(SomeSchemas.BuiltIn.Describe(x))).Select(x => x.Json);

    private static IEnumerable<(string Path, JsonObject Json)> Attributes(
        JsonObject owner, string member = "attributes", string prefix = "") =>
        Children(owner, member).SelectMany(x =>
            Attributes(x, "subAttributes", $"{prefix}{x["name"]}.").Prepend(($"{prefix}{x["name"]}", x)));

    private static IEnumerable<JsonObject> Children(JsonObject owner, string member) =>
        owner[member]?.AsArray().Select(x => x!.AsObject()) ?? [];

    // The rules by which Microsoft's gallery test builds Entra's names from a schema.
    private static IEnumerable<string> EntraNames(JsonObject schema) => Children(schema, "attributes").SelectMany(attribute =>
    {
        var name = (string)attribute["name"]!;
        var parts = Children(attribute, "subAttributes").ToArray();
        var types = parts.SingleOrDefault(x => (string?)x["name"] == "type")?["canonicalValues"]?.AsArray();

        return (name, (string?)attribute["type"], (bool)attribute["multiValued"]!) switch
        {
            ("manager" or "members", _, _) => [name],
            (_, "complex", true) when types is not null => types.SelectMany(type => parts
                .Where(x => (string?)x["name"] is not ("type" or "primary"))
                .Select(x => $"{name}[type eq \"{type}\"].{x["name"]}")),
            (_, "complex", true) => parts
                .Where(x => (string?)x["name"] != "primary")
                .Select(x => $"{name}[primary eq \"True\"].{x["name"]}"),
            (_, "complex", false) => parts.Where(x => (string?)x["type"] != "reference").Select(x => $"{name}.{x["name"]}"),
            (_, "reference", _) => [],
            _ => (IEnumerable<string>)[name],
        };
    });

    private static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString();
}
