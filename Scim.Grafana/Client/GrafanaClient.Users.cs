using System.Net;
using System.Security.Cryptography;

namespace Scim.Grafana.Client;

/// <summary>Accounts, through the server admin.</summary>
public sealed partial class GrafanaClient
{
    /// <summary>Null where there is none.</summary>
    public async Task<GrafanaUser?> FindUserAsync(long id, CancellationToken cancellationToken) =>
        (await AdminAsync(HttpMethod.Get, $"api/users/{id}", null, cancellationToken)).ReadIfFound<GrafanaUser>();

    /// <summary>The account with that login or that e-mail, in any case; null where there is none.</summary>
    public async Task<GrafanaUser?> FindUserAsync(string loginOrEmail, CancellationToken cancellationToken)
    {
        var found = await AdminAsync(HttpMethod.Get, $"api/users/lookup?loginOrEmail={Uri.EscapeDataString(loginOrEmail)}", null, cancellationToken);

        // What the look-up answers does not tell whether the account is open, or signs in through SSO.
        return found.ReadIfFound<GrafanaUser>() is { } user ? await FindUserAsync(user.Id, cancellationToken) ?? user : null;
    }

    /// <summary>All accounts. Service accounts are not among them.</summary>
    public Task<IReadOnlyList<GrafanaUser>> ListUsersAsync(CancellationToken cancellationToken) => PagesAsync(async page =>
    {
        var answer = await AdminAsync(HttpMethod.Get, $"api/users/search?perpage={PageSize}&page={page}", null, cancellationToken);
        return (IReadOnlyList<GrafanaUser>?)answer.Read<UserPage>().Users?.Select(x => x.ToUser()).ToList();
    });

    /// <summary>The user's place in this organisation, and whether it is in others.</summary>
    public async Task<AccountPlace> FindPlaceAsync(GrafanaUser user, CancellationToken cancellationToken)
    {
        var all = (await AdminAsync(HttpMethod.Get, $"api/users/{Ref(user)}/orgs", null, cancellationToken)).ReadIfFound<List<UserOrganisation>>() ?? [];
        return new AccountPlace(all.Find(x => x.OrgId == orgId) is { } found ? Role(found.Role) : null, all.Exists(x => x.OrgId != orgId));
    }

    /// <summary>Makes an account that only SSO can sign in to: nobody knows its password.</summary>
    /// <returns>Its id; null where an account or a service account has that login or e-mail.</returns>
    public async Task<long?> CreateUserAsync(string login, string name, CancellationToken cancellationToken)
    {
        var body = new { login, email = login, name, password = UnknownPassword(), orgId };
        var answer = await AdminAsync(HttpMethod.Post, "api/admin/users", body, cancellationToken);
        return answer.Status is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict ? null : answer.Read<Created>().Id;
    }

    /// <summary>Sets login, e-mail and name, all three: what is left out Grafana would make up.</summary>
    public async Task UpdateUserAsync(GrafanaUser user, string login, string name, CancellationToken cancellationToken) =>
        (await AdminAsync(HttpMethod.Put, $"api/users/{Ref(user)}", new { login, email = login, name }, cancellationToken)).Require();

    /// <summary>Closes the account, and ends its sessions. Grafana refuses it for one that has signed in through SSO.</summary>
    public async Task DisableUserAsync(GrafanaUser user, CancellationToken cancellationToken) =>
        (await AdminAsync(HttpMethod.Post, $"api/admin/users/{user.Id}/disable", null, cancellationToken)).Require(HttpStatusCode.NotFound);

    public async Task EnableUserAsync(GrafanaUser user, CancellationToken cancellationToken) =>
        (await AdminAsync(HttpMethod.Post, $"api/admin/users/{user.Id}/enable", null, cancellationToken)).Require();

    /// <summary>Ends all sessions.</summary>
    public async Task LogOutUserAsync(GrafanaUser user, CancellationToken cancellationToken) =>
        (await AdminAsync(HttpMethod.Post, $"api/admin/users/{user.Id}/logout", null, cancellationToken)).Require(HttpStatusCode.NotFound);

    public async Task DeleteUserAsync(GrafanaUser user, CancellationToken cancellationToken) =>
        (await AdminAsync(HttpMethod.Delete, $"api/admin/users/{user.Id}", null, cancellationToken)).Require(HttpStatusCode.NotFound);

    // Of every kind of character that a password policy may ask for.
    private static string UnknownPassword() =>
        RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 40) + "aA1!";

    private static OrganisationRole Role(string text) => Enum.TryParse<OrganisationRole>(text, ignoreCase: true, out var role) ? role : OrganisationRole.None;

    private sealed record UserPage(IReadOnlyList<UserHit>? Users);

    /// <summary>A user as lists show it, in other words than elsewhere.</summary>
    private sealed record UserHit(long Id, string? Uid, string? Login, string? Email, string? Name, bool IsAdmin, bool IsDisabled, string[]? AuthLabels)
    {
        public GrafanaUser ToUser() => new()
        {
            Id = Id,
            Uid = Uid,
            Login = Login ?? "",
            Email = Email ?? "",
            Name = Name ?? "",
            IsGrafanaAdmin = IsAdmin,
            IsDisabled = IsDisabled,
            IsExternal = AuthLabels is { Length: > 0 },
        };
    }
}
