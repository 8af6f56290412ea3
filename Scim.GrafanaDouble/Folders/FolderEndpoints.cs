using Scim.Doubles.Access;
using Scim.Doubles.Protocol;
using Scim.Doubles.State;

namespace Scim.Doubles.Folders;

/// <summary>/api/folders of the caller's organization. Each is in the root.</summary>
internal static class FolderEndpoints
{
    private static readonly GrafanaAnswer Missing = GrafanaAnswer.Of(StatusCodes.Status404NotFound, new { message = "folder not found", status = "not-found" });

    public static void MapFolders(this GrafanaRoutes routes)
    {
        routes.Get("/folders", Permission.SignedIn, List);
        routes.Post("/folders", Permission.Of("folders:create"), Create);
        routes.Get("/folders/{uid}", Permission.Of("folders:read"), Find);
        routes.Delete("/folders/{uid}", Permission.Of("folders:delete"), Delete);
    }

    private static GrafanaAnswer List(GrafanaRequest request)
    {
        var orgId = request.Caller.OrgId;
        if (request.Query("parentUid") is { Length: > 0 } parent)
            return request.State.FindFolder(orgId, parent) is null ? Missing : GrafanaAnswer.Ok(Array.Empty<object>());

        var folders = request.State.Folders
            .Where(x => x.OrgId == orgId && FolderAccess.Allows(FolderAccess.Of(request.Caller, x), "View"))
            .OrderBy(x => x.Title, StringComparer.Ordinal);
        return GrafanaAnswer.Ok(Paging.Of(request, "limit").Slice(folders).Select(x => new { id = x.Id, uid = x.Uid, title = x.Title }));
    }

    private static GrafanaAnswer Create(GrafanaRequest request)
    {
        if (request.Bind<FolderForm>() is not { } form) return GrafanaAnswer.BadRequestData;
        if (form.Title is not { Length: > 0 } title) return GrafanaAnswer.BadRequest("folder title cannot be empty");

        var orgId = request.Caller.OrgId;
        if (form.Uid is { Length: > 0 } uid && request.State.FindFolder(orgId, uid) is not null)
            return GrafanaAnswer.Message(StatusCodes.Status412PreconditionFailed, "the folder has been changed by someone else");
        if (request.State.Folders.Any(x => x.OrgId == orgId && x.Title == title))
            return GrafanaAnswer.Message(StatusCodes.Status409Conflict, "a folder with the same name already exists in the current location");

        return GrafanaAnswer.Ok(View(request, request.State.AddFolder(orgId, form.Uid ?? "", title, request.Caller.User)));
    }

    private static GrafanaAnswer Find(GrafanaRequest request)
    {
        var (folder, refusal) = Allowed(request, "View", "folders:read");
        return folder is null ? refusal : GrafanaAnswer.Ok(View(request, folder));
    }

    private static GrafanaAnswer Delete(GrafanaRequest request)
    {
        var (folder, refusal) = Allowed(request, "Edit", "folders:delete");
        if (folder is null) return refusal;

        request.State.DeleteFolder(folder);
        return GrafanaAnswer.Ok(new { id = folder.Id, message = "Folder deleted", title = folder.Title });
    }

    private static (GrafanaFolder? Folder, GrafanaAnswer Refusal) Allowed(GrafanaRequest request, string permission, string action)
    {
        var folder = request.State.FindFolder(request.Caller.OrgId, request.Route("uid"));
        if (folder is null) return (null, Missing);
        return FolderAccess.Allows(FolderAccess.Of(request.Caller, folder), permission) ? (folder, Missing) : (null, GrafanaAnswer.AccessDenied(action));
    }

    private static object View(GrafanaRequest request, GrafanaFolder folder)
    {
        var permission = FolderAccess.Of(request.Caller, folder);
        return new
        {
            id = folder.Id,
            uid = folder.Uid,
            orgId = folder.OrgId,
            title = folder.Title,
            url = $"/dashboards/f/{folder.Uid}/{folder.Title.ToLowerInvariant().Replace(' ', '-')}",
            hasAcl = false,
            canSave = FolderAccess.Allows(permission, "Edit"),
            canEdit = FolderAccess.Allows(permission, "Edit"),
            canAdmin = FolderAccess.Allows(permission, "Admin"),
            canDelete = FolderAccess.Allows(permission, "Edit"),
            createdBy = "Anonymous",
            created = folder.Created,
            updatedBy = "Anonymous",
            updated = folder.Created,
            version = 1,
        };
    }

    private sealed record FolderForm(string? Uid, string? Title);
}
