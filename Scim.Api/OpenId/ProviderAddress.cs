namespace Scim.Api.OpenId;

/// <summary>Which addresses a provider's keys may come from.</summary>
public static class ProviderAddress
{
    /// <summary>Keys that anybody on the way could exchange are worth nothing; on the machine itself there is no way in between.</summary>
    public static bool IsSafe(Uri address) =>
        address is { IsAbsoluteUri: true, UserInfo: "" } && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    /// <summary>An issuer's metadata (OpenID Connect Discovery 1.0 section 4).</summary>
    public static Uri OfMetadata(string issuer) => new($"{issuer.TrimEnd('/')}/.well-known/openid-configuration");
}
