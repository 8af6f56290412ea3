using Microsoft.Net.Http.Headers;

namespace Scim.Api.Protocol;

/// <summary>The media types of RFC 7644 section 3.1.</summary>
public static class ScimMediaType
{
    public const string Json = "application/scim+json";

    /// <summary>Whether a client that sent these Accept values reads JSON.</summary>
    public static bool IsAcceptable(IList<MediaTypeHeaderValue>? accept) =>
        accept is null or { Count: 0 }
        || accept.Any(x => x.Quality is not 0 && (x.MatchesAllTypes || (x.Type == "application" && (x.MatchesAllSubTypes || x.SubType == "scim+json" || x.SubType == "json"))));

    /// <summary>Whether a body of that Content-Type is JSON. Okta sends <c>application/json</c>.</summary>
    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.Type == "application" && (type.SubType == "scim+json" || type.SubType == "json")
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}
