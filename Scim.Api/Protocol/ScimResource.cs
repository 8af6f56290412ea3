using System.Text.Json;
using Scim.Resources.Representation;

namespace Scim.Api.Protocol;

/// <summary>A response with one resource.</summary>
public sealed record ScimResource(Resource Resource, Projection Projection, string BaseUri, int Status = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var location = Resource.Location(BaseUri);
        response.StatusCode = Status;
        response.Headers.ETag = Resource.ETag;
        response.Headers.ContentLocation = location;
        if (Status == StatusCodes.Status201Created) response.Headers.Location = location;
        if (Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified) return Task.CompletedTask;

        response.ContentType = ScimMediaType.Json;
        using (var json = new Utf8JsonWriter(response.BodyWriter, ResourceWriter.Options))
        {
            ResourceWriter.Write(json, response.BodyWriter, Resource, Projection, BaseUri);
        }

        return response.BodyWriter.FlushAsync(httpContext.RequestAborted).AsTask();
    }
}
