using Scim.Doubles.Folders;
using Scim.Doubles.State;

namespace Scim.Doubles.Access;

/// <summary>The actions of each role, as far as the calls here ask for them, and the scopes they hold for.</summary>
internal static class RolePermissions
{
    private static readonly (string Action, string Scope)[] Viewer = [("annotations:read", "annotations:type:dashboard"), ("plugins.app:access", "plugins:*")];

    private static readonly (string Action, string Scope)[] Editor =
    [
        .. Viewer, ("annotations:create", "annotations:type:dashboard"), ("annotations:delete", "annotations:type:dashboard"),
        ("annotations:write", "annotations:type:dashboard"), ("dashboards:create", "folders:uid:general"), ("folders:create", "folders:uid:general"),
    ];

    private static readonly (string Action, string Scope)[] Admin =
    [
        .. Editor, ("folders:create", "folders:*"), ("folders:read", "folders:*"), ("folders:write", "folders:*"), ("folders:delete", "folders:*"),
        ("folders.permissions:read", "folders:*"), ("folders.permissions:write", "folders:*"),
        ("org.users:add", "users:*"), ("org.users:read", "users:*"), ("org.users:remove", "users:*"), ("org.users:write", "users:*"),
        ("orgs:read", ""), ("orgs:write", ""),
        ("serviceaccounts:create", ""), ("serviceaccounts:delete", "serviceaccounts:*"), ("serviceaccounts:read", "serviceaccounts:*"),
        ("serviceaccounts:write", "serviceaccounts:*"),
        ("teams:create", ""), ("teams:delete", "teams:*"), ("teams:read", "teams:*"), ("teams:write", "teams:*"),
        ("teams.permissions:read", "teams:*"), ("teams.permissions:write", "teams:*"),
    ];

    private static readonly (string Action, string Scope)[] ServerAdmin =
    [
        .. Admin, ("orgs:create", ""), ("orgs:delete", ""),
        ("users:create", ""), ("users:delete", "global.users:*"), ("users:disable", "global.users:*"), ("users:enable", "global.users:*"),
        ("users:logout", "global.users:*"), ("users:read", "global.users:*"), ("users:write", "global.users:*"),
        ("users.password:write", "global.users:*"), ("users.permissions:read", "global.users:*"), ("users.permissions:write", "global.users:*"),
    ];

    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> ByRole = new(StringComparer.Ordinal)
    {
        [OrgRole.None] = Table([]),
        [OrgRole.Viewer] = Table(Viewer),
        [OrgRole.Editor] = Table(Editor),
        [OrgRole.Admin] = Table(Admin),
    };

    private static readonly IReadOnlyDictionary<string, string> OfServerAdmin = Table(ServerAdmin);

    public static IReadOnlyDictionary<string, string> Of(Principal principal, GrafanaState state)
    {
        if (principal.IsServerAdmin) return OfServerAdmin;

        var ofRole = ByRole[principal.Role];
        if (principal.Role == OrgRole.Admin) return ofRole;

        // Whoever may do something in one folder holds the action, with that folder as its scope.
        var all = new Dictionary<string, string>(ofRole, StringComparer.Ordinal);
        foreach (var action in principal.User.FurtherActions) all.TryAdd(action, "*");
        foreach (var folder in state.Folders.Where(x => x.OrgId == principal.OrgId))
        {
            foreach (var action in FolderAccess.Actions(FolderAccess.Of(principal, folder))) all.TryAdd(action, $"folders:uid:{folder.Uid}");
        }

        return all;
    }

    private static Dictionary<string, string> Table((string Action, string Scope)[] permissions)
    {
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (action, scope) in permissions) table[action] = scope;
        return table;
    }
}
