using Scim.Doubles.Access;
using Scim.Doubles.Protocol;
using Scim.Doubles.State;

namespace Scim.Doubles.Users;

/// <summary>/api/admin/users: for server admins alone, and by the number alone.</summary>
internal static class AdminUserEndpoints
{
    public static void MapAdminUsers(this GrafanaRoutes routes)
    {
        routes.Post("/admin/users", Permission.Of("users:create"), Create);
        routes.Put("/admin/users/{id}/password", Permission.Of("users.password:write"), SetPassword);
        routes.Put("/admin/users/{id}/permissions", Permission.Of("users.permissions:write"), SetPermissions);
        routes.Post("/admin/users/{id}/disable", Permission.Of("users:disable"), Disable);
        routes.Post("/admin/users/{id}/enable", Permission.Of("users:enable"), Enable);
        routes.Post("/admin/users/{id}/logout", Permission.Of("users:logout"), LogOut);
        routes.Delete("/admin/users/{id}", Permission.Of("users:delete"), Delete);
    }

    private static GrafanaAnswer Create(GrafanaRequest request)
    {
        if (request.Bind<UserForm>() is not { } form) return GrafanaAnswer.BadRequestData;
        if (form.Names() is not var (login, email)) return UserForm.Empty(request.Version);

        var password = form.Password ?? "";
        if (PasswordRules.Refuse(request, password) is { } weak) return weak;
        if (request.State.Users.IsTaken(login, email))
        {
            return GrafanaAnswer.Message(
                StatusCodes.Status412PreconditionFailed, $"User with email '{form.Email?.Trim()}' or username '{form.Login?.Trim()}' already exists");
        }

        if (OrgOfNewUser(request, form, email) is not { } org) return GrafanaAnswer.BadRequest("organization not found");

        var user = request.State.AddUser(login, email, form.Name ?? "", password);
        var options = request.State.Options;
        GrafanaState.SetRole(org, user, options.AutoAssignOrg ? options.AutoAssignOrgRole : OrgRole.Admin);
        return GrafanaAnswer.Ok(new { id = user.Id, uid = request.Version.TellsUidOfNewUsers ? user.Uid : null, message = "User created" });
    }

    private static GrafanaOrg? OrgOfNewUser(GrafanaRequest request, UserForm form, string email)
    {
        var options = request.State.Options;
        return options.AutoAssignOrg
            ? request.State.Orgs.GetValueOrDefault(form.OrgId is > 0 and var id ? id : options.AutoAssignOrgId)
            : request.State.AddOrg(email);
    }

    private static GrafanaAnswer SetPassword(GrafanaRequest request)
    {
        if (request.Bind<UserForm>() is not { } form) return GrafanaAnswer.BadRequestData;

        var (user, refusal) = UserPath.ByNumber(request);
        if (user is null) return refusal;
        if (user.IsExternal) return GrafanaAnswer.Message(StatusCodes.Status403Forbidden, "Cannot update external user password");
        if (PasswordRules.Refuse(request, form.Password ?? "") is { } weak) return weak;

        user.Password = form.Password ?? "";
        return GrafanaAnswer.Done("User password updated");
    }

    private static GrafanaAnswer SetPermissions(GrafanaRequest request)
    {
        if (request.Bind<PermissionsForm>() is not { } form) return GrafanaAnswer.BadRequestData;

        var (user, refusal) = UserPath.ByNumber(request);
        if (user is null) return refusal;

        var makesAdmin = form.IsGrafanaAdmin ?? false;
        if (!makesAdmin && user.IsGrafanaAdmin && request.State.Users.All.Count(x => x.IsGrafanaAdmin) == 1)
            return GrafanaAnswer.BadRequest("cannot remove last grafana admin");

        user.IsGrafanaAdmin = makesAdmin;
        return GrafanaAnswer.Done("User permissions updated");
    }

    private static GrafanaAnswer Disable(GrafanaRequest request)
    {
        var (user, refusal) = UserPath.ByNumber(request);
        if (user is null) return refusal;
        if (user.IsExternal) return GrafanaAnswer.Failed("Could not disable external user");

        user.IsDisabled = true;
        user.Sessions = 0;
        return GrafanaAnswer.Done("User disabled");
    }

    private static GrafanaAnswer Enable(GrafanaRequest request)
    {
        var (user, refusal) = UserPath.ByNumber(request);
        if (user is null) return refusal;
        if (user.IsExternal) return GrafanaAnswer.Failed("Could not enable external user");

        user.IsDisabled = false;
        return GrafanaAnswer.Done("User enabled");
    }

    private static GrafanaAnswer LogOut(GrafanaRequest request)
    {
        if (request.RouteNumber("id") == request.Caller.User.Id) return GrafanaAnswer.BadRequest("You cannot logout yourself");

        var (user, refusal) = UserPath.ByNumber(request);
        if (user is null) return refusal;

        user.Sessions = 0;
        return GrafanaAnswer.Done("User logged out");
    }

    private static GrafanaAnswer Delete(GrafanaRequest request)
    {
        var (user, refusal) = UserPath.ByNumber(request);
        if (user is null) return refusal;

        request.State.DeleteUser(user);
        return GrafanaAnswer.Done("User deleted");
    }

    private sealed record PermissionsForm(bool? IsGrafanaAdmin);
}
