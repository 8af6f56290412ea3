using Microsoft.OpenApi;
using Scim.Resources.Schemas;

namespace Scim.Api.OpenApi;

/// <summary>Whole resources as JSON Schema, from the definitions that <c>/Schemas</c> shows.</summary>
internal static class ResourceSchemas
{
    private static readonly AttributeSchemas Answers = new(ComponentForm.Answer);
    private static readonly AttributeSchemas Requests = new(ComponentForm.Request);
    private static readonly AttributeSchemas Messages = new(ComponentForm.Message);

    public static OpenApiSchema Answer(ResourceType type) => SchemaForms.Object(
        type.Description,
        [
            ("schemas!", Schemas(type)),
            ("id!", new OpenApiSchema { Type = JsonSchemaType.String, Description = CommonAttributes.Id.Description, ReadOnly = true }),
            .. Answers.Members([CommonAttributes.ExternalId, .. type.Schema.Attributes]),
            .. type.Extensions.Select(x => (x.Schema.Id, (IOpenApiSchema)SchemaForms.Object(x.Schema.Description, Answers.Members(x.Schema.Attributes)))),
            ("meta", ReadOnly(AttributeSchemas.Meta(type.Name, CommonAttributes.Meta.SubAttributes.Select(x => x.Name)))),
        ]);

    public static OpenApiSchema Request(ResourceType type) => SchemaForms.Object(
        $"A {type.Name} as clients send it. What the service makes itself, such as id and meta, is ignored.",
        [
            ("schemas!", Schemas(type)),
            .. Requests.Members([CommonAttributes.ExternalId, .. type.Schema.Attributes]),
            .. type.Extensions.Select(x => (x.Required ? x.Schema.Id + "!" : x.Schema.Id, (IOpenApiSchema)SchemaForms.Object(x.Schema.Description, Requests.Members(x.Schema.Attributes)))),
        ]);

    /// <summary>A resource of discovery, whose definition names its <c>id</c> itself.</summary>
    public static OpenApiSchema Discovery(Schema schema) => SchemaForms.Object(
        schema.Description,
        [
            SchemaForms.Schemas(schema.Id),
            .. Messages.Members(schema.Attributes),
            ("meta!", ReadOnly(AttributeSchemas.Meta(schema.Name!, "resourceType", "location"))),
        ]);

    /// <summary>The definition ends after some levels, where an attribute of an attribute of an attribute is shown all the same.</summary>
    public static OpenApiSchema Schema(Schema schema, IOpenApiSchema attribute) => WithItems(Discovery(schema), "attributes", attribute);

    public static OpenApiSchema Attribute(Schema schema, IOpenApiSchema attribute) =>
        WithItems(SchemaForms.Object("An attribute.", Messages.Members(schema.Find("attributes")!.SubAttributes)), "subAttributes", attribute);

    private static OpenApiSchema WithItems(OpenApiSchema schema, string name, IOpenApiSchema items)
    {
        ((OpenApiSchema)schema.Properties![name]).Items = items;
        return schema;
    }

    // Clients may send others, and a resource may have been stored with an extension that is gone.
    private static OpenApiSchema Schemas(ResourceType type) => SchemaForms.ListOf(
        new OpenApiSchema { Type = JsonSchemaType.String, Examples = SchemaForms.Values([type.Schema.Id, .. type.Extensions.Select(x => x.Schema.Id)]) },
        $"The URNs of the schemas the resource uses, {type.Schema.Id} among them.");

    private static OpenApiSchema ReadOnly(OpenApiSchema schema)
    {
        schema.ReadOnly = true;
        return schema;
    }
}
