using Scim.Doubles.Protocol;
using Scim.Doubles.State;
using Scim.Doubles.Users;

namespace Scim.Doubles.Teams;

/// <summary>The forms in which teams and their members are answered.</summary>
internal static class TeamViews
{
    private const string AvatarUrl = "/avatar/00000000000000000000000000000000";

    public static object Team(GrafanaRequest request, GrafanaTeam team) => new
    {
        id = team.Id,
        uid = request.Version.HasUids ? team.Uid : null,
        orgId = team.OrgId,
        name = team.Name,
        email = team.Email,
        externalUID = team.ExternalUid,
        isProvisioned = team.IsProvisioned,
        avatarUrl = AvatarUrl,
        memberCount = team.Members.Count,
        permission = team.Members.GetValueOrDefault(request.Caller.User.Id),
    };

    /// <summary>A hit of the search that the toggle redirects: without a number, and without the members' count.</summary>
    public static object RedirectedHit(GrafanaTeam team) => new
    {
        id = 0,
        uid = team.Uid,
        orgId = team.OrgId,
        name = team.Name,
        email = team.Email,
        externalUID = team.ExternalUid,
        isProvisioned = team.IsProvisioned,
        avatarUrl = AvatarUrl,
        permission = 0,
    };

    public static object Member(GrafanaRequest request, GrafanaTeam team, GrafanaUser user) => new
    {
        orgId = team.OrgId,
        teamId = team.Id,
        teamUID = request.Version.HasUids ? team.Uid : null,
        userId = user.Id,
        userUID = UserViews.Uid(request, user),
        auth_module = user.AuthModule ?? "",
        email = user.Email,
        name = user.Name,
        login = user.Login,
        avatarUrl = AvatarUrl,
        // Grafana fills these in with team sync alone, which is not part of it.
        labels = Array.Empty<string>(),
        permission = team.Members[user.Id],
    };
}
