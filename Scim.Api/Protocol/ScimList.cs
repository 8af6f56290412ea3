using System.Text.Json;
using Scim.Resources.Representation;
using Scim.Storage.Reading;

namespace Scim.Api.Protocol;

/// <summary>A page of a list as a ListResponse (RFC 7644 section 3.4.2).</summary>
public sealed record ScimList(ResourcePage Page, long StartIndex, Projection Projection, string BaseUri) : IResult
{
    public const string SchemaId = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = ScimMediaType.Json;
        using (var json = new Utf8JsonWriter(response.BodyWriter, ResourceWriter.Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("schemas");
            json.WriteStringValue(SchemaId);
            json.WriteEndArray();
            json.WriteNumber("totalResults", Page.TotalResults);
            json.WriteNumber("startIndex", StartIndex);
            json.WriteNumber("itemsPerPage", Page.Resources.Count);
            json.WriteStartArray("Resources");
            foreach (var resource in Page.Resources) ResourceWriter.Write(json, response.BodyWriter, resource, Projection, BaseUri);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return response.BodyWriter.FlushAsync(httpContext.RequestAborted).AsTask();
    }
}
