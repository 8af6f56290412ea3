using Scim.Doubles.Protocol;
using Scim.Doubles.State;

namespace Scim.Doubles.Teams;

/// <summary>The team that a path names, among those of the caller's organization.</summary>
internal static class TeamPath
{
    public static GrafanaAnswer NotFound { get; } = GrafanaAnswer.Missing("Team not found");

    public static (GrafanaTeam? Team, GrafanaAnswer Refusal) Find(GrafanaRequest request)
    {
        if (request.RouteNumber("teamId") is { } id) return (InOrg(request, request.State.Teams.GetValueOrDefault(id)), NotFound);
        if (!request.Version.HasUids) return (null, GrafanaAnswer.BadRequest("teamId is invalid"));
        return (InOrg(request, request.State.FindTeamByUid(request.Route("teamId"))), NotFound);
    }

    private static GrafanaTeam? InOrg(GrafanaRequest request, GrafanaTeam? team) => team?.OrgId == request.Caller.OrgId ? team : null;
}
