using System.Buffers;
using System.Text.Json;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Storage.Reading;

namespace Scim.Api.Protocol;

/// <summary>A page of a list as a ListResponse (RFC 7644 section 3.4.2, RFC 9865 section 2).</summary>
public sealed record ScimList(ResourcePage Page, IReadOnlyDictionary<ResourceType, Projection> Projections, string BaseUri) : IResult
{
    public const string SchemaId = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    /// <summary>Null on a page by cursor.</summary>
    public long? StartIndex { get; init; }

    public string? NextCursor { get; init; }

    public string? PreviousCursor { get; init; }

    public Task ExecuteAsync(HttpContext httpContext) =>
        httpContext.WriteJsonAsync(ScimMediaType.Json, this, static (json, output, x) => x.Write(json, output));

    private void Write(Utf8JsonWriter json, IBufferWriter<byte> output)
    {
        json.WriteStartObject();
        json.WriteStartArray("schemas");
        json.WriteStringValue(SchemaId);
        json.WriteEndArray();
        if (Page.TotalResults is { } total) json.WriteNumber("totalResults", total);
        if (StartIndex is { } start) json.WriteNumber("startIndex", start);
        json.WriteNumber("itemsPerPage", Page.Resources.Count);
        if (NextCursor is not null) json.WriteString("nextCursor", NextCursor);
        if (PreviousCursor is not null) json.WriteString("previousCursor", PreviousCursor);
        json.WriteStartArray("Resources");
        foreach (var resource in Page.Resources) ResourceWriter.Write(json, output, resource, Projections[resource.Type], BaseUri);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
