using System.Text.Json.Nodes;

namespace Scim.Resources.Schemas;

/// <summary>Schemas and resource types as the JSON of RFC 7643 sections 6 and 7.</summary>
internal static class SchemaDescription
{
    public static JsonObject Of(Schema schema, bool isCore)
    {
        // Microsoft's gallery tests fail a service whose /Schemas lacks an attribute that Entra maps, and it maps externalId.
        IEnumerable<SchemaAttribute> attributes = isCore ? [CommonAttributes.ExternalId, .. schema.Attributes] : schema.Attributes;

        var json = new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.Schema), ["id"] = schema.Id };
        AddText(json, "name", schema.Name);
        AddText(json, "description", schema.Description);
        json["attributes"] = List(attributes);
        return json;
    }

    public static JsonObject Of(ResourceType type)
    {
        var json = new JsonObject
        {
            ["schemas"] = new JsonArray(SchemaUrns.ResourceType),
            ["id"] = type.Name,
            ["name"] = type.Name,
        };
        AddText(json, "description", type.Description);
        json["endpoint"] = type.Endpoint;
        json["schema"] = type.Schema.Id;
        if (type.Extensions.Count > 0)
            json["schemaExtensions"] = new JsonArray([.. type.Extensions.Select(Of)]);
        return json;
    }

    private static JsonObject Of(SchemaExtension extension) =>
        new() { ["schema"] = extension.Schema.Id, ["required"] = extension.Required };

    private static JsonArray List(IEnumerable<SchemaAttribute> attributes) =>
        new([.. attributes.Where(x => x.Advertised).Select(Of)]);

    private static JsonObject Of(SchemaAttribute attribute)
    {
        var json = new JsonObject
        {
            ["name"] = attribute.Name,
            ["type"] = Keyword.Of(attribute.Type),
            ["multiValued"] = attribute.MultiValued,
        };
        AddText(json, "description", attribute.Description);
        json["required"] = attribute.Required;
        AddTexts(json, "canonicalValues", attribute.CanonicalValues);
        if (!attribute.IsComplex)
            json["caseExact"] = attribute.CaseExact;
        json["mutability"] = Keyword.Of(attribute.Mutability);
        json["returned"] = Keyword.Of(attribute.Returned);
        if (!attribute.IsComplex)
            json["uniqueness"] = Keyword.Of(attribute.Uniqueness);
        AddTexts(json, "referenceTypes", attribute.ReferenceTypes);
        if (attribute.IsComplex)
            json["subAttributes"] = List(attribute.SubAttributes);
        return json;
    }

    private static void AddText(JsonObject json, string name, string? value)
    {
        if (value is not null)
            json[name] = value;
    }

    private static void AddTexts(JsonObject json, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
            json[name] = new JsonArray([.. values.Select(x => JsonValue.Create(x))]);
    }
}
