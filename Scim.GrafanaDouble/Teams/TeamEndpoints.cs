using System.Globalization;
using Scim.Doubles.Access;
using Scim.Doubles.Protocol;
using Scim.Doubles.State;

namespace Scim.Doubles.Teams;

/// <summary>/api/teams of the caller's organization.</summary>
internal static class TeamEndpoints
{
    public static void MapTeams(this GrafanaRoutes routes)
    {
        routes.Post("/teams", Permission.Of("teams:create"), Create);
        routes.Get("/teams/search", Permission.Of("teams:read"), Search);
        routes.Get("/teams/{teamId}", Permission.Of("teams:read"), Find);
        routes.Put("/teams/{teamId}", Permission.Of("teams:write"), Update);
        routes.Delete("/teams/{teamId}", Permission.Of("teams:delete"), Delete);
    }

    private static GrafanaAnswer Create(GrafanaRequest request)
    {
        if (request.Bind<TeamForm>() is not { Name: { Length: > 0 } name } form) return GrafanaAnswer.BadRequestData;

        var org = request.State.Orgs[request.Caller.OrgId];
        if (org.TeamsByName.ContainsKey(name)) return NameTaken(StatusCodes.Status409Conflict);

        var team = request.State.AddTeam(org, name, form.Email ?? "");
        // Grafana's trap: a person who makes a team is in it from then on, a service account is not.
        if (!request.Caller.User.IsServiceAccount) GrafanaState.SetMember(team, request.Caller.User, GrafanaTeam.Admin);
        return GrafanaAnswer.Ok(new { teamId = team.Id, uid = request.Version.TellsUidOfNewTeams ? team.Uid : null, message = "Team created" });
    }

    private static GrafanaAnswer Search(GrafanaRequest request)
    {
        var (name, ids) = (request.Query("name"), request.Queries("teamId").ToHashSet());
        var isRedirected = request.State.Options.TeamsRedirect && name.Length == 0 && ids.Count == 0;
        var paging = Paging.Of(request);
        var teams = paging.Order(Matching(request, name, ids), ("name", x => x.Name), ("email", x => x.Email)).ToList();
        return GrafanaAnswer.Ok(new
        {
            totalCount = teams.Count,
            teams = paging.Slice(teams).Select(x => isRedirected ? TeamViews.RedirectedHit(x) : TeamViews.Team(request, x)),
            page = paging.Page,
            perPage = paging.PerPage,
        });
    }

    private static IEnumerable<GrafanaTeam> Matching(GrafanaRequest request, string name, HashSet<string?> ids)
    {
        var teams = request.State.Orgs[request.Caller.OrgId].TeamsByName;
        IEnumerable<GrafanaTeam> named = name.Length == 0 ? teams.Values : teams.TryGetValue(name, out var team) ? [team] : [];
        return named
            .Where(x => ids.Count == 0 || ids.Contains(x.Id.ToString(CultureInfo.InvariantCulture)))
            .Where(x => x.Name.Contains(request.Query("query"), StringComparison.OrdinalIgnoreCase));
    }

    private static GrafanaAnswer Find(GrafanaRequest request)
    {
        var (team, refusal) = TeamPath.Find(request);
        return team is null ? refusal : GrafanaAnswer.Ok(TeamViews.Team(request, team));
    }

    private static GrafanaAnswer Update(GrafanaRequest request)
    {
        if (request.Bind<TeamForm>() is not { } form) return GrafanaAnswer.BadRequestData;

        var (team, refusal) = TeamPath.Find(request);
        if (team is null) return refusal;

        var name = form.Name ?? "";
        if (team.IsProvisioned && team.Name != name) return GrafanaAnswer.BadRequest("Team name cannot be changed for provisioned teams");

        var teams = request.State.Orgs[team.OrgId].TeamsByName;
        if (teams.TryGetValue(name, out var other) && other != team)
            return NameTaken(request.State.Options.TeamsRedirect ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest);

        request.State.RenameTeam(team, name);
        team.Email = form.Email ?? "";
        return GrafanaAnswer.Done("Team updated");
    }

    private static GrafanaAnswer Delete(GrafanaRequest request)
    {
        var (team, refusal) = TeamPath.Find(request);
        if (team is null) return refusal == TeamPath.NotFound ? GrafanaAnswer.Missing(request.Version.DeletedTeamMessage) : refusal;
        if (team.IsProvisioned) return GrafanaAnswer.BadRequest("Cannot delete provisioned teams");

        request.State.DeleteTeam(team);
        return GrafanaAnswer.Done("Team deleted");
    }

    private static GrafanaAnswer NameTaken(int status) => GrafanaAnswer.Message(status, "Team name taken");

    private sealed record TeamForm(string? Name, string? Email);
}
