using Scim.Resources.Schemas;

namespace Scim.Tests.Schemas;

public class SchemaErrorTests
{
    private const string Schema = "urn:ietf:params:scim:schemas:core:2.0:Schema";
    private const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Custom = "urn:example:custom:User";
    private const string Device = "urn:example:Device";
    private const string DeviceSchema = $$"""{ "id": "{{Device}}", "attributes": [{ "name": "serial" }] }""";

    [TestCase("{ ", "line 1 is not well-formed JSON; correct it.")]
    [TestCase("", "line 1 is not well-formed JSON; correct it.")]
    [TestCase("{\n\"id\": \"x\",\n}", "line 3 is not well-formed JSON; correct it.")]
    [TestCase("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", "line 1 is not well-formed JSON; correct it.")]
    public void Malformed_JSON_is_refused(string content, string problem) => Refuses(content, problem);

    [TestCase("42", "f.json")]
    [TestCase("""{ "name": "x" }""", "f.json")]
    [TestCase("""{ "schemas": ["urn:example:x"], "attributes": [] }""", "f.json")]
    [TestCase("""{ "schemas": ["\ud800"], "attributes": [] }""", "f.json")]
    [TestCase("""[{ "name": "x" }]""", "f.json, element 1")]
    [TestCase("""{ "Resources": [{ "name": "x" }] }""", "f.json, Resources element 1")]
    public void What_is_neither_a_schema_nor_a_type_is_refused(string content, string source) =>
        Assert.That(Load(("f.json", content)), Throws.TypeOf<SchemaException>().With.Message.EqualTo(
            $"{source}: is neither a Schema nor a ResourceType; let \"schemas\" hold {Schema} or urn:ietf:params:scim:schemas:core:2.0:ResourceType."));

    [TestCase("""{ "Resources": {} }""", "\"Resources\" must be an array.")]
    [TestCase("""{ "totalResults": 3, "Resources": [] }""", "\"Resources\" holds 0 of 3 resources; save the whole list.")]
    [TestCase("""{ "totalResults": "0", "Resources": [] }""", "\"Resources\" holds 0 of \"0\" resources; save the whole list.")]
    public void A_list_that_is_not_whole_is_refused(string content, string problem) => Refuses(content, problem);

    [TestCase("""{ "attributes": [{ "name": "a" }] }""", "schema: \"id\" is missing or empty; add it.")]
    [TestCase("""{ "id": 1, "attributes": [{ "name": "a" }] }""", "schema: \"id\" must be a string, not a number.")]
    [TestCase("""{ "id": "urn:example:x:User", "attributes": [] }""", "schema: \"attributes\" is missing or empty; add at least one attribute.")]
    [TestCase("""{ "id": "urn:example:x:User", "attributes": {} }""", "schema: \"attributes\" must be an array, not an object.")]
    [TestCase("""{ "id": "urn:example:x:User", "name": "\ud800", "attributes": [{ "name": "a" }] }""", "schema: a string is no valid Unicode text.")]
    [TestCase(
        """{ "id": "urn:example:x:User", "descripton": "x", "attributes": [] }""",
        "schema: \"descripton\" is no member that is understood here; remove it or correct its name.")]
    [TestCase("""{ "id": "urn:example:x:User", "Id": "x", "attributes": [] }""", "schema: \"Id\" is given twice; remove one.")]
    [TestCase(
        """{ "id": "urn:ietf:params:scim:api:messages:2.0:User", "attributes": [{ "name": "a" }] }""",
        "schema: \"urn:ietf:params:scim:api:messages:2.0:User\" names a message of the protocol; give the schema a URN of its own.")]
    [TestCase($$"""{ "id": "{{Custom}}x", "attributes": [{ "name": "a" }] }""",
        $"schema \"{Custom}x\" is used by no resource type; name it in the schemaExtensions of a ResourceType file, or let its URN end in :User or :Group.")]
    [TestCase($$"""{ "id": "URN:ietf:params:scim:schemas:core:2.0:user", "attributes": [{ "name": "a" }] }""",
        "schema \"URN:ietf:params:scim:schemas:core:2.0:user\" is already defined by User.json (built in); remove one, or give it a URN of its own.")]
    public void A_schema_that_cannot_be_used_is_refused(string content, string problem) => Refuses(content, problem);

    [TestCase("User")]
    [TestCase("http://example.com/User")]
    [TestCase("urn:x:User")]
    [TestCase("urn:example:")]
    [TestCase("urn:example:a:")]
    [TestCase("urn:example:/User")]
    [TestCase("urn:-example:User")]
    [TestCase("urn:example:a b:User")]
    [TestCase("urn:example:a'b:User")]
    [TestCase("""urn:example:a\"b:User""")]
    [TestCase("""urn:example:a\\b:User""")]
    [TestCase("urn:example:a(b):User")]
    [TestCase("urn:example:a,b:User")]
    [TestCase("urn:example:a%2:User")]
    [TestCase("urn:example:é:User")]
    [TestCase("""urn:example:a:User\n""")]
    [TestCase("""urn:example:a\u0000:User""")]
    public void A_urn_that_filters_could_not_name_is_refused(string urn) =>
        Assert.That(
            Load(("f.json", $$"""{ "id": "{{urn}}", "attributes": [{ "name": "a" }] }""")),
            Throws.TypeOf<SchemaException>().With.Message.Match("""^f\.json: schema: "id" is ".*", which is no URN that filters can name; [^\p{Cc}]*$"""));

    [TestCase("""{ "type": "string" }""", "attribute \"?\": \"name\" is missing or empty; add it.")]
    [TestCase("""7""", "attribute \"?\": must be a JSON object, not a number.")]
    [TestCase("""{ "name": "a", "type": "object" }""",
        "attribute \"a\": \"type\" is \"object\"; it must be one of string, boolean, decimal, integer, dateTime, binary, reference, complex.")]
    [TestCase("""{ "name": "a", "type": "1" }""",
        "attribute \"a\": \"type\" is \"1\"; it must be one of string, boolean, decimal, integer, dateTime, binary, reference, complex.")]
    [TestCase("""{ "name": "a", "mutability": "mutable" }""",
        "attribute \"a\": \"mutability\" is \"mutable\"; it must be one of readWrite, readOnly, immutable, writeOnly.")]
    [TestCase("""{ "name": "a", "returned": "sometimes" }""",
        "attribute \"a\": \"returned\" is \"sometimes\"; it must be one of default, always, never, request.")]
    [TestCase("""{ "name": "a", "uniqueness": "local" }""",
        "attribute \"a\": \"uniqueness\" is \"local\"; it must be one of none, server, global.")]
    [TestCase("""{ "name": "a", "uniqueness": "server" }""",
        "attribute \"a\": \"uniqueness\" is server, which is not enforced for attributes of files; make it none.")]
    [TestCase("""{ "name": "a", "type": "complex", "subAttributes": [{ "name": "b", "uniqueness": "global" }] }""",
        "attribute \"a.b\": \"uniqueness\" is global, which is not enforced for attributes of files; make it none.")]
    [TestCase("""{ "name": "a", "multiValued": "yes" }""", "attribute \"a\": \"multiValued\" must be true or false, not a string.")]
    [TestCase("""{ "name": "a", "canonicalValues": ["x", ""] }""",
        "attribute \"a\": \"canonicalValues\" must hold non-empty strings only, not a string.")]
    [TestCase("""{ "name": "a", "canonicalValues": [1] }""",
        "attribute \"a\": \"canonicalValues\" must hold non-empty strings only, not a number.")]
    [TestCase("""{ "name": "a", "multivalue": true }""",
        "attribute \"a\": \"multivalue\" is no member that is understood here; remove it or correct its name.")]
    [TestCase("""{ "name": "a", "referenceTypes": ["uri"] }""",
        "attribute \"a\": \"referenceTypes\" belongs to references, and the type is string; remove it or make the type reference.")]
    [TestCase("""{ "name": "a", "type": "reference", "referenceTypes": ["Person"] }""",
        "attribute \"a\": \"referenceTypes\" holds \"Person\", which is no resource type; write external, uri, or one of User, Group.")]
    [TestCase("""{ "name": "a", "subAttributes": [{ "name": "b" }] }""",
        "attribute \"a\": only a complex attribute has \"subAttributes\", and the type is string; remove them or make the type complex.")]
    [TestCase("""{ "name": "a", "type": "complex" }""", "attribute \"a\": a complex attribute needs \"subAttributes\"; add them.")]
    [TestCase("""{ "name": "a", "type": "complex", "caseExact": false, "subAttributes": [{ "name": "b" }] }""",
        "attribute \"a\": a complex attribute has no \"caseExact\"; remove it, or give it to the sub-attributes.")]
    [TestCase("""{ "name": "a", "type": "complex", "uniqueness": "none", "subAttributes": [{ "name": "b" }] }""",
        "attribute \"a\": a complex attribute has no \"uniqueness\"; remove it, or give it to the sub-attributes.")]
    [TestCase("""{ "name": "a", "type": "complex", "subAttributes": [{ "name": "b", "type": "complex", "subAttributes": [{ "name": "c" }] }] }""",
        "attribute \"a.b\": a complex attribute cannot stand inside another; give its parts to the outer one.")]
    [TestCase("""{ "name": "a", "type": "complex", "subAttributes": [{ "name": "b" }, { "name": "B" }] }""",
        "attribute \"a\": \"subAttributes\" holds \"B\" twice (case makes no difference); rename or remove one.")]
    [TestCase("""{ "name": "tag" }, { "name": "TAG" }""",
        "schema: \"attributes\" holds \"TAG\" twice (case makes no difference); rename or remove one.")]
    public void An_attribute_that_cannot_be_used_is_refused(string attribute, string problem) =>
        Refuses($$"""{ "id": "{{Custom}}", "attributes": [{{attribute}}] }""", problem);

    [TestCase("9x")]
    [TestCase("a.b")]
    [TestCase("a b")]
    [TestCase("a:b")]
    [TestCase("$id")]
    [TestCase("né")]
    [TestCase("a]")]
    public void An_attributes_name_is_made_of_ascii_letters_digits_and_three_signs(string name) => Refuses(
        $$"""{ "id": "{{Custom}}", "attributes": [{ "name": "{{name}}" }] }""",
        $"attribute \"{name}\": the name must begin with a letter and hold only letters, digits, \"$\", \"-\" and \"_\"; rename it.");

    [TestCase("$ref")]
    [TestCase("a$-_9")]
    public void An_attributes_name_may_be(string name) =>
        Assert.That(Load(("f.json", $$"""{ "id": "{{Custom}}", "attributes": [{ "name": "{{name}}" }] }""")), Throws.Nothing);

    [TestCase("id")]
    [TestCase("ID")]
    [TestCase("schemas")]
    [TestCase("meta")]
    [TestCase("externalId")]
    public void An_extension_cannot_have_a_common_attribute(string name) => Refuses(
        $$"""{ "id": "{{Custom}}", "attributes": [{ "name": "{{name}}" }] }""",
        $"attribute \"{name}\": every resource has it already, outside the extension; remove or rename it.");

    [TestCase("""{ "name": "externalId" }""", "externalId")]
    [TestCase("""{ "name": "id", "caseExact": true, "mutability": "readOnly", "returned": "always" }""", "id")]
    [TestCase("""{ "name": "meta", "type": "complex", "mutability": "readOnly", "subAttributes": [{ "name": "created" }] }""", "meta")]
    public void A_core_schema_cannot_change_a_common_attribute(string attribute, string name) => Refuses(
        $$"""[{ "name": "Device", "endpoint": "/Devices", "schema": "{{Device}}" }, { "id": "{{Device}}", "attributes": [{{attribute}}] }]""",
        $"attribute \"{name}\": every resource has it already, with other characteristics; remove or rename it.",
        "f.json, element 2");

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
    [TestCase("""{ "name": "Device", "endpoint": "/Devices", "schema": "urn:ietf:params:scim:schemas:core:2.0:Schema" }""",
        "resource type \"Device\" uses the schema \"urn:ietf:params:scim:schemas:core:2.0:Schema\", which describes the service itself; name another.")]
    [TestCase("""{ "name": "Device", "endpoint": "/users", "schema": "urn:example:Device" }""",
        "resource type \"Device\" has the endpoint /users, which belongs to User; choose another.")]
    [TestCase("""{ "name": "USER", "endpoint": "/Users", "schema": "urn:ietf:params:scim:schemas:core:2.0:User" }""",
        "resource type \"USER\" is already defined as User by UserResourceType.json (built in) (case makes no difference); rename or remove one.")]
    [TestCase("""{ "name": "User", "endpoint": "/People", "schema": "urn:ietf:params:scim:schemas:core:2.0:User" }""",
        $"resource type \"User\" keeps the endpoint /Users and the schema {User}; correct them.")]
    [TestCase("""{ "name": "User", "endpoint": "/Users", "schema": "urn:example:Device" }""",
        $"resource type \"User\" keeps the endpoint /Users and the schema {User}; correct them.")]
    [TestCase("""{ "name": "Device", "endpoint": "/Devices", "schema": "urn:example:Device", "schemaExtensions": [{ "schema": "urn:example:x:Device" }] }""",
        "resource type \"Device\", schemaExtensions: \"required\" is missing; add true or false.")]
    [TestCase("""{ "name": "Device", "endpoint": "/Devices", "schema": "urn:example:Device", "schemaExtensions": [{ "schema": "urn:example:x:Device", "required": true }] }""",
        "resource type \"Device\" uses the schema \"urn:example:x:Device\", which no file defines; add its file or correct the URN.")]
    [TestCase("""{ "name": "Device", "endpoint": "/Devices", "schema": "urn:example:Device", "schemaExtensions": [{ "schema": "urn:ietf:params:scim:schemas:core:2.0:User", "required": true }] }""",
        $"resource type \"Device\" is extended by \"{User}\", which is a type's core schema; remove it from schemaExtensions.")]
    public void A_type_that_cannot_be_used_is_refused(string type, string problem) =>
        Assert.That(
            Load(("f.json", type), ("schema.json", DeviceSchema)),
            Throws.TypeOf<SchemaException>().With.Message.EqualTo($"f.json: {problem}"));

    [Test]
    public void An_extension_is_named_once()
    {
        const string enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

        Refuses(
            $$"""
            {
              "name": "User", "endpoint": "/Users", "schema": "{{User}}",
              "schemaExtensions": [{ "schema": "{{enterprise}}", "required": true }, { "schema": "{{enterprise}}", "required": false }]
            }
            """,
            $"resource type \"User\" names \"{enterprise}\" twice in schemaExtensions; remove one.");
    }

    [TestCase("/Schemas")]
    [TestCase("/resourcetypes")]
    [TestCase("ServiceProviderConfig")]
    [TestCase("/ME")]
    [TestCase("/Bulk")]
    [TestCase("/.search")]
    [TestCase("/v2")]
    public void An_endpoint_of_the_service_itself_is_refused(string endpoint) => Refuses(
        $$"""{ "name": "Device", "endpoint": "{{endpoint}}", "schema": "{{Device}}" }""",
        $"resource type: \"endpoint\" is \"/{endpoint.TrimStart('/')}\", which the service uses itself; choose another.");

    [TestCase("/")]
    [TestCase("/a/b")]
    [TestCase("/a b")]
    [TestCase("/{id}")]
    [TestCase("/..")]
    [TestCase("https://example.com/Devices")]
    public void An_endpoint_is_one_segment(string endpoint) => Refuses(
        $$"""{ "name": "Device", "endpoint": "{{endpoint}}", "schema": "{{Device}}" }""",
        "resource type: \"endpoint\" must be one path segment of letters, digits, \"-\", \"_\" and \".\", such as /Devices.");

    [Test]
    public void Two_files_cannot_define_one_schema() => Assert.That(
        Load(("a.json", DeviceSchema), ("b.json", DeviceSchema)),
        Throws.TypeOf<SchemaException>().With.Message.EqualTo(
            $"b.json: schema \"{Device}\" is already defined by a.json; remove one, or give it a URN of its own."));

    [Test]
    public void Two_files_cannot_define_one_type()
    {
        const string type = $$"""{ "name": "Device", "endpoint": "/Devices", "schema": "{{Device}}" }""";

        Assert.That(Load(("a.json", type), ("b.json", type)), Throws.TypeOf<SchemaException>().With.Message.EqualTo(
            "b.json: resource type \"Device\" is already defined as Device by a.json (case makes no difference); rename or remove one."));
    }

    [Test]
    public void Two_types_cannot_share_an_endpoint() => Assert.That(
        Load(
            ("a.json", $$"""{ "name": "Device", "endpoint": "/Devices", "schema": "{{Device}}" }"""),
            ("b.json", $$"""{ "name": "Gadget", "endpoint": "/DEVICES", "schema": "{{Device}}" }""")),
        Throws.TypeOf<SchemaException>().With.Message.EqualTo(
            "b.json: resource type \"Gadget\" has the endpoint /DEVICES, which belongs to Device; choose another."));

    [Test]
    public void An_extension_that_the_file_of_its_type_leaves_out_is_refused() => Assert.That(
        Load(
            ("custom.json", $$"""{ "id": "{{Custom}}", "attributes": [{ "name": "tag" }] }"""),
            ("user.json", $$"""{ "name": "User", "endpoint": "/Users", "schema": "{{User}}" }""")),
        Throws.TypeOf<SchemaException>().With.Message.StartsWith($"custom.json: schema \"{Custom}\" is used by no resource type;"));

    [Test]
    public void A_folder_that_is_not_there_is_refused()
    {
        using var folder = new SchemaFolder();
        var missing = Path.Combine(folder.FullName, "missing");

        Assert.That(() => SchemaCatalogue.Load(missing), Throws.TypeOf<SchemaException>()
            .With.Message.EqualTo($"{missing}: there is no such folder; create it or correct Scim__SchemasDir.")
            .And.Property("File").EqualTo(missing));
    }

    [Test]
    public void A_file_that_cannot_be_read_is_refused()
    {
        using var folder = new SchemaFolder();
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "gone.json"), Path.Combine(folder.FullName, "nowhere"));

        Assert.That(folder.Load, Throws.TypeOf<SchemaException>().With.Message.StartsWith("gone.json: cannot be read: "));
    }

    private static void Refuses(string content, string problem, string source = "f.json") =>
        Assert.That(Load(("f.json", content)), Throws.TypeOf<SchemaException>().With.Message.EqualTo($"{source}: {problem}"));

    private static Action Load(params (string Name, string Content)[] files) => () =>
    {
        using var folder = new SchemaFolder(files);
        folder.Load();
    };
}
