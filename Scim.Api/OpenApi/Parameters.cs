using Microsoft.OpenApi;
using Scim.Api.Searching;

namespace Scim.Api.OpenApi;

/// <summary>Parameters in the address and in headers.</summary>
internal static class Parameters
{
    /// <summary>What a list is asked with.</summary>
    public static IReadOnlyList<string> OfLists { get; } =
    [
        "filter", .. Offer.Sorting ? ["sortBy", "sortOrder"] : Array.Empty<string>(), "startIndex", "count",
        .. Offer.Cursors ? ["cursor"] : Array.Empty<string>(), "attributes", "excludedAttributes",
    ];

    /// <summary>Which attributes an answer shows.</summary>
    public static IReadOnlyList<string> OfAnswers { get; } = ["attributes", "excludedAttributes"];

    /// <summary>Which version is meant.</summary>
    public static IReadOnlyList<string> OfVersions { get; } = Offer.Versions ? ["If-Match", "If-None-Match"] : [];

    public static OpenApiParameter Of(string name)
    {
        var schema = SchemaOf(name);
        var parameter = new OpenApiParameter
        {
            Name = name,
            In = name.StartsWith("If-", StringComparison.Ordinal) ? ParameterLocation.Header : ParameterLocation.Query,
            Description = schema.Description,
            Schema = schema,
        };
        if (schema.Type == JsonSchemaType.Array) (parameter.Style, parameter.Explode) = (ParameterStyle.Form, false);
        schema.Description = null;
        return parameter;
    }

    /// <summary>A part of the path.</summary>
    public static OpenApiParameter OfPath(string name) => new()
    {
        Name = name,
        In = ParameterLocation.Path,
        Required = true,
        Description = name switch { "urn" => "The schema's URN.", "name" => "The resource type's name.", _ => "The resource's id, as the service made it." },
        Schema = SchemaForms.Text(),
    };

    public static OpenApiSchema SchemaOf(string name) => name switch
    {
        "filter" => SchemaForms.Text("Which resources to list, in the filter language of RFC 7644, as in userName eq \"ada@example.com\"."),
        "sortBy" => SchemaForms.Text("The attribute to sort by. Without it, resources come roughly in the order of their creation."),
        "sortOrder" => SchemaForms.OneOf(["ascending", "descending"], "Ascending unless said otherwise."),
        "startIndex" => Number("The place of the first resource to show, counted from 1. Less than 1 means 1.", 1),
        "count" => Number($"Resources on the page, {SearchRequest.MaxCount} at most. More means that many, and less than 0 means 0.", SearchRequest.DefaultCount),
        "cursor" => SchemaForms.Text("Empty for a first page by cursor; else the nextCursor of the page before. It goes without startIndex."),
        "attributes" => Names("The attributes to show. It goes without excludedAttributes."),
        "excludedAttributes" => Names("Attributes not to show. It goes without attributes."),
        "If-Match" => SchemaForms.Text("Versions, of which the resource must have one, as its ETag says; or *."),
        "If-None-Match" => SchemaForms.Text("Versions, of which the resource must have none; or *. A read is then answered with 304."),
        _ => throw new NotSupportedException($"The parameter {name} is not described."),
    };

    private static OpenApiSchema Names(string description) => SchemaForms.ListOf(SchemaForms.Text(), description);

    private static OpenApiSchema Number(string description, int standard)
    {
        var schema = SchemaForms.Whole(description);
        schema.Default = standard;
        return schema;
    }
}
