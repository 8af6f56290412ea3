using Scim.Resources.Schemas;
using Scim.Tests.Schemas;

namespace Scim.Tests.Storage;

/// <summary>The built-in schemas and attributes of every type in every form, once in an extension of users and once in a type of their own.</summary>
internal static class EverySchema
{
    public const string Extension = "urn:ietf:params:scim:schemas:extension:every:2.0:User";
    public const string Core = "urn:ietf:params:scim:schemas:core:2.0:Device";

    private const string Attributes = """
        { "name": "text" },
        { "name": "code", "caseExact": true },
        { "name": "count", "type": "integer" },
        { "name": "ratio", "type": "decimal" },
        { "name": "flag", "type": "boolean" },
        { "name": "at", "type": "dateTime" },
        { "name": "link", "type": "reference" },
        { "name": "data", "type": "binary" },
        { "name": "labels", "multiValued": true },
        { "name": "codes", "caseExact": true, "multiValued": true },
        { "name": "counts", "type": "integer", "multiValued": true },
        { "name": "ratios", "type": "decimal", "multiValued": true },
        { "name": "times", "type": "dateTime", "multiValued": true },
        { "name": "links", "type": "reference", "multiValued": true },
        {
          "name": "box", "type": "complex", "subAttributes": [
            { "name": "text" }, { "name": "code", "caseExact": true }, { "name": "count", "type": "integer" }, { "name": "flag", "type": "boolean" },
            { "name": "at", "type": "dateTime" }, { "name": "labels", "multiValued": true }, { "name": "counts", "type": "integer", "multiValued": true }
          ]
        },
        {
          "name": "boxes", "type": "complex", "multiValued": true, "subAttributes": [
            { "name": "value" }, { "name": "type" }, { "name": "code", "caseExact": true }, { "name": "count", "type": "integer" },
            { "name": "ratio", "type": "decimal" }, { "name": "primary", "type": "boolean" }, { "name": "at", "type": "dateTime" },
            { "name": "$ref", "type": "reference" }, { "name": "data", "type": "binary" },
            { "name": "labels", "multiValued": true }, { "name": "counts", "type": "integer", "multiValued": true }
          ]
        }
        """;

    public static SchemaCatalogue Catalogue { get; } = Load();

    private static SchemaCatalogue Load()
    {
        using var folder = new SchemaFolder(
            ("extension.json", $$"""{ "id": "{{Extension}}", "attributes": [{{Attributes}}] }"""),
            ("core.json", $$"""{ "id": "{{Core}}", "attributes": [{ "name": "displayName" }, {{Attributes}}] }"""),
            ("type.json", $$"""{ "name": "Device", "endpoint": "/Devices", "schema": "{{Core}}" }"""));
        return folder.Load();
    }
}
