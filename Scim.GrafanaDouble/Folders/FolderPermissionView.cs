using Scim.Doubles.Protocol;
using Scim.Doubles.State;

namespace Scim.Doubles.Folders;

/// <summary>A row of a folder's permissions as it is answered.</summary>
internal static class FolderPermissionView
{
    public static object Of(GrafanaRequest request, FolderPermission permission)
    {
        var user = permission.UserId is { } userId ? request.State.Users.Find(userId) : null;
        var team = permission.TeamId is { } teamId ? request.State.Teams.GetValueOrDefault(teamId) : null;
        return new
        {
            id = permission.Id,
            roleName = RoleName(permission),
            isManaged = permission.Id != 0,
            isInherited = false,
            isServiceAccount = user?.IsServiceAccount ?? false,
            userId = user?.Id,
            userLogin = user?.Login,
            team = team?.Name,
            teamId = team?.Id,
            teamUid = request.Version.HasUids ? team?.Uid : null,
            builtInRole = permission.BuiltInRole,
            actions = FolderAccess.Actions(permission.Permission),
            permission = permission.Permission,
        };
    }

    private static string RoleName(FolderPermission permission) => permission switch
    {
        { Id: 0 } => "basic:admin",
        { UserId: { } id } => $"managed:users:{id}:permissions",
        { TeamId: { } id } => $"managed:teams:{id}:permissions",
        _ => $"managed:builtins:{permission.BuiltInRole!.ToLowerInvariant()}:permissions",
    };
}
