namespace Scim.Doubles.State;

public sealed partial class GrafanaState
{
    internal GrafanaFolder? FindFolder(long orgId, string uid) => _folders.GetValueOrDefault((orgId, uid));

    internal GrafanaFolder AddFolder(long orgId, string uid, string title, GrafanaUser creator)
    {
        var folder = new GrafanaFolder { Id = ++_lastFolderId, Uid = uid.Length > 0 ? uid : Identifiers.NewUid(), OrgId = orgId, Title = title, Created = Now };
        _folders.Add((orgId, folder.Uid), folder);
        if (!creator.IsServiceAccount) Grant(folder, new FolderPermission(0, "Admin", UserId: creator.Id));
        Grant(folder, new FolderPermission(0, "Edit", BuiltInRole: OrgRole.Editor));
        Grant(folder, new FolderPermission(0, "View", BuiltInRole: OrgRole.Viewer));
        return folder;
    }

    internal void DeleteFolder(GrafanaFolder folder) => _folders.Remove((folder.OrgId, folder.Uid));

    /// <summary>Replaces what the same user, team or role had; an empty permission only takes it away.</summary>
    internal void Grant(GrafanaFolder folder, FolderPermission permission)
    {
        folder.Permissions.RemoveAll(x => (x.UserId, x.TeamId, x.BuiltInRole) == (permission.UserId, permission.TeamId, permission.BuiltInRole));
        if (permission.Permission.Length > 0) folder.Permissions.Add(permission with { Id = ++_lastPermissionId });
    }
}
