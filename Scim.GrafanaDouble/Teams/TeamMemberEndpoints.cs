using Scim.Doubles.Access;
using Scim.Doubles.Protocol;
using Scim.Doubles.State;
using Scim.Doubles.Users;

namespace Scim.Doubles.Teams;

/// <summary>/api/teams/:teamId/members</summary>
internal static class TeamMemberEndpoints
{
    public static void MapTeamMembers(this GrafanaRoutes routes, bool hasBulkMembers)
    {
        var write = Permission.Of("teams.permissions:write");

        routes.Get("/teams/{teamId}/members", Permission.Of("teams.permissions:read"), List);
        routes.Post("/teams/{teamId}/members", write, Add);
        routes.Put("/teams/{teamId}/members/{userId}", write, SetPermission);
        routes.Delete("/teams/{teamId}/members/{userId}", write, Remove);
        if (hasBulkMembers) routes.Put("/teams/{teamId}/members", write, Replace);
    }

    private static GrafanaAnswer List(GrafanaRequest request)
    {
        var (team, refusal) = TeamPath.Find(request);
        // Grafana's trap: it does not ask whether a team of this number exists.
        if (team is null) return request.RouteNumber("teamId") is null ? refusal : GrafanaAnswer.Ok(Array.Empty<object>());

        var users = team.Members.Keys.Select(x => request.State.Users.Find(x)!).OrderBy(x => x.Login, StringComparer.Ordinal);
        return GrafanaAnswer.Ok(users.Select(x => TeamViews.Member(request, team, x)));
    }

    private static GrafanaAnswer Add(GrafanaRequest request)
    {
        if (request.Bind<AddForm>() is not { } form) return GrafanaAnswer.BadRequestData;

        var (team, refusal) = Changeable(request);
        if (team is null) return refusal;

        var userId = form.UserId ?? 0;
        if (team.Members.ContainsKey(userId)) return GrafanaAnswer.BadRequest("User is already added to this team");
        if (request.State.Users.Find(userId) is not { } user || !user.OrgIds.Contains(team.OrgId)) return GrafanaAnswer.Failed("Failed to add Member to Team");

        GrafanaState.SetMember(team, user, GrafanaTeam.Member);
        return GrafanaAnswer.Done("Member added to Team");
    }

    private static GrafanaAnswer SetPermission(GrafanaRequest request)
    {
        if (request.Bind<PermissionForm>() is not { } form) return GrafanaAnswer.BadRequestData;

        var (team, refusal) = Changeable(request);
        if (team is null) return refusal;
        if (request.RouteNumber("userId") is not { } userId) return GrafanaAnswer.BadRequest("userId is invalid");
        if (!team.Members.ContainsKey(userId)) return GrafanaAnswer.Missing("Team member not found.");
        if (form.Permission is not (null or GrafanaTeam.Member or GrafanaTeam.Admin)) return GrafanaAnswer.Failed("Failed to update team member.");

        GrafanaState.SetMember(team, request.State.Users.Find(userId)!, form.Permission ?? GrafanaTeam.Member);
        return GrafanaAnswer.Done("Team member updated");
    }

    private static GrafanaAnswer Remove(GrafanaRequest request)
    {
        var (team, refusal) = Changeable(request);
        if (team is null) return refusal;
        if (request.RouteNumber("userId") is not { } userId) return GrafanaAnswer.BadRequest("userId is invalid");
        if (!team.Members.ContainsKey(userId)) return GrafanaAnswer.Missing("Team member not found");

        GrafanaState.RemoveMember(team, request.State.Users.Find(userId)!);
        return GrafanaAnswer.Done("Team Member removed");
    }

    /// <summary>All members and admins at once, by e-mail: whoever is not named is removed, and one unknown e-mail refuses all of it.</summary>
    private static GrafanaAnswer Replace(GrafanaRequest request)
    {
        if (request.Bind<ReplaceForm>() is not { } form) return GrafanaAnswer.BadRequestData;

        var (team, refusal) = Changeable(request);
        if (team is null) return refusal;

        var wanted = new Dictionary<GrafanaUser, int>();
        foreach (var (emails, permission) in new[] { (form.Admins, GrafanaTeam.Admin), (form.Members, GrafanaTeam.Member) })
        {
            foreach (var email in emails ?? [])
            {
                if (request.State.Users.FindByEmail(email ?? "") is not { } user || !user.OrgIds.Contains(team.OrgId)) return UserPath.NotFound;
                wanted[user] = permission;
            }
        }

        foreach (var user in team.Members.Keys.Select(x => request.State.Users.Find(x)!).Where(x => !wanted.ContainsKey(x)).ToList())
            GrafanaState.RemoveMember(team, user);
        foreach (var (user, permission) in wanted) GrafanaState.SetMember(team, user, permission);
        return GrafanaAnswer.Done("Team memberships have been updated");
    }

    private static (GrafanaTeam? Team, GrafanaAnswer Refusal) Changeable(GrafanaRequest request)
    {
        var (team, refusal) = TeamPath.Find(request);
        return team is { IsProvisioned: true }
            ? (null, GrafanaAnswer.BadRequest("Team memberships cannot be updated for provisioned teams"))
            : (team, refusal);
    }

    private sealed record AddForm(long? UserId);

    private sealed record PermissionForm(int? Permission);

    private sealed record ReplaceForm(string?[]? Members, string?[]? Admins);
}
