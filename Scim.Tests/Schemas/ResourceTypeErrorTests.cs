using Scim.Resources.Schemas;

namespace Scim.Tests.Schemas;

public class ResourceTypeErrorTests
{
    private const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string EnterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string Discovery = "urn:ietf:params:scim:schemas:core:2.0:Schema";
    private const string Device = "urn:example:Device";
    private const string DeviceSchema = $$"""{ "id": "{{Device}}", "attributes": [{ "name": "serial" }] }""";

    [TestCase("""{ "endpoint": "/Devices" }""", "resource type: \"name\" is missing or empty; add it.")]
    [TestCase("""{ "name": "Device", "endpoint": "/Devices" }""", "resource type: \"schema\" is missing or empty; add it.")]
    [TestCase("""{ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"], "name": "Device", "schema": "urn:example:Device" }""",
        "resource type: \"endpoint\" is missing or empty; add it.")]
    [TestCase("""{ "name": "De vice", "endpoint": "/Devices", "schema": "urn:example:Device" }""",
        "resource type: \"name\" must begin with a letter and hold only letters, digits, \"-\" and \"_\"; rename it.")]
    [TestCase("""{ "id": "1", "name": "Device", "endpoint": "/Devices", "schema": "urn:example:Device" }""",
        "resource type: \"id\" is \"1\" and \"name\" is \"Device\"; make them equal or leave \"id\" out.")]
    [TestCase("""{ "name": "Device", "endpoint": "/Devices", "schema": "urn:example:Gadget" }""",
        "resource type \"Device\" uses the schema \"urn:example:Gadget\", which no file defines; add its file or correct the URN.")]
    [TestCase($$"""{ "name": "Device", "endpoint": "/Devices", "schema": "{{Discovery}}" }""",
        $"resource type \"Device\" uses the schema \"{Discovery}\", which describes the service itself; name another.")]
    [TestCase("""{ "name": "Device", "endpoint": "/users", "schema": "urn:example:Device" }""",
        "resource type \"Device\" has the endpoint /users, which belongs to User; choose another.")]
    [TestCase("""{ "name": "USER", "endpoint": "/Users", "schema": "urn:ietf:params:scim:schemas:core:2.0:User" }""",
        "resource type \"USER\" is already defined as User by UserResourceType.json (built in) (case makes no difference); "
        + "rename or remove one.")]
    [TestCase("""{ "name": "User", "endpoint": "/People", "schema": "urn:ietf:params:scim:schemas:core:2.0:User" }""",
        $"resource type \"User\" keeps the endpoint /Users and the schema {User}; correct them.")]
    [TestCase("""{ "name": "User", "endpoint": "/Users", "schema": "urn:example:Device" }""",
        $"resource type \"User\" keeps the endpoint /Users and the schema {User}; correct them.")]
    public void A_type_that_cannot_be_used_is_refused(string type, string problem) =>
        Assert.That(
            SomeDefinitions.Loading(("f.json", type), ("schema.json", DeviceSchema)),
            Throws.TypeOf<SchemaException>().With.Message.EqualTo($"f.json: {problem}"));

    [TestCase("""{ "schema": "urn:example:x:Device" }""", ", schemaExtensions: \"required\" is missing; add true or false.")]
    [TestCase("""{ "required": true }""", ", schemaExtensions: \"schema\" is missing or empty; add it.")]
    [TestCase("""{ "schema": "urn:example:x:Device", "required": true }""",
        " uses the schema \"urn:example:x:Device\", which no file defines; add its file or correct the URN.")]
    [TestCase($$"""{ "schema": "{{User}}", "required": true }""",
        $" is extended by \"{User}\", which is a type's core schema; remove it from schemaExtensions.")]
    [TestCase($$"""{ "schema": "{{EnterpriseUser}}", "required": true }, { "schema": "{{EnterpriseUser}}", "required": false }""",
        $" names \"{EnterpriseUser}\" twice in schemaExtensions; remove one.")]
    public void An_extension_that_cannot_be_used_is_refused(string extensions, string problem) => SomeDefinitions.AreRefused(
        $$"""
        [
          {{DeviceSchema}},
          { "name": "Device", "endpoint": "/Devices", "schema": "{{Device}}", "schemaExtensions": [{{extensions}}] }
        ]
        """,
        $"resource type \"Device\"{problem}",
        "f.json, element 2");

    [TestCase("/Schemas")]
    [TestCase("/resourcetypes")]
    [TestCase("ServiceProviderConfig")]
    [TestCase("/ME")]
    [TestCase("/Bulk")]
    [TestCase("/.search")]
    [TestCase("/v2")]
    public void An_endpoint_of_the_service_itself_is_refused(string endpoint) => SomeDefinitions.AreRefused(
        $$"""{ "name": "Device", "endpoint": "{{endpoint}}", "schema": "{{Device}}" }""",
        $"resource type: \"endpoint\" is \"/{endpoint.TrimStart('/')}\", which the service uses itself; choose another.");

    [TestCase("/")]
    [TestCase("/a/b")]
    [TestCase("/a b")]
    [TestCase("/{id}")]
    [TestCase("/..")]
    [TestCase("https://example.com/Devices")]
    public void An_endpoint_is_one_segment(string endpoint) => SomeDefinitions.AreRefused(
        $$"""{ "name": "Device", "endpoint": "{{endpoint}}", "schema": "{{Device}}" }""",
        "resource type: \"endpoint\" must be one path segment of letters, digits, \"-\", \"_\" and \".\", such as /Devices.");

    [Test]
    public void Two_files_cannot_define_one_type()
    {
        const string type = $$"""{ "name": "Device", "endpoint": "/Devices", "schema": "{{Device}}" }""";

        Assert.That(SomeDefinitions.Loading(("a.json", type), ("b.json", type)), Throws.TypeOf<SchemaException>().With.Message.EqualTo(
            "b.json: resource type \"Device\" is already defined as Device by a.json (case makes no difference); rename or remove one."));
    }

    [Test]
    public void Two_types_cannot_share_an_endpoint() => Assert.That(
        SomeDefinitions.Loading(
            ("a.json", $$"""{ "name": "Device", "endpoint": "/Devices", "schema": "{{Device}}" }"""),
            ("b.json", $$"""{ "name": "Gadget", "endpoint": "/DEVICES", "schema": "{{Device}}" }""")),
        Throws.TypeOf<SchemaException>().With.Message.EqualTo(
            "b.json: resource type \"Gadget\" has the endpoint /DEVICES, which belongs to Device; choose another."));
}
