using Scim.Doubles.Access;
using Scim.Doubles.Protocol;
using Scim.Doubles.State;
using Scim.Doubles.Teams;

namespace Scim.Doubles.Users;

/// <summary>/api/users: for server admins alone.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this GrafanaRoutes routes)
    {
        var (read, write) = (Permission.Of("users:read"), Permission.Of("users:write"));

        routes.Get("/users", read, List);
        routes.Get("/users/search", read, Search);
        routes.Get("/users/lookup", read, Lookup);
        routes.Get("/users/{id}", read, Find);
        routes.Get("/users/{id}/orgs", read, Orgs);
        routes.Get("/users/{id}/teams", read, Teams);
        routes.Put("/users/{id}", write, Update);
    }

    private static GrafanaAnswer List(GrafanaRequest request)
    {
        var paging = Paging.Of(request);
        return GrafanaAnswer.Ok(paging.Slice(Matching(request, paging)).Select(x => UserViews.Hit(request, x)));
    }

    private static GrafanaAnswer Search(GrafanaRequest request)
    {
        var paging = Paging.Of(request);
        var users = Matching(request, paging).ToList();
        return GrafanaAnswer.Ok(new
        {
            totalCount = users.Count,
            users = paging.Slice(users).Select(x => UserViews.Hit(request, x)),
            page = paging.Page,
            perPage = paging.PerPage,
        });
    }

    private static GrafanaAnswer Lookup(GrafanaRequest request) =>
        request.State.Users.FindByLoginOrEmail(request.Query("loginOrEmail")) is { } user
            ? GrafanaAnswer.Ok(UserViews.Lookup(request, user))
            : UserPath.NotFound;

    private static GrafanaAnswer Find(GrafanaRequest request)
    {
        var (user, refusal) = UserPath.ByNumberOrUid(request);
        return user is null ? refusal : GrafanaAnswer.Ok(UserViews.Profile(request, user));
    }

    private static GrafanaAnswer Orgs(GrafanaRequest request)
    {
        var (user, refusal) = UserPath.ByNumberOrUid(request);
        if (user is null) return refusal;

        return GrafanaAnswer.Ok(user.OrgIds.Select(x => request.State.Orgs[x]).Select(x => new { orgId = x.Id, name = x.Name, role = x.Roles[user.Id] }));
    }

    private static GrafanaAnswer Teams(GrafanaRequest request)
    {
        var (user, refusal) = UserPath.ByNumberOrUid(request);
        if (user is null) return refusal;

        var teams = user.TeamIds.Select(x => request.State.Teams[x]).Where(x => x.OrgId == request.Caller.OrgId);
        return GrafanaAnswer.Ok(teams.Select(x => TeamViews.Team(request, x)));
    }

    private static GrafanaAnswer Update(GrafanaRequest request)
    {
        if (request.Bind<UserForm>() is not { } form) return GrafanaAnswer.BadRequestData;

        var (user, refusal) = UserPath.ByNumberOrUid(request);
        if (user is null) return refusal;
        if (user.IsExternal) return GrafanaAnswer.Message(StatusCodes.Status403Forbidden, request.Version.ExternalUserMessage);
        if (form.Names() is not { } names) return UserForm.Empty(request.Version);
        if (Conflict(request, user, names.Login, names.Email) is { } conflict) return conflict;
        if (request.State.Options.VerifyEmail && !string.Equals(user.Email, names.Email, StringComparison.OrdinalIgnoreCase)) return GrafanaAnswer.Done("Email sent for verification");

        request.State.Users.Rename(user, names.Login, names.Email);
        user.Name = form.Name ?? "";
        user.Theme = form.Theme ?? "";
        return GrafanaAnswer.Done("User updated");
    }

    private static GrafanaAnswer? Conflict(GrafanaRequest request, GrafanaUser user, string login, string email)
    {
        var users = request.State.Users;
        if (!users.IsTaken(login, email, except: user)) return null;
        if (!request.Version.NamesConflictsOfUpdates) return GrafanaAnswer.Failed("Failed to update user");

        return users.IsTaken(login, login, except: user)
            ? GrafanaAnswer.Message(StatusCodes.Status409Conflict, "Update would result in user login conflict")
            : GrafanaAnswer.Identified(StatusCodes.Status409Conflict, "user.email-conflict", "Email conflict");
    }

    private static IEnumerable<GrafanaUser> Matching(GrafanaRequest request, Paging paging)
    {
        var query = request.Query("query");
        var users = request.State.Users.People.Where(x => UserViews.Matches(x, query));
        return paging.Order(users, ("login", x => x.Login), ("email", x => x.Email), ("name", x => x.Name));
    }
}
