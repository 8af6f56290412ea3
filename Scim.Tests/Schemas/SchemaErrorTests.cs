using Scim.Resources.Schemas;

namespace Scim.Tests.Schemas;

public class SchemaErrorTests
{
    private const string Schema = "urn:ietf:params:scim:schemas:core:2.0:Schema";
    private const string ResourceType = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
    private const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Custom = "urn:example:custom:User";
    private const string Device = "urn:example:Device";
    private const string DeviceSchema = $$"""{ "id": "{{Device}}", "attributes": [{ "name": "serial" }] }""";

    [TestCase("{ ", "line 1 is not well-formed JSON; correct it.")]
    [TestCase("", "line 1 is not well-formed JSON; correct it.")]
    [TestCase("{\n\"id\": \"x\",\n}", "line 3 is not well-formed JSON; correct it.")]
    [TestCase("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", "line 1 is not well-formed JSON; correct it.")]
    public void Malformed_JSON_is_refused(string content, string problem) => SomeDefinitions.AreRefused(content, problem);

    [TestCase("42", "f.json")]
    [TestCase("""{ "name": "x" }""", "f.json")]
    [TestCase("""{ "schemas": ["urn:example:x"], "attributes": [] }""", "f.json")]
    [TestCase("""{ "schemas": ["\ud800"], "attributes": [] }""", "f.json")]
    [TestCase("""[{ "name": "x" }]""", "f.json, element 1")]
    [TestCase("""{ "Resources": [{ "name": "x" }] }""", "f.json, Resources element 1")]
    public void What_is_neither_a_schema_nor_a_type_is_refused(string content, string source) =>
        Assert.That(SomeDefinitions.Loading(("f.json", content)), Throws.TypeOf<SchemaException>().With.Message.EqualTo(
            $"{source}: is neither a Schema nor a ResourceType; let \"schemas\" hold {Schema} or {ResourceType}."));

    [TestCase("""{ "Resources": {} }""", "\"Resources\" must be an array.")]
    [TestCase("""{ "totalResults": 3, "Resources": [] }""", "\"Resources\" holds 0 of 3 resources; save the whole list.")]
    [TestCase("""{ "totalResults": "0", "Resources": [] }""", "\"Resources\" holds 0 of \"0\" resources; save the whole list.")]
    public void A_list_that_is_not_whole_is_refused(string content, string problem) => SomeDefinitions.AreRefused(content, problem);

    [TestCase("""{ "attributes": [{ "name": "a" }] }""", "schema: \"id\" is missing or empty; add it.")]
    [TestCase("""{ "id": 1, "attributes": [{ "name": "a" }] }""", "schema: \"id\" must be a string, not a number.")]
    [TestCase(
        """{ "id": "urn:example:x:User", "attributes": [] }""",
        "schema: \"attributes\" is missing or empty; add at least one attribute.")]
    [TestCase("""{ "id": "urn:example:x:User", "attributes": {} }""", "schema: \"attributes\" must be an array, not an object.")]
    [TestCase(
        """{ "id": "urn:example:x:User", "name": "\ud800", "attributes": [{ "name": "a" }] }""",
        "schema: a string is no valid Unicode text.")]
    [TestCase(
        """{ "id": "urn:example:x:User", "descripton": "x", "attributes": [] }""",
        "schema: \"descripton\" is no member that is understood here; remove it or correct its name.")]
    [TestCase("""{ "id": "urn:example:x:User", "Id": "x", "attributes": [] }""", "schema: \"Id\" is given twice; remove one.")]
    [TestCase(
        """{ "id": "urn:ietf:params:scim:api:messages:2.0:User", "attributes": [{ "name": "a" }] }""",
        "schema: \"urn:ietf:params:scim:api:messages:2.0:User\" names a message of the protocol; give the schema a URN of its own.")]
    [TestCase($$"""{ "id": "{{Custom}}x", "attributes": [{ "name": "a" }] }""",
        $"schema \"{Custom}x\" is used by no resource type; name it in the schemaExtensions of a ResourceType file, "
        + "or let its URN end in :User or :Group.")]
    [TestCase($$"""{ "id": "URN:ietf:params:scim:schemas:core:2.0:user", "attributes": [{ "name": "a" }] }""",
        "schema \"URN:ietf:params:scim:schemas:core:2.0:user\" is already defined by User.json (built in); "
        + "remove one, or give it a URN of its own.")]
    public void A_schema_that_cannot_be_used_is_refused(string content, string problem) => SomeDefinitions.AreRefused(content, problem);

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
            SomeDefinitions.Loading(("f.json", $$"""{ "id": "{{urn}}", "attributes": [{ "name": "a" }] }""")),
            Throws.TypeOf<SchemaException>().With.Message.Match(
                """\Af\.json: schema: "id" is "\P{Cc}*", which is no URN that filters can name; \P{Cc}*\z"""));

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
    [TestCase("""{ "name": "a", "mutability": "writeOnly", "returned": "request" }""",
        "attribute \"a\": \"returned\" is request, and what is writeOnly is never returned; make it never or leave it out.")]
    [TestCase("""{ "name": "a", "uniqueness": "local" }""",
        "attribute \"a\": \"uniqueness\" is \"local\"; it must be one of none, server, global.")]
    [TestCase("""{ "name": "a", "uniqueness": "server" }""",
        "attribute \"a\": \"uniqueness\" is server; an attribute of an extension cannot be kept unique; "
        + "make it none, or move the attribute to the core schema of a type.")]
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
        SomeDefinitions.AreRefused($$"""{ "id": "{{Custom}}", "attributes": [{{attribute}}] }""", problem);

    [TestCase("""{ "name": "a", "uniqueness": "global" }""",
        "attribute \"a\": \"uniqueness\" is global; a value is kept unique within its tenant and resource type only; make it server or none.")]
    [TestCase("""{ "name": "a", "type": "integer", "uniqueness": "server" }""",
        "attribute \"a\": \"uniqueness\" is server; only a string can be kept unique, and the type is integer; make it none.")]
    [TestCase("""{ "name": "a", "multiValued": true, "uniqueness": "server" }""",
        "attribute \"a\": \"uniqueness\" is server; an attribute of many values cannot be kept unique; make it none.")]
    [TestCase("""{ "name": "a", "returned": "never", "uniqueness": "server" }""",
        "attribute \"a\": \"uniqueness\" is server; a value that is never returned would be told by which others are refused; make it none.")]
    [TestCase("""{ "name": "a", "type": "complex", "subAttributes": [{ "name": "b", "uniqueness": "server" }] }""",
        "attribute \"a.b\": \"uniqueness\" is server; a part of a complex attribute cannot be kept unique; make it none.")]
    [TestCase("""{ "name": "a", "uniqueness": "server" }, { "name": "b", "uniqueness": "server" }""",
        "attribute \"b\": \"uniqueness\" is server; so is that of \"a\", and a type keeps one attribute unique; make one of them none.")]
    public void What_cannot_be_kept_unique_is_refused(string attributes, string problem) => CoreIsRefused(attributes, problem);

    [TestCase("""{ "name": "members", "multiValued": true }""", "members", true)]
    [TestCase("""{ "name": "members", "type": "complex", "subAttributes": [{ "name": "value" }] }""", "members", true)]
    [TestCase("""{ "name": "members", "type": "complex", "multiValued": true, "required": true, "subAttributes": [{ "name": "value" }] }""", "members", true)]
    [TestCase("""{ "name": "members", "type": "complex", "multiValued": true, "mutability": "readOnly", "subAttributes": [{ "name": "value" }] }""", "members", true)]
    [TestCase("""{ "name": "members", "type": "complex", "multiValued": true, "subAttributes": [{ "name": "value" }, { "name": "since" }] }""", "members", true)]
    [TestCase("""{ "name": "Members", "type": "complex", "multiValued": true, "subAttributes": [{ "name": "value" }] }""", "Members", true)]
    [TestCase("""{ "name": "members", "type": "complex", "multiValued": true, "subAttributes": [{ "name": "type" }] }""", "members", true)]
    [TestCase("""{ "name": "groups", "type": "string", "multiValued": true, "mutability": "readOnly" }""", "groups", false)]
    [TestCase("""{ "name": "groups", "type": "complex", "multiValued": true, "subAttributes": [{ "name": "value" }] }""", "groups", false)]
    [TestCase("""{ "name": "groups", "type": "complex", "multiValued": true, "mutability": "readOnly", "subAttributes": [{ "name": "value", "type": "integer" }] }""", "groups", false)]
    public void What_the_service_derives_keeps_its_form(string attribute, string name, bool isMembers) => CoreIsRefused(
        attribute,
        $"attribute \"{name}\": it is the {(isMembers ? "\"members\" of a group, which are complex, multiValued, readWrite and not required" : "\"groups\" of a member, which are complex, multiValued and readOnly")}, "
        + "with no parts but value, $ref, display and type, which are single strings or references; change or rename it.");

    [TestCase("""{ "name": "displayName", "type": "integer" }""", "displayName")]
    [TestCase("""{ "name": "displayName", "multiValued": true }""", "displayName")]
    [TestCase("""{ "name": "displayName", "caseExact": true }""", "displayName")]
    [TestCase("""{ "name": "displayName", "returned": "never" }""", "displayName")]
    [TestCase("""{ "name": "name", "type": "complex", "subAttributes": [{ "name": "formatted", "returned": "never" }] }""", "name.formatted")]
    [TestCase("""{ "name": "name", "type": "complex", "returned": "never", "subAttributes": [{ "name": "formatted" }] }""", "name.formatted")]
    public void The_name_that_groups_show_is_fit_to_be_shown(string attribute, string path) => CoreIsRefused(
        attribute,
        $"attribute \"{path}\": a group shows \"{path}\" as the name of a member, so it is one string that is returned and not caseExact; change or rename it.");

    [TestCase("9x")]
    [TestCase("a.b")]
    [TestCase("a b")]
    [TestCase("a:b")]
    [TestCase("$id")]
    [TestCase("né")]
    [TestCase("a]")]
    public void An_attributes_name_is_made_of_ascii_letters_digits_and_three_signs(string name) => SomeDefinitions.AreRefused(
        $$"""{ "id": "{{Custom}}", "attributes": [{ "name": "{{name}}" }] }""",
        $"attribute \"{name}\": the name must begin with a letter and hold only letters, digits, \"$\", \"-\" and \"_\"; rename it.");

    [TestCase("$ref")]
    [TestCase("a$-_9")]
    public void An_attributes_name_may_be(string name) =>
        Assert.That(SomeDefinitions.Loading(("f.json", $$"""{ "id": "{{Custom}}", "attributes": [{ "name": "{{name}}" }] }""")), Throws.Nothing);

    [TestCase("id")]
    [TestCase("ID")]
    [TestCase("schemas")]
    [TestCase("meta")]
    [TestCase("externalId")]
    public void An_extension_cannot_have_a_common_attribute(string name) => SomeDefinitions.AreRefused(
        $$"""{ "id": "{{Custom}}", "attributes": [{ "name": "{{name}}" }] }""",
        $"attribute \"{name}\": every resource has it already, outside the extension; remove or rename it.");

    [TestCase("""{ "name": "externalId" }""", "externalId")]
    [TestCase("""{ "name": "id", "caseExact": true, "mutability": "readOnly", "returned": "always" }""", "id")]
    [TestCase(
        """
        {
          "name": "meta", "type": "complex", "mutability": "readOnly",
          "subAttributes": [{ "name": "resourceType", "caseExact": true, "mutability": "readOnly" }]
        }
        """,
        "meta")]
    public void A_core_schema_cannot_change_a_common_attribute(string attribute, string name) => SomeDefinitions.AreRefused(
        $$"""[{ "name": "Device", "endpoint": "/Devices", "schema": "{{Device}}" }, { "id": "{{Device}}", "attributes": [{{attribute}}] }]""",
        $"attribute \"{name}\": every resource has it already, with other characteristics; remove or rename it.",
        "f.json, element 2");

    private static void CoreIsRefused(string attributes, string problem) => SomeDefinitions.AreRefused(
        $$"""[{ "id": "{{Device}}", "attributes": [{{attributes}}] }, { "name": "Device", "endpoint": "/Devices", "schema": "{{Device}}" }]""",
        problem, "f.json, element 1");

    [Test]
    public void Two_files_cannot_define_one_schema() => Assert.That(
        SomeDefinitions.Loading(("a.json", DeviceSchema), ("b.json", DeviceSchema)),
        Throws.TypeOf<SchemaException>().With.Message.EqualTo(
            $"b.json: schema \"{Device}\" is already defined by a.json; remove one, or give it a URN of its own."));

    [Test]
    public void An_extension_that_the_file_of_its_type_leaves_out_is_refused() => Assert.That(
        SomeDefinitions.Loading(
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
}
