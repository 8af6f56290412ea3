using Scim.Doubles.Protocol;
using Scim.Doubles.State;

namespace Scim.Doubles.ServiceAccounts;

/// <summary>The service account that a path names, among those of the caller's organization.</summary>
internal static class ServiceAccountPath
{
    public static (GrafanaUser? Account, GrafanaAnswer Refusal) Find(GrafanaRequest request)
    {
        if (request.RouteNumber("id") is not { } id) return (null, GrafanaAnswer.BadRequest("Service Account ID is invalid"));

        var account = request.State.Users.Find(id);
        var isOfOrg = account is { IsServiceAccount: true } && account.OrgId == request.Caller.OrgId;
        return (isOfOrg ? account : null, GrafanaAnswer.Identified(StatusCodes.Status404NotFound, "serviceaccounts.ErrNotFound", "service account not found"));
    }
}
