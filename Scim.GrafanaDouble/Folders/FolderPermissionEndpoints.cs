using Scim.Doubles.Access;
using Scim.Doubles.Protocol;
using Scim.Doubles.State;
using Scim.Doubles.Teams;
using Scim.Doubles.Users;

namespace Scim.Doubles.Folders;

/// <summary>/api/access-control/folders/:uid: who may do what in a folder.</summary>
internal static class FolderPermissionEndpoints
{
    private const string Read = "folders.permissions:read";
    private const string Write = "folders.permissions:write";

    public static void MapFolderPermissions(this GrafanaRoutes routes)
    {
        routes.Get("/access-control/folders/{uid}", Permission.Of(Read), List);
        routes.Post("/access-control/folders/{uid}/teams/{teamId}", Permission.Of(Write), SetTeam);
        routes.Post("/access-control/folders/{uid}/users/{userId}", Permission.Of(Write), SetUser);
        routes.Post("/access-control/folders/{uid}/builtInRoles/{role}", Permission.Of(Write), SetRole);
    }

    private static GrafanaAnswer List(GrafanaRequest request)
    {
        var (folder, refusal) = Administrable(request, Read);
        if (folder is null) return refusal;

        // What the role Admin may do is no row of the folder's, and stands at the end.
        var ofAdmins = new FolderPermission(0, "Admin", BuiltInRole: OrgRole.Admin);
        return GrafanaAnswer.Ok(folder.Permissions.Append(ofAdmins).Select(x => FolderPermissionView.Of(request, x)));
    }

    private static GrafanaAnswer SetTeam(GrafanaRequest request)
    {
        var (team, refusal) = TeamPath.Find(request);
        if (team is null) return request.RouteNumber("teamId") is null ? refusal : GrafanaAnswer.BadRequest("failed to set team permission");

        return Set(request, "failed to set team permission", x => new FolderPermission(0, x, TeamId: team.Id));
    }

    private static GrafanaAnswer SetUser(GrafanaRequest request)
    {
        var (user, refusal) = UserPath.ByNumberOrUid(request, "userId");
        if (user is null || !user.OrgIds.Contains(request.Caller.OrgId))
            return user is null && request.RouteNumber("userId") is null ? refusal : GrafanaAnswer.BadRequest("failed to set user permission");

        return Set(request, "failed to set user permission", x => new FolderPermission(0, x, UserId: user.Id));
    }

    private static GrafanaAnswer SetRole(GrafanaRequest request)
    {
        var role = request.Route("role");
        return OrgRole.IsKnown(role)
            ? Set(request, "failed to set role permission", x => new FolderPermission(0, x, BuiltInRole: role))
            : GrafanaAnswer.BadRequest("failed to set role permission");
    }

    private static GrafanaAnswer Set(GrafanaRequest request, string failure, Func<string, FolderPermission> permission)
    {
        var (folder, refusal) = Administrable(request, Write);
        if (folder is null) return refusal;
        if (request.Bind<PermissionForm>() is not { } form) return GrafanaAnswer.BadRequestData;

        var wanted = form.Permission ?? "";
        if (!FolderAccess.IsKnown(wanted)) return GrafanaAnswer.BadRequest(failure);

        request.State.Grant(folder, permission(wanted));
        return GrafanaAnswer.Done(wanted.Length == 0 ? "Permission removed" : "Permission updated");
    }

    private static (GrafanaFolder? Folder, GrafanaAnswer Refusal) Administrable(GrafanaRequest request, string action)
    {
        var folder = request.State.FindFolder(request.Caller.OrgId, request.Route("uid"));
        if (folder is null) return (null, GrafanaAnswer.NotFound);
        return FolderAccess.Allows(FolderAccess.Of(request.Caller, folder), "Admin")
            ? (folder, GrafanaAnswer.NotFound)
            : (null, GrafanaAnswer.AccessDenied(action));
    }

    private sealed record PermissionForm(string? Permission);
}
