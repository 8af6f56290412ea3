using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Scim.Api.OpenApi;

/// <summary>The few forms of JSON Schema that the document is made of.</summary>
internal static class SchemaForms
{
    public static OpenApiSchema Text(string? description = null, string? format = null, string? pattern = null) =>
        new() { Type = JsonSchemaType.String, Description = description, Format = format, Pattern = pattern };

    /// <summary>Nothing but these values can occur.</summary>
    public static OpenApiSchema OneOf(IEnumerable<string> values, string? description = null) =>
        new() { Type = JsonSchemaType.String, Description = description, Enum = Values(values) };

    public static OpenApiSchema Whole(string? description = null) => new() { Type = JsonSchemaType.Integer, Description = description };

    public static OpenApiSchema Boolean(string? description = null) => new() { Type = JsonSchemaType.Boolean, Description = description };

    public static OpenApiSchema ListOf(IOpenApiSchema items, string? description = null) =>
        new() { Type = JsonSchemaType.Array, Items = items, Description = description };

    /// <param name="description">What it is.</param>
    /// <param name="members">Required where the name ends in an exclamation mark.</param>
    public static OpenApiSchema Object(string? description, params IEnumerable<(string Name, IOpenApiSchema Schema)> members)
    {
        var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Description = description, Properties = new Dictionary<string, IOpenApiSchema>() };
        foreach (var (name, member) in members)
        {
            schema.Properties[name.TrimEnd('!')] = member;
            if (name.EndsWith('!')) (schema.Required ??= new HashSet<string>()).Add(name.TrimEnd('!'));
        }

        return schema;
    }

    /// <summary>The <c>schemas</c> of a message, which has one.</summary>
    public static (string Name, IOpenApiSchema Schema) Schemas(string urn) => ("schemas!", ListOf(OneOf([urn])));

    public static List<JsonNode> Values(IEnumerable<string> values) => [.. values.Select(x => (JsonNode)x)];
}
