using System.Globalization;
using System.Text.Json.Nodes;

namespace Scim.Api.OAuth;

/// <summary>An error of the token endpoint (RFC 6749 section 5.2), which is no SCIM error. The description tells the reader of a client's log what to do.</summary>
public sealed record OAuthError(string Error, string Description, int Status = StatusCodes.Status400BadRequest) : IResult
{
    private const int UnavailableSeconds = 5;

    /// <summary>After how many seconds to try again; null where that would not help.</summary>
    public int? RetryAfter { get; private init; }

    public static OAuthError InvalidRequest(string description) => new("invalid_request", description);

    public static OAuthError UnsupportedGrantType() =>
        new("unsupported_grant_type", $"Only clients get tokens here, for themselves. Send grant_type={TokenRequest.ClientCredentials}.");

    public static OAuthError InvalidScope() => new("invalid_scope", "The scope is no list of words with single blanks in between (RFC 6749 section 3.3).");

    /// <summary>One answer for whatever is wrong with a client's credential; the service's log says what it was.</summary>
    public static OAuthError InvalidClient() =>
        new("invalid_client", "The client, or what it shows who it is with, is unknown, expired, revoked or used before. See: client list.", StatusCodes.Status401Unauthorized);

    public static OAuthError NotPost() => InvalidRequest("Tokens are asked for with POST.") with { Status = StatusCodes.Status405MethodNotAllowed };

    public static OAuthError TooLarge() =>
        InvalidRequest($"The body is too large: at most {TokenRequest.MaxBodyBytes} bytes are taken.") with { Status = StatusCodes.Status413PayloadTooLarge };

    /// <summary>The body did not come as HTTP has it, or not in time.</summary>
    public static OAuthError Broken(int status) => InvalidRequest("The body did not arrive whole. Send the request again.") with { Status = status };

    /// <summary>Not 401, upon which clients give up until a person comes. The name is that of RFC 6749 section 4.1.2.1.</summary>
    public static OAuthError Unavailable(string who) =>
        new("temporarily_unavailable", $"{who} does not answer. Try again later.", StatusCodes.Status503ServiceUnavailable) { RetryAfter = UnavailableSeconds };

    /// <summary>The address failed too often.</summary>
    public static OAuthError TooManyFailures(int seconds) => new(
        "temporarily_unavailable",
        "Too many clients were turned away from this address. Correct what the client sends, and wait for as many seconds as Retry-After says. Scim__FailedAuthenticationsPerMinute of the service sets the limit.",
        StatusCodes.Status429TooManyRequests)
    { RetryAfter = seconds };

    /// <summary>The client asks for too much.</summary>
    public static OAuthError TooManyRequests(int seconds) => new(
        "temporarily_unavailable",
        "The client sends more requests than Scim__RequestsPerSecond of the service allows. An access token lasts for as long as expires_in says: use it until then. Wait for as many seconds as Retry-After says.",
        StatusCodes.Status429TooManyRequests)
    { RetryAfter = seconds };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Features.Set(this);
        var headers = httpContext.Response.Headers;
        switch (Status)
        {
            case StatusCodes.Status401Unauthorized:
                headers.WWWAuthenticate = "Basic realm=\"scim\", charset=\"UTF-8\"";
                break;
            case StatusCodes.Status405MethodNotAllowed:
                headers.Allow = HttpMethods.Post;
                break;
        }

        if (RetryAfter is { } seconds) headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);

        return new OAuthJson(new JsonObject { ["error"] = Error, ["error_description"] = Description }, Status).ExecuteAsync(httpContext);
    }
}
