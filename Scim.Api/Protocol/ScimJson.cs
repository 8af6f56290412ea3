using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Resources.Representation;

namespace Scim.Api.Protocol;

/// <summary>A response with any other JSON object.</summary>
public sealed record ScimJson(JsonObject Content) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = ScimMediaType.Json;
        using (var json = new Utf8JsonWriter(response.BodyWriter, ResourceWriter.Options)) Content.WriteTo(json);
        return response.BodyWriter.FlushAsync(httpContext.RequestAborted).AsTask();
    }
}
