using Scim.Doubles.State;

namespace Scim.Doubles.Control;

/// <summary>The whole state for a person to read: logins and names instead of ids. No passwords and no tokens.</summary>
internal static class StateView
{
    public static object Of(GrafanaState state)
    {
        lock (state.Gate)
        {
            return new
            {
                orgs = state.Orgs.Values.Select(x => new { x.Id, x.Name }).ToList(),
                users = state.Users.All.Select(x => User(state, x)).ToList(),
                teams = state.Teams.Values.Select(x => Team(state, x)).ToList(),
                folders = state.Folders.Select(x => Folder(state, x)).ToList(),
            };
        }
    }

    private static object User(GrafanaState state, GrafanaUser user) => new
    {
        user.Id,
        user.Uid,
        user.Login,
        user.Email,
        user.Name,
        user.IsServiceAccount,
        user.IsGrafanaAdmin,
        user.IsDisabled,
        user.IsExternal,
        user.Sessions,
        orgs = user.OrgIds.ToDictionary(x => state.Orgs[x].Name, x => state.Orgs[x].Roles[user.Id]),
    };

    private static object Team(GrafanaState state, GrafanaTeam team) => new
    {
        team.Id,
        team.Uid,
        team.OrgId,
        team.Name,
        team.Email,
        team.IsProvisioned,
        members = Logins(state, team, GrafanaTeam.Member),
        admins = Logins(state, team, GrafanaTeam.Admin),
    };

    private static object Folder(GrafanaState state, GrafanaFolder folder) => new
    {
        folder.Id,
        folder.Uid,
        folder.OrgId,
        folder.Title,
        permissions = folder.Permissions.Select(x => new { Holder = Holder(state, x), x.Permission }).ToList(),
    };

    private static List<string> Logins(GrafanaState state, GrafanaTeam team, int permission) =>
        [.. team.Members.Where(x => x.Value == permission).Select(x => state.Users.Find(x.Key)!.Login)];

    private static string Holder(GrafanaState state, FolderPermission permission) => permission switch
    {
        { UserId: { } id } => $"user {state.Users.Find(id)?.Login}",
        { TeamId: { } id } => $"team {state.Teams[id].Name}",
        _ => $"role {permission.BuiltInRole}",
    };
}
