using System.Security.Cryptography;
using System.Text;

namespace Scim.Storage.Clients;

/// <summary>An assertion that is good for one use.</summary>
/// <param name="Issuer">Its <c>iss</c>.</param>
/// <param name="Jti">Its <c>jti</c>, which the issuer gives to no other.</param>
/// <param name="Expires">From when on it is refused for its age.</param>
public sealed record UsedAssertion(string Issuer, string Jti, DateTime Expires)
{
    // An issuer is an address or an id: there is no line break in it.
    public byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes($"{Issuer}\n{Jti}"));
}
