namespace Scim.Doubles.State;

public sealed partial class GrafanaState
{
    internal GrafanaOrg AddOrg(string name)
    {
        var org = new GrafanaOrg { Id = ++_lastOrgId, Name = name };
        _orgs.Add(org.Id, org);
        return org;
    }

    internal void DeleteOrg(GrafanaOrg org)
    {
        foreach (var team in org.TeamsByName.Values.ToList()) DeleteTeam(team);
        foreach (var folder in _folders.Values.Where(x => x.OrgId == org.Id).ToList()) DeleteFolder(folder);
        foreach (var id in org.RoleTable.Keys.ToList())
        {
            var user = Users.Find(id)!;
            if (user.IsServiceAccount) DeleteUser(user);
            else Leave(org, user);
        }

        _orgs.Remove(org.Id);
    }

    internal static void SetRole(GrafanaOrg org, GrafanaUser user, string role)
    {
        org.RoleTable[user.Id] = role;
        user.OrgSet.Add(org.Id);
        if (user.OrgId == 0) user.OrgId = org.Id;
    }

    /// <summary>Ends the membership, and those of the organization's teams with it.</summary>
    internal void Leave(GrafanaOrg org, GrafanaUser user)
    {
        foreach (var team in user.TeamSet.Select(x => _teams[x]).Where(x => x.OrgId == org.Id).ToList()) RemoveMember(team, user);
        foreach (var folder in _folders.Values.Where(x => x.OrgId == org.Id)) folder.Permissions.RemoveAll(x => x.UserId == user.Id);
        org.RoleTable.Remove(user.Id);
        user.OrgSet.Remove(org.Id);
        if (user.OrgId == org.Id) user.OrgId = user.OrgSet.Min;
    }

    internal static bool IsLastAdmin(GrafanaOrg org, GrafanaUser user) =>
        org.RoleTable.GetValueOrDefault(user.Id) == OrgRole.Admin && !org.RoleTable.Any(x => x.Key != user.Id && x.Value == OrgRole.Admin);
}
