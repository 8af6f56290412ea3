using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Scim.Api.Protocol;

/// <summary>The media types of RFC 7644 section 3.1.</summary>
public static class ScimMediaType
{
    public const string Json = "application/scim+json";

    /// <summary>Whether a client that sent these Accept values reads JSON.</summary>
    public static bool IsAcceptable(IList<MediaTypeHeaderValue>? accept) =>
        accept is null or { Count: 0 }
        || accept.Any(x => x.Quality is not 0 && (x.MatchesAllTypes || Is(x.MediaType, "application/*") || IsJson(x.MediaType)));

    /// <summary>Whether a body of that Content-Type is JSON in UTF-8. Okta sends <c>application/json</c>.</summary>
    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && IsJson(type.MediaType)
        && (!type.Charset.HasValue || IsUtf8(HeaderUtilities.RemoveQuotes(type.Charset)));

    private static bool IsJson(StringSegment mediaType) => Is(mediaType, Json) || Is(mediaType, "application/json");

    // "utf8" is no registered name, and is written all the same.
    private static bool IsUtf8(StringSegment charset) => Is(charset, "utf-8") || Is(charset, "utf8");

    private static bool Is(StringSegment text, string name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);
}
