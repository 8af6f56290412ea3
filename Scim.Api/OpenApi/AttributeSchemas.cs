using Microsoft.OpenApi;
using Scim.Resources.Schemas;

namespace Scim.Api.OpenApi;

/// <summary>Attributes of SCIM as JSON Schema.</summary>
/// <param name="form">Requests lack what is read-only, answers lack what is never returned.</param>
internal sealed class AttributeSchemas(ComponentForm form)
{
    // xsd:dateTime: the zone may be left out, which the format date-time forbids.
    private const string DateTime = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})?$";

    // Padding may be absent and the URL-safe alphabet is allowed, which the format byte forbids.
    private const string Base64 = "^[A-Za-z0-9+/_-]*=*$";

    public IEnumerable<(string Name, IOpenApiSchema Schema)> Members(IEnumerable<SchemaAttribute> attributes) =>
        attributes.Where(IsThere).Select(x => (IsRequired(x) ? x.Name + "!" : x.Name, (IOpenApiSchema)Of(x)));

    /// <summary>The <c>meta</c> that a resource of this type is answered with.</summary>
    public static OpenApiSchema Meta(string resourceType, params IEnumerable<string> members) => SchemaForms.Object(
        CommonAttributes.Meta.Description,
        CommonAttributes.Meta.SubAttributes.Where(x => members.Contains(x.Name)).Select(x => (x.Name, (IOpenApiSchema)(x.Name switch
        {
            "resourceType" => SchemaForms.OneOf([resourceType], x.Description),
            "location" => SchemaForms.Text(x.Description, format: "uri"),
            "version" => SchemaForms.Text(x.Description),
            _ => SchemaForms.Text(x.Description, format: "date-time"),
        }))));

    private OpenApiSchema Of(SchemaAttribute attribute)
    {
        var schema = attribute.IsComplex ? SchemaForms.Object(null, Members(attribute.SubAttributes)) : Simple(attribute);
        if (attribute.MultiValued) schema = SchemaForms.ListOf(schema);
        schema.Description = Describe(attribute);
        schema.ReadOnly = attribute.Mutability == Mutability.ReadOnly;
        schema.WriteOnly = attribute.Mutability == Mutability.WriteOnly;
        return schema;
    }

    private OpenApiSchema Simple(SchemaAttribute attribute)
    {
        var schema = attribute.Type switch
        {
            AttributeType.Boolean => SchemaForms.Boolean(),
            AttributeType.Integer => SchemaForms.Whole(),
            AttributeType.Decimal => new OpenApiSchema { Type = JsonSchemaType.Number },
            AttributeType.DateTime => SchemaForms.Text(pattern: DateTime),
            AttributeType.Binary => SchemaForms.Text(pattern: Base64),
            _ => SchemaForms.Text(),
        };
        if (attribute.CanonicalValues.Count == 0) return schema;

        // What clients may write is only suggested (RFC 7643 section 7). What describes the service is written by the service.
        if (form == ComponentForm.Message) schema.Enum = SchemaForms.Values(attribute.CanonicalValues);
        else schema.Examples = SchemaForms.Values(attribute.CanonicalValues);
        return schema;
    }

    private bool IsThere(SchemaAttribute attribute) =>
        form == ComponentForm.Request ? attribute.Mutability != Mutability.ReadOnly : attribute.Returned != Returned.Never;

    // A client chooses what an answer shows, and a schema may have become stricter after a resource was stored.
    private bool IsRequired(SchemaAttribute attribute) => form != ComponentForm.Answer && attribute.Required;

    private static string? Describe(SchemaAttribute attribute)
    {
        string?[] notes =
        [
            attribute.Description,
            attribute.Mutability == Mutability.Immutable ? "Once set, it stays." : null,
            attribute.Returned == Returned.Request ? "Returned where it is asked for." : null,
            attribute.Type == AttributeType.DateTime ? "A date with time, like 2026-01-31T09:30:00Z." : null,
            attribute.Type == AttributeType.Binary ? "Base64." : null,
        ];
        var text = string.Join(' ', notes.Where(x => x is not null));
        return text.Length == 0 ? null : text;
    }
}
