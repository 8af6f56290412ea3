using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Scim.Api.OAuth;

/// <summary>A request to the token endpoint (RFC 6749 section 4.4.2). Parameters without a value are as if they were not there (section 3.2).</summary>
public sealed record TokenRequest
{
    public const string ClientCredentials = "client_credentials";

    public const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Bytes. An assertion takes some two thousand.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    private const string Basic = "Basic ";

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public required string GrantType { get; init; }

    /// <summary>From the header or the body; null where only an assertion says who the client is.</summary>
    public string? ClientId { get; init; }

    /// <summary>From the header or the body.</summary>
    public string? ClientSecret { get; init; }

    public string? Assertion { get; init; }

    public string? Scope { get; init; }

    /// <summary>Reads the request.</summary>
    /// <returns>The request, or what is wrong with it.</returns>
    public static async Task<(TokenRequest? Request, OAuthError? Error)> ReadAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method)) return (null, OAuthError.NotPost());

        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            return (null, OAuthError.InvalidRequest("The parameters must come as a form. Send Content-Type: application/x-www-form-urlencoded."));

        if (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return (null, OAuthError.InvalidRequest("The form must be in UTF-8."));

        if (context.Request.Headers.Authorization.Count > 1) return (null, OAuthError.InvalidRequest("Send one Authorization header. A proxy in between may have added another."));

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBodyBytes;
        try
        {
            var options = new FormOptions { BufferBody = false, ValueLengthLimit = MaxBodyBytes, ValueCountLimit = 64 };
            return Of(await new FormFeature(context.Request, options).ReadFormAsync(context.RequestAborted), context.Request.Headers.Authorization.ToString());
        }
        catch (BadHttpRequestException e)
        {
            return (null, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? OAuthError.TooLarge() : OAuthError.Broken(e.StatusCode));
        }
        catch (InvalidDataException)
        {
            return (null, OAuthError.InvalidRequest("The form has too many parameters, or one that is too long, or it is no text."));
        }
    }

    private static (TokenRequest?, OAuthError?) Of(IFormCollection form, string authorization)
    {
        if (form.FirstOrDefault(x => x.Value.Count > 1).Key is { } repeated)
            return (null, OAuthError.InvalidRequest(Parameters.Contains(repeated) ? $"{repeated} is there more than once." : "A parameter is there more than once."));

        var (clientId, secret, assertion) = (Value("client_id"), Value("client_secret"), Value("client_assertion"));
        var type = Value("client_assertion_type");
        if (new[] { authorization.Length > 0, secret is not null, assertion is not null || type is not null }.Count(x => x) > 1)
            return (null, OAuthError.InvalidRequest("The client shows who it is in more than one way: of the Authorization header, client_secret and client_assertion, send one."));

        if ((assertion is null) != (type is null) || type is not (null or JwtBearer))
            return (null, OAuthError.InvalidRequest($"client_assertion goes with client_assertion_type={JwtBearer}."));

        if (authorization.Length > 0)
        {
            var (named, known) = ReadBasic(authorization);
            if (clientId is not null && named is not null && clientId != named)
                return (null, OAuthError.InvalidRequest("client_id names another client than the Authorization header."));

            (clientId, secret) = (named, known);
        }

        return Value("grant_type") is { } grantType
            ? (new TokenRequest { GrantType = grantType, ClientId = clientId, ClientSecret = secret, Assertion = assertion, Scope = Value("scope") }, null)
            : (null, OAuthError.InvalidRequest($"grant_type is missing. Send grant_type={ClientCredentials}."));

        string? Value(string name) => form[name] is [{ Length: > 0 } value] ? value : null;
    }

    /// <summary>Both halves are encoded as in forms before they are joined (RFC 6749 section 2.3.1). Nothing where it is no such header.</summary>
    private static (string? ClientId, string? Secret) ReadBasic(string authorization)
    {
        if (!authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return default;

        try
        {
            var pair = Utf8.GetString(Convert.FromBase64String(authorization[Basic.Length..].Trim()));
            return pair.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? (WebUtility.UrlDecode(pair[..colon]), WebUtility.UrlDecode(pair[(colon + 1)..])) : default;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return default;
        }
    }

    private static readonly string[] Parameters = ["grant_type", "client_id", "client_secret", "client_assertion_type", "client_assertion", "scope"];
}
