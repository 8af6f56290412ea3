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

        return httpContext.WriteJsonAsync(ScimMediaType.Json, this, static (json, output, x) => ResourceWriter.Write(json, output, x.Resource, x.Projection, x.BaseUri));
    }
}
