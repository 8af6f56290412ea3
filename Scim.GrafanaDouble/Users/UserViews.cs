using Scim.Doubles.Protocol;
using Scim.Doubles.State;

namespace Scim.Doubles.Users;

/// <summary>The forms in which users are answered.</summary>
internal static class UserViews
{
    private const string AvatarUrl = "/avatar/00000000000000000000000000000000";

    public static string? Uid(GrafanaRequest request, GrafanaUser user) => request.Version.HasUids ? user.Uid : null;

    public static string[] AuthLabels(GrafanaUser user) => user.IsExternal ? ["AzureAD"] : [];

    public static object Profile(GrafanaRequest request, GrafanaUser user) => new
    {
        id = user.Id,
        uid = Uid(request, user),
        email = user.Email,
        name = user.Name,
        login = user.Login,
        theme = user.Theme,
        orgId = user.OrgId,
        isGrafanaAdmin = user.IsGrafanaAdmin,
        isDisabled = user.IsDisabled,
        isExternal = user.IsExternal,
        isExternallySynced = request.State.IsExternallySynced(user),
        isGrafanaAdminExternallySynced = false,
        authLabels = AuthLabels(user),
        updatedAt = user.Created,
        createdAt = user.Created,
        avatarUrl = AvatarUrl,
        isProvisioned = user.IsProvisioned,
    };

    /// <summary>Less than the profile: nothing of whether the user is disabled or external.</summary>
    public static object Lookup(GrafanaRequest request, GrafanaUser user) => new
    {
        id = user.Id,
        uid = Uid(request, user),
        email = user.Email,
        name = user.Name,
        login = user.Login,
        theme = user.Theme,
        orgId = user.OrgId,
        isGrafanaAdmin = user.IsGrafanaAdmin,
        updatedAt = user.Created,
        createdAt = user.Created,
        avatarUrl = "",
    };

    public static object Hit(GrafanaRequest request, GrafanaUser user) => new
    {
        id = user.Id,
        uid = Uid(request, user),
        name = user.Name,
        login = user.Login,
        email = user.Email,
        avatarUrl = AvatarUrl,
        isAdmin = user.IsGrafanaAdmin,
        isDisabled = user.IsDisabled,
        lastSeenAt = user.LastSeen,
        authLabels = AuthLabels(user),
        isProvisioned = user.IsProvisioned,
        created = user.Created,
    };

    public static object OrgUser(GrafanaRequest request, GrafanaOrg org, GrafanaUser user) => new
    {
        orgId = org.Id,
        userId = user.Id,
        uid = Uid(request, user),
        email = user.Email,
        name = user.Name,
        avatarUrl = AvatarUrl,
        login = user.Login,
        role = org.Roles[user.Id],
        lastSeenAt = user.LastSeen,
        created = user.Created,
        isDisabled = user.IsDisabled,
        authLabels = AuthLabels(user),
        isExternallySynced = request.State.IsExternallySynced(user),
        isProvisioned = user.IsProvisioned,
    };

    public static bool Matches(GrafanaUser user, string query) =>
        query.Length == 0
        || user.Login.Contains(query, StringComparison.OrdinalIgnoreCase)
        || user.Email.Contains(query, StringComparison.OrdinalIgnoreCase)
        || user.Name.Contains(query, StringComparison.OrdinalIgnoreCase);
}
