using System.Text.Json.Nodes;
using Scim.Resources.Schemas;

namespace Scim.Tests.Schemas;

public class SchemaFolderTests
{
    private const string Custom = "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User";
    private const string EnterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string Device = "urn:ietf:params:scim:schemas:core:2.0:Device";

    private const string CustomSchema = $$"""
        {
          "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
          "id": "{{Custom}}",
          "attributes": [{ "name": "tag" }]
        }
        """;

    private const string DeviceSchema = $$"""
        { "id": "{{Device}}", "name": "Device", "attributes": [{ "name": "displayName" }, { "name": "active", "type": "boolean" }] }
        """;

    private const string DeviceType = $$"""
        { "name": "Device", "endpoint": "Devices", "schema": "{{Device}}" }
        """;

    [Test]
    public void An_extension_extends_the_type_that_its_urn_ends_in()
    {
        using var folder = new SchemaFolder(("custom.json", CustomSchema));
        var catalogue = folder.Load();

        Assert.That(Extensions(catalogue, "User"), Is.EqualTo(new[] { $"{EnterpriseUser} False", $"{Custom} False" }));
        Assert.That(Extensions(catalogue, "Group"), Is.Empty);
        Assert.That(catalogue.FindSchema(Custom)?.Find("TAG")?.Name, Is.EqualTo("tag"));
    }

    [Test]
    public void An_attribute_of_which_only_the_name_is_given_has_the_defaults()
    {
        using var folder = new SchemaFolder(("custom.json", CustomSchema));
        var catalogue = folder.Load();

        Assert.That(catalogue.Describe(catalogue.FindSchema(Custom)!)["attributes"]![0]!.ToJsonString(), Is.EqualTo(JsonNode.Parse("""
            {
              "name": "tag",
              "type": "string",
              "multiValued": false,
              "required": false,
              "caseExact": false,
              "mutability": "readWrite",
              "returned": "default",
              "uniqueness": "none"
            }
            """)!.ToJsonString()));
    }

    [TestCase("reference")]
    [TestCase("binary")]
    public void An_address_or_a_binary_is_case_exact_unless_the_schema_says_otherwise(string type)
    {
        using var folder = new SchemaFolder(("custom.json", $$"""
            { "id": "{{Custom}}", "attributes": [{ "name": "a", "type": "{{type}}" }, { "name": "b", "type": "{{type}}", "caseExact": false }] }
            """));

        Assert.That(folder.Load().FindSchema(Custom)!.Attributes.Select(x => x.CaseExact), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void Keywords_and_member_names_are_read_in_any_case_and_null_is_nothing()
    {
        using var folder = new SchemaFolder(("custom.json", $$"""
            {
              "id": "{{Custom}}", "name": null,
              "attributes": [{ "name": "tag", "type": "String", "Mutability": "READONLY", "returned": "Request", "canonicalValues": null }]
            }
            """));

        Assert.That(SomeSchemas.Rows(folder.Load().FindSchema(Custom)!), Is.EqualTo(new[] { "tag string - - - readOnly request none - -" }));
    }

    [Test]
    public void What_is_writeOnly_is_never_returned_whether_the_file_says_so_or_not()
    {
        using var folder = new SchemaFolder(("custom.json", $$"""
            { "id": "{{Custom}}", "attributes": [{ "name": "a", "mutability": "writeOnly" }, { "name": "b", "mutability": "writeOnly", "returned": "never" }] }
            """));

        Assert.That(folder.Load().FindSchema(Custom)!.Attributes.Select(x => x.Returned), Has.All.EqualTo(Returned.Never));
    }

    [Test]
    public void A_new_type_is_one_more_type()
    {
        using var folder = new SchemaFolder(("schema.json", DeviceSchema), ("type.json", DeviceType));
        var catalogue = folder.Load();

        Assert.That(catalogue.ResourceTypes.Select(x => x.Name), Is.EqualTo(new[] { "User", "Group", "Device" }));
        Assert.That(catalogue.FindType("Device")?.Endpoint, Is.EqualTo("/Devices"));
        Assert.That(catalogue.FindType("Device")?.Schema, Is.SameAs(catalogue.FindSchema(Device)));
        Assert.That(
            catalogue.Schemas.Select(x => x.Name),
            Is.EqualTo(new[] { "User", "Group", "Device", "EnterpriseUser", "ServiceProviderConfig", "ResourceType", "Schema" }));
    }

    [Test]
    public void A_file_for_a_known_type_lists_all_of_its_extensions()
    {
        using var folder = new SchemaFolder(("custom.json", CustomSchema), ("user.json", $$"""
            {
              "name": "User", "endpoint": "/Users", "schema": "urn:ietf:params:scim:schemas:core:2.0:User",
              "schemaExtensions": [{ "schema": "{{Custom}}", "required": true }]
            }
            """));
        var catalogue = folder.Load();

        Assert.That(Extensions(catalogue, "User"), Is.EqualTo(new[] { $"{Custom} True" }));
        Assert.That(catalogue.FindType("User")?.Description, Is.EqualTo("User accounts."));
        Assert.That(catalogue.FindSchema(EnterpriseUser), Is.Null, "a schema that no type uses is not shown");
    }

    [Test]
    public void An_extension_that_a_file_gives_to_one_type_is_not_given_to_another()
    {
        using var folder = new SchemaFolder(("1.json", DeviceSchema), ("2.json", CustomSchema), ("3.json", $$"""
            {
              "name": "Device", "endpoint": "/Devices", "schema": "{{Device}}",
              "schemaExtensions": [{ "schema": "{{Custom}}", "required": false }]
            }
            """));
        var catalogue = folder.Load();

        Assert.That(Extensions(catalogue, "Device"), Is.EqualTo(new[] { $"{Custom} False" }));
        Assert.That(Extensions(catalogue, "User"), Is.EqualTo(new[] { $"{EnterpriseUser} False" }));
    }

    [TestCase($"[{DeviceType}, {DeviceSchema}]")]
    [TestCase($$"""
        {
          "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
          "totalResults": 2,
          "Resources": [{{DeviceType}}, {{DeviceSchema}}]
        }
        """)]
    [TestCase($"\uFEFF[{DeviceType}, {DeviceSchema}]")]
    public void One_file_may_hold_several(string content)
    {
        using var folder = new SchemaFolder(("devices.JSON", content));

        Assert.That(folder.Load().FindType("Device")?.Schema.Attributes, Has.Count.EqualTo(2));
    }

    [TestCase("notes.txt")]
    [TestCase(".custom.json")]
    public void Other_files_are_left_alone(string name)
    {
        using var folder = new SchemaFolder((name, "{"));

        Assert.That(folder.Load().ResourceTypes, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_core_schema_may_list_common_attributes_as_they_are()
    {
        using var folder = new SchemaFolder(("type.json", DeviceType), ("schema.json", $$"""
            {
              "id": "{{Device}}",
              "attributes": [
                { "name": "id", "caseExact": true, "mutability": "readOnly", "returned": "always", "uniqueness": "server" },
                { "name": "externalId", "caseExact": true },
                { "name": "serial" }
              ]
            }
            """));
        var catalogue = folder.Load();
        var device = catalogue.FindSchema(Device)!;

        Assert.That(device.Attributes.Select(x => x.Name), Is.EqualTo(new[] { "serial" }));
        Assert.That(Names(catalogue.Describe(device)), Is.EqualTo(new[] { "externalId", "serial" }));
    }

    [Test]
    public void A_hidden_attribute_is_known_and_not_shown()
    {
        using var folder = new SchemaFolder(("custom.json", $$"""
            { "id": "{{Custom}}", "attributes": [{ "name": "tag" }, { "name": "note", "advertised": false }] }
            """));
        var catalogue = folder.Load();
        var custom = catalogue.FindSchema(Custom)!;

        Assert.That(custom.Find("note"), Is.Not.Null);
        Assert.That(Names(catalogue.Describe(custom)), Is.EqualTo(new[] { "tag" }));
    }

    [Test]
    public void A_resource_of_any_type_can_be_a_member_and_discovery_says_so()
    {
        using var folder = new SchemaFolder(("1.json", DeviceSchema), ("2.json", DeviceType), ("3.json", """
            [
              { "name": "Team", "endpoint": "/Teams", "schema": "urn:example:Team" },
              { "id": "urn:example:Team", "attributes": [{ "name": "members", "type": "complex", "multiValued": true, "subAttributes": [{ "name": "value" }] }] }
            ]
            """));
        var catalogue = folder.Load();
        var members = catalogue.FindType("Group")!.Schema.Find("members")!;

        string[] all = ["User", "Group", "Device", "Team"];
        Assert.That((members.Sub("$ref")!.ReferenceTypes, members.Sub("type")!.CanonicalValues), Is.EqualTo((all, all)));
        Assert.That(catalogue.FindType("User")!.Schema.Find("groups")!.Sub("$ref")!.ReferenceTypes, Is.EqualTo(new[] { "Group", "Team" }));
    }

    [TestCase("User")]
    [TestCase("Group")]
    [TestCase("EnterpriseUser")]
    public void What_discovery_shows_can_be_read_again(string name)
    {
        var shown = SomeSchemas.BuiltIn.Describe(SomeSchemas.Named(name));
        shown["id"] = Device;

        using var folder = new SchemaFolder(("schema.json", shown.ToJsonString()), ("type.json", DeviceType));
        var catalogue = folder.Load();

        // Only core schemas show externalId, and here the extension has become one.
        var again = catalogue.Describe(catalogue.FindSchema(Device)!);
        if (name == "EnterpriseUser")
            again["attributes"]!.AsArray().RemoveAt(0);
        Assert.That(again.ToJsonString(), Is.EqualTo(shown.ToJsonString()));
    }

    [Test]
    public void A_type_that_discovery_shows_can_be_read_again()
    {
        using var folder = new SchemaFolder(
            ("user.json", SomeSchemas.BuiltIn.Describe(SomeSchemas.BuiltIn.FindType("User")!).ToJsonString()),
            ("group.json", SomeSchemas.BuiltIn.Describe(SomeSchemas.BuiltIn.FindType("Group")!).ToJsonString()));
        var catalogue = folder.Load();

        Assert.That(Shown(catalogue), Is.EqualTo(Shown(SomeSchemas.BuiltIn)));
    }

    private static IEnumerable<string> Shown(SchemaCatalogue catalogue) =>
        catalogue.ResourceTypes.Select(x => catalogue.Describe(x).ToJsonString());

    private static IEnumerable<string> Names(JsonObject schema) => schema["attributes"]!.AsArray().Select(x => (string)x!["name"]!);

    private static IEnumerable<string> Extensions(SchemaCatalogue catalogue, string type) =>
        catalogue.FindType(type)!.Extensions.Select(x => $"{x.Schema.Id} {x.Required}");
}
