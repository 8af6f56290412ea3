using Scim.Doubles.Protocol;
using Scim.Doubles.State;

namespace Scim.Doubles.Users;

/// <summary>The user that a path names.</summary>
internal static class UserPath
{
    public static GrafanaAnswer NotFound { get; } = GrafanaAnswer.Missing("user not found");

    /// <summary>By the number alone, as under /api/admin/users.</summary>
    public static (GrafanaUser? User, GrafanaAnswer Refusal) ByNumber(GrafanaRequest request, string name = "id")
    {
        if (request.RouteNumber(name) is not { } id) return (null, GrafanaAnswer.BadRequest($"{name} is invalid"));
        return (request.State.Users.Find(id), NotFound);
    }

    /// <summary>By the number, and from version 11 on by the uid as well.</summary>
    public static (GrafanaUser? User, GrafanaAnswer Refusal) ByNumberOrUid(GrafanaRequest request, string name = "id")
    {
        if (request.RouteNumber(name) is not null || !request.Version.HasUids) return ByNumber(request, name);
        return (request.State.Users.FindByUid(request.Route(name)), GrafanaAnswer.Missing("User not found"));
    }
}
