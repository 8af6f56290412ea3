using System.Net.Mime;
using System.Text.Json.Nodes;
using Scim.Api.Protocol;

namespace Scim.Api.OAuth;

/// <summary>A JSON answer to an OAuth client, which no cache keeps (RFC 6749 section 5.1).</summary>
public sealed record OAuthJson(JsonObject Body, int Status = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        return httpContext.WriteJsonAsync(MediaTypeNames.Application.Json, Body);
    }
}
