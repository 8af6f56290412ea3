using System.Text.Json.Nodes;

namespace Scim.Api.Protocol;

/// <summary>A response with any other JSON object.</summary>
public sealed record ScimJson(JsonObject Content) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => httpContext.WriteJsonAsync(ScimMediaType.Json, Content);
}
