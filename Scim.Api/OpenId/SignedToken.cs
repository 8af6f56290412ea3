using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Scim.Api.OpenId;

/// <summary>
/// Checks JSON Web Tokens (RFC 7519) as RFC 8725 asks: by keys that are known beforehand and algorithms that are listed here. What a token's
/// header says of keys elsewhere (<c>jku</c>, <c>jwk</c>, <c>x5u</c>, <c>x5c</c>) is not looked at.
/// </summary>
public static class SignedToken
{
    /// <summary>Characters. Entra's have some two thousand.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>Signatures by a private key; nothing that is signed with what the verifier has.</summary>
    public static readonly IReadOnlyList<string> Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>How far clocks may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = MaxLength, MapInboundClaims = false };

    /// <summary>Whether the text has the form of a signed token.</summary>
    public static bool HasForm(string text) =>
        text.Length <= MaxLength && text.Count(x => x == '.') == 2 && text.All(x => char.IsAsciiLetterOrDigit(x) || x is '-' or '_' or '.');

    /// <summary>What the token says, which need not be true.</summary>
    /// <returns>Null where it is no token.</returns>
    public static JsonWebToken? Read(string text)
    {
        if (!HasForm(text)) return null;

        try
        {
            var token = new JsonWebToken(text);

            // What must be understood, and nothing of the kind is (RFC 7515 section 4.1.11).
            if (token.TryGetHeaderValue<object>("crit", out _)) return null;

            // Some parts are read only when they are asked for.
            _ = (token.Issuer, token.Subject, token.Kid, token.Alg, token.Audiences.ToList(), token.ValidTo, token.ValidFrom, token.Id);
            return token;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or System.Text.Json.JsonException or SecurityTokenException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Checks signature, issuer, audience and times; <c>exp</c> must be there.</summary>
    /// <returns>Null where all is right, else what is not.</returns>
    public static async Task<string?> FaultAsync(JsonWebToken token, IEnumerable<SecurityKey> keys, string issuer, IEnumerable<string> audiences, TimeProvider clock)
    {
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = keys,
            TryAllIssuerSigningKeys = true,
            ValidAlgorithms = Algorithms,
            ValidIssuer = issuer,
            ValidAudiences = audiences,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            RequireAudience = true,
            LifetimeValidator = (from, until, _, _) => IsNow(from, until, clock.GetUtcNow().UtcDateTime),
        });
        return result.IsValid ? null : result.Exception is SecurityTokenException ? result.Exception.GetType().Name : "SecurityTokenException";
    }

    /// <summary>A claim that is one string, or null.</summary>
    public static string? Text(this JsonWebToken token, string claim) =>
        token.TryGetClaim(claim, out var found) && found.ValueType == ClaimValueTypes.String ? found.Value : null;

    private static bool IsNow(DateTime? from, DateTime? until, DateTime now) => until is { } end && now < end + Skew && !(from > now + Skew);
}
