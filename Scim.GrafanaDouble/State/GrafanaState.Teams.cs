namespace Scim.Doubles.State;

public sealed partial class GrafanaState
{
    internal GrafanaTeam? FindTeamByUid(string uid) => _teamsByUid.GetValueOrDefault(uid);

    internal GrafanaTeam AddTeam(GrafanaOrg org, string name, string email)
    {
        var team = new GrafanaTeam { Id = ++_lastTeamId, Uid = Identifiers.NewUid(), OrgId = org.Id, Name = name, Email = email };
        _teams.Add(team.Id, team);
        _teamsByUid.Add(team.Uid, team);
        org.TeamsByName.Add(name, team);
        return team;
    }

    internal void RenameTeam(GrafanaTeam team, string name)
    {
        var teams = _orgs[team.OrgId].TeamsByName;
        teams.Remove(team.Name);
        team.Name = name;
        teams.Add(name, team);
    }

    internal void DeleteTeam(GrafanaTeam team)
    {
        foreach (var id in team.MemberTable.Keys) Users.Find(id)!.TeamSet.Remove(team.Id);
        foreach (var folder in _folders.Values) folder.Permissions.RemoveAll(x => x.TeamId == team.Id);
        _orgs[team.OrgId].TeamsByName.Remove(team.Name);
        _teamsByUid.Remove(team.Uid);
        _teams.Remove(team.Id);
    }

    internal static void SetMember(GrafanaTeam team, GrafanaUser user, int permission)
    {
        team.MemberTable[user.Id] = permission;
        user.TeamSet.Add(team.Id);
    }

    internal static void RemoveMember(GrafanaTeam team, GrafanaUser user)
    {
        team.MemberTable.Remove(user.Id);
        user.TeamSet.Remove(team.Id);
    }
}
