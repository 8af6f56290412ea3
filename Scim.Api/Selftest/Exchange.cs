namespace Scim.Api.Selftest;

/// <summary>A request and what came back, without the token.</summary>
internal sealed record Exchange(string Method, string Url, IReadOnlyList<string> Headers, string? Body)
{
    /// <summary>Null when nothing came back.</summary>
    public Response? Response { get; init; }

    /// <summary>Why nothing came back.</summary>
    public string? NoAnswer { get; init; }
}

internal sealed record Response(int Status, string? Reason, IReadOnlyList<string> Headers, string? ContentType, string? Location, TimeSpan? RetryAfter, string Body);
