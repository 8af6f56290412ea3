using Scim.Doubles.Access;
using Scim.Doubles.State;

namespace Scim.Doubles.Folders;

/// <summary>What somebody may do in a folder: View, Edit or Admin, each with what the one before it has.</summary>
internal static class FolderAccess
{
    private static readonly string[] Levels = ["", "View", "Edit", "Admin"];

    private static readonly string[] View = ["dashboards:read", "folders:read"];
    private static readonly string[] Edit = [.. View, "dashboards:create", "dashboards:delete", "dashboards:write", "folders:delete", "folders:write"];
    private static readonly string[] Admin = [.. Edit, "folders.permissions:read", "folders.permissions:write"];

    public static bool IsKnown(string? permission) => Levels.Contains(permission);

    public static bool Allows(string permission, string needed) => Array.IndexOf(Levels, permission) >= Array.IndexOf(Levels, needed);

    public static string[] Actions(string permission) => permission switch
    {
        "View" => View,
        "Edit" => Edit,
        "Admin" => Admin,
        _ => [],
    };

    /// <summary>The most of what the user, its teams and its role have; empty for nothing.</summary>
    public static string Of(Principal principal, GrafanaFolder folder)
    {
        if (principal.IsServerAdmin || principal.Role == OrgRole.Admin) return "Admin";

        return folder.Permissions.Where(x => IsOf(principal, x)).Select(x => x.Permission).MaxBy(x => Array.IndexOf(Levels, x)) ?? "";
    }

    private static bool IsOf(Principal principal, FolderPermission permission) =>
        permission.UserId == principal.User.Id
        || (permission.TeamId is { } team && principal.User.TeamIds.Contains(team))
        || (permission.BuiltInRole is { } role && OrgRole.Includes(principal.Role, role));
}
