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
    private const string TenantClaim = "tenant";
    private const string IdClaim = "credential_id";
    private const string NameClaim = "credential";
    private const string ScopeClaim = "scope";

    /// <summary>Null where nobody is authenticated.</summary>
    public static Credential? Of(ClaimsPrincipal user) => user.FindFirst(TenantClaim) is { } tenant
        ? new Credential(tenant.Value, user.FindFirst(IdClaim)!.Value, user.FindFirst(NameClaim)!.Value, user.FindFirst(ScopeClaim)!.Value)
        : null;

    /// <summary>The tenant alone; null where nobody is authenticated.</summary>
    public static string? TenantOf(ClaimsPrincipal user) => user.FindFirst(TenantClaim)?.Value;

    public ClaimsPrincipal ToPrincipal(string scheme) =>
        new(new ClaimsIdentity([new(TenantClaim, Tenant), new(IdClaim, Id), new(NameClaim, Name), new(ScopeClaim, Scope)], scheme));
}
