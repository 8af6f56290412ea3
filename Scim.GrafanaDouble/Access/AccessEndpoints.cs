using Scim.Doubles.Protocol;
using Scim.Doubles.Users;

namespace Scim.Doubles.Access;

/// <summary>Who the caller is, and what it may do.</summary>
internal static class AccessEndpoints
{
    public static void MapAccess(this GrafanaRoutes routes)
    {
        routes.Get("/user", Permission.SignedIn, Who);
        routes.Get("/access-control/user/actions", Permission.SignedIn, Actions);
        routes.Get("/access-control/user/permissions", Permission.SignedIn, Permissions);
    }

    private static GrafanaAnswer Who(GrafanaRequest request)
    {
        var (user, orgId) = (request.Caller.User, request.Caller.OrgId);
        if (!user.IsServiceAccount) return GrafanaAnswer.Ok(UserViews.Profile(request, user));

        return GrafanaAnswer.Ok(new { id = 0, uid = $"service-account:{user.Id}", orgId, login = user.Login, name = user.Name, isGrafanaAdmin = false });
    }

    private static GrafanaAnswer Actions(GrafanaRequest request) =>
        GrafanaAnswer.Ok(request.Caller.Permissions(request.State).ToDictionary(x => x.Key, _ => true));

    private static GrafanaAnswer Permissions(GrafanaRequest request) =>
        GrafanaAnswer.Ok(request.Caller.Permissions(request.State).ToDictionary(x => x.Key, x => new[] { x.Value }));
}
