using Scim.Doubles.Access;
using Scim.Doubles.Protocol;
using Scim.Doubles.State;
using Scim.Doubles.Users;

namespace Scim.Doubles.Orgs;

/// <summary>Members of an organization: /api/orgs/:orgId/users for server admins, /api/org/users for the caller's own.</summary>
internal static class OrgUserEndpoints
{
    public static void MapOrgUsers(this GrafanaRoutes routes)
    {
        routes.Get("/orgs/{orgId}/users", Permission.InOrgOfPath("org.users:read"), List);
        routes.Get("/orgs/{orgId}/users/search", Permission.InOrgOfPath("org.users:read"), Search);
        routes.Post("/orgs/{orgId}/users", Permission.InOrgOfPath("org.users:add"), Add);
        routes.Patch("/orgs/{orgId}/users/{userId}", Permission.InOrgOfPath("org.users:write"), x => SetRole(x, UserPath.ByNumberOrUid(x, "userId")));
        routes.Delete("/orgs/{orgId}/users/{userId}", Permission.InOrgOfPath("org.users:remove"), x => Remove(x, UserPath.ByNumberOrUid(x, "userId"), false));

        routes.Get("/org/users", Permission.Of("org.users:read"), List);
        routes.Get("/org/users/search", Permission.Of("org.users:read"), Search);
        routes.Post("/org/users", Permission.Of("org.users:add"), Add);
        routes.Patch("/org/users/{userId}", Permission.Of("org.users:write"), x => SetRole(x, UserPath.ByNumber(x, "userId")));
        routes.Delete("/org/users/{userId}", Permission.Of("org.users:remove"), x => Remove(x, UserPath.ByNumber(x, "userId"), true));
    }

    private static GrafanaAnswer List(GrafanaRequest request)
    {
        if (OrgOf(request) is not { } org) return OrgMissing;

        var limit = request.QueryNumber("limit", int.MaxValue);
        return GrafanaAnswer.Ok(Matching(request, org).Take(limit).Select(x => UserViews.OrgUser(request, org, x)));
    }

    private static GrafanaAnswer Search(GrafanaRequest request)
    {
        if (OrgOf(request) is not { } org) return OrgMissing;

        var paging = Paging.Of(request);
        var users = paging.Order(Matching(request, org), ("login", x => x.Login), ("email", x => x.Email), ("name", x => x.Name)).ToList();
        return GrafanaAnswer.Ok(new
        {
            totalCount = users.Count,
            orgUsers = paging.Slice(users).Select(x => UserViews.OrgUser(request, org, x)),
            page = paging.Page,
            perPage = paging.PerPage,
        });
    }

    private static GrafanaAnswer Add(GrafanaRequest request)
    {
        if (request.Bind<MemberForm>() is not { } form) return GrafanaAnswer.BadRequestData;
        if (RefuseRole(request, form.Role) is { } refusal) return refusal;
        if (request.State.Users.FindByLoginOrEmail(form.LoginOrEmail ?? "") is not { IsServiceAccount: false } user) return GrafanaAnswer.Missing("User not found");
        if (OrgOf(request) is not { } org) return OrgMissing;
        if (org.Roles.ContainsKey(user.Id))
            return GrafanaAnswer.Of(StatusCodes.Status409Conflict, new { message = "User is already member of this organization", userId = user.Id });

        GrafanaState.SetRole(org, user, form.Role!);
        return GrafanaAnswer.Ok(new { message = "User added to organization", userId = user.Id });
    }

    private static GrafanaAnswer SetRole(GrafanaRequest request, (GrafanaUser? User, GrafanaAnswer Refusal) found)
    {
        if (request.Bind<MemberForm>() is not { } form) return GrafanaAnswer.BadRequestData;
        if (RefuseRole(request, form.Role) is { } refusal) return refusal;
        if (found.User is not { } user) return found.Refusal;
        if (OrgOf(request) is not { } org) return OrgMissing;
        if (request.State.IsExternallySynced(user))
            return GrafanaAnswer.Identified(StatusCodes.Status403Forbidden, "org.externallySynced", "cannot change role for externally synced user");
        if (!org.Roles.ContainsKey(user.Id)) return GrafanaAnswer.Failed("Failed update org user");
        if (form.Role != OrgRole.Admin && GrafanaState.IsLastAdmin(org, user))
            return GrafanaAnswer.BadRequest("Cannot change role so that there is no organization admin left");

        GrafanaState.SetRole(org, user, form.Role!);
        return GrafanaAnswer.Done("Organization user updated");
    }

    /// <param name="request">The call.</param>
    /// <param name="found">The user of its path.</param>
    /// <param name="deletesOrphans">Grafana's trap: in the caller's own organization, a user who is left without any is deleted.</param>
    private static GrafanaAnswer Remove(GrafanaRequest request, (GrafanaUser? User, GrafanaAnswer Refusal) found, bool deletesOrphans)
    {
        if (found.User is null && found.Refusal != UserPath.NotFound) return found.Refusal;
        if (found.User is not { IsServiceAccount: false } user) return GrafanaAnswer.Failed("Failed to remove user from organization");
        if (OrgOf(request) is not { } org) return OrgMissing;
        if (GrafanaState.IsLastAdmin(org, user)) return GrafanaAnswer.BadRequest("Cannot remove last organization admin");

        request.State.Leave(org, user);
        if (!deletesOrphans || user.OrgIds.Count > 0) return GrafanaAnswer.Done("User removed from organization");

        request.State.DeleteUser(user);
        return GrafanaAnswer.Done("User deleted");
    }

    private static GrafanaAnswer OrgMissing { get; } = GrafanaAnswer.Missing("Organization not found");

    private static GrafanaOrg? OrgOf(GrafanaRequest request) =>
        request.State.Orgs.GetValueOrDefault(request.HasRoute("orgId") ? request.RouteNumber("orgId") ?? 0 : request.Caller.OrgId);

    private static IEnumerable<GrafanaUser> Matching(GrafanaRequest request, GrafanaOrg org)
    {
        var query = request.Query("query");
        return request.State.Users.People.Where(x => org.Roles.ContainsKey(x.Id) && UserViews.Matches(x, query));
    }

    private static GrafanaAnswer? RefuseRole(GrafanaRequest request, string? role)
    {
        if (!OrgRole.IsKnown(role)) return GrafanaAnswer.BadRequest("Invalid role specified");
        return request.Caller.IsServerAdmin || OrgRole.Includes(request.Caller.Role, role!)
            ? null
            : GrafanaAnswer.Message(StatusCodes.Status403Forbidden, "Cannot assign a role higher than user's role");
    }

    private sealed record MemberForm(string? LoginOrEmail, string? Role);
}
