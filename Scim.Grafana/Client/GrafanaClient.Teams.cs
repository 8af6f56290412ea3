using System.Net;

namespace Scim.Grafana.Client;

/// <summary>Teams and their members, through the service account, which does not become a member of what it makes.</summary>
public sealed partial class GrafanaClient
{
    private (GrafanaVersion Version, bool Value)? _replacesMembers;

    /// <summary>Null where there is none.</summary>
    public async Task<GrafanaTeam?> FindTeamAsync(GrafanaTeam team, CancellationToken cancellationToken) =>
        (await TeamsAsync(HttpMethod.Get, $"api/teams/{Ref(team)}", null, cancellationToken)).ReadIfFound<GrafanaTeam>();

    /// <summary>The team of that name, in any case; null where there is none. Its id is 0 where the search does not tell it.</summary>
    public async Task<GrafanaTeam?> FindTeamAsync(string name, CancellationToken cancellationToken) =>
        await SearchTeamAsync($"name={Uri.EscapeDataString(name)}", name, cancellationToken)
        ?? await SearchTeamAsync($"query={Uri.EscapeDataString(name)}&perpage={PageSize}", name, cancellationToken); // the other knows one case alone, on most databases

    /// <returns>Its id and uid; null where a team has that name.</returns>
    public async Task<GrafanaTeam?> CreateTeamAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await TeamsAsync(HttpMethod.Post, "api/teams", new { name, email = "" }, cancellationToken);
        if (answer.Status == HttpStatusCode.Conflict) return null;

        var created = answer.Read<Created>();
        return new GrafanaTeam { Id = created.TeamId, Uid = created.Uid, Name = name };
    }

    /// <returns>False where another team has that name.</returns>
    public async Task<bool> RenameTeamAsync(GrafanaTeam team, string name, CancellationToken cancellationToken)
    {
        // Without the e-mail, Grafana would blank it.
        var answer = await TeamsAsync(HttpMethod.Put, $"api/teams/{Ref(team)}", new { name, email = team.Email }, cancellationToken);

        // 409, or 400 as long as teams were not kept in another way; then the text alone would tell a taken name from other faults.
        if (answer.Status == HttpStatusCode.Conflict) return false;
        if (answer.Status == HttpStatusCode.BadRequest && await FindTeamAsync(name, cancellationToken) is { } taken && !IsSame(taken, team)) return false;

        answer.Require();
        return true;
    }

    public async Task DeleteTeamAsync(GrafanaTeam team, CancellationToken cancellationToken) =>
        (await TeamsAsync(HttpMethod.Delete, $"api/teams/{Ref(team)}", null, cancellationToken)).Require(HttpStatusCode.NotFound);

    /// <summary>All members and admins.</summary>
    public async Task<IReadOnlyList<GrafanaTeamMember>> ListMembersAsync(GrafanaTeam team, CancellationToken cancellationToken) =>
        (await TeamsAsync(HttpMethod.Get, $"api/teams/{Ref(team)}/members", null, cancellationToken)).Read<List<GrafanaTeamMember>>();

    public async Task AddMemberAsync(GrafanaTeam team, long userId, CancellationToken cancellationToken) =>
        (await TeamsAsync(HttpMethod.Post, $"api/teams/{Ref(team)}/members", new { userId }, cancellationToken)).Require(HttpStatusCode.BadRequest);

    public async Task RemoveMemberAsync(GrafanaTeam team, long userId, CancellationToken cancellationToken) =>
        (await TeamsAsync(HttpMethod.Delete, $"api/teams/{Ref(team)}/members/{userId}", null, cancellationToken)).Require(HttpStatusCode.NotFound);

    /// <summary>Whether this Grafana can replace all members in one call. Found out once, by a body that it would refuse before it does anything.</summary>
    public async Task<bool> ReplacesMembersAsync(GrafanaTeam team, CancellationToken cancellationToken)
    {
        if (_replacesMembers is { } known && known.Version == Version) return known.Value;

        var status = (await TeamsAsync(HttpMethod.Put, $"api/teams/{Ref(team)}/members", new { members = 0 }, cancellationToken)).Status;
        if (status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
            _replacesMembers = (Version, status == HttpStatusCode.BadRequest);
        return status == HttpStatusCode.BadRequest;
    }

    /// <summary>Replaces all members and admins, by their e-mails as Grafana writes them.</summary>
    /// <returns>False where Grafana does not know one of the e-mails, and changed nothing.</returns>
    public async Task<bool> ReplaceMembersAsync(
        GrafanaTeam team, IReadOnlyCollection<string> members, IReadOnlyCollection<string> admins, CancellationToken cancellationToken)
    {
        var answer = await TeamsAsync(HttpMethod.Put, $"api/teams/{Ref(team)}/members", new { members, admins }, cancellationToken);
        if (answer.Status == HttpStatusCode.NotFound) return false;

        answer.Require();
        return true;
    }

    private async Task<GrafanaTeam?> SearchTeamAsync(string query, string name, CancellationToken cancellationToken)
    {
        var answer = await TeamsAsync(HttpMethod.Get, $"api/teams/search?{query}", null, cancellationToken);
        return answer.ReadIfFound<TeamPage>()?.Teams.FirstOrDefault(x => string.Equals(x.Name, name, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsSame(GrafanaTeam one, GrafanaTeam other) => one.Id != 0 && other.Id != 0 ? one.Id == other.Id : one.Uid == other.Uid;

    private sealed record TeamPage(IReadOnlyList<GrafanaTeam> Teams);
}
