using Microsoft.IdentityModel.Tokens;

namespace Scim.Api.OpenId;

/// <summary>The keys of an OpenID provider, at one time.</summary>
/// <param name="Issuer">Whose they are, as the provider's metadata says.</param>
/// <param name="All">The public keys.</param>
/// <param name="Fetched">When they were had.</param>
public sealed record ProviderKeys(string Issuer, IReadOnlyList<SecurityKey> All, DateTimeOffset Fetched)
{
    /// <summary>Those that may have signed. A token without <c>kid</c> may be signed by any.</summary>
    public IReadOnlyList<SecurityKey> Named(string? kid) => string.IsNullOrEmpty(kid) ? All : [.. All.Where(x => x.KeyId == kid)];
}
