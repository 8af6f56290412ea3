using System.Security.Claims;
using Scim.Storage.Tokens;

namespace Scim.Api.Authentication;

/// <summary>Who calls.</summary>
/// <param name="Tenant">The tenant. Nothing outside it is seen or changed.</param>
/// <param name="Id">Tells it from all others of the tenant: what is limited to so many requests a second.</param>
/// <param name="Name">What the log calls it.</param>
/// <param name="Scope">One of <see cref="TokenScope"/>.</param>
public sealed record Credential(string Tenant, string Id, string Name, string Scope = TokenScope.Full)
{
    /// <summary>Null where nobody is authenticated.</summary>
    public static Credential? Of(ClaimsPrincipal user) => user.Identities.OfType<Identity>().FirstOrDefault()?.Credential;

    public ClaimsPrincipal ToPrincipal(string scheme) => new(new Identity(this, scheme));

    // Asked for at each request, so it is not taken apart into claims.
    private sealed class Identity(Credential credential, string scheme) : ClaimsIdentity(scheme)
    {
        public Credential Credential => credential;
    }
}
