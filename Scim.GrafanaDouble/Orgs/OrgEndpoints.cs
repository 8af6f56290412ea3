using Scim.Doubles.Access;
using Scim.Doubles.Protocol;
using Scim.Doubles.State;

namespace Scim.Doubles.Orgs;

/// <summary>/api/orgs, and /api/org for the caller's own.</summary>
internal static class OrgEndpoints
{
    public static void MapOrgs(this GrafanaRoutes routes)
    {
        routes.Get("/org", Permission.Of("orgs:read"), Current);
        routes.Get("/orgs", Permission.Everywhere("orgs:read"), List);
        routes.Post("/orgs", Permission.Of("orgs:create"), Create);
        routes.Get("/orgs/{orgId}", Permission.InOrgOfPath("orgs:read"), Find);
        routes.Delete("/orgs/{orgId}", Permission.Of("orgs:delete"), Delete);
    }

    private static GrafanaAnswer Current(GrafanaRequest request) => View(request.State.Orgs.GetValueOrDefault(request.Caller.OrgId));

    private static GrafanaAnswer List(GrafanaRequest request)
    {
        var (name, query) = (request.Query("name"), request.Query("query"));
        var orgs = request.State.Orgs.Values.Where(x => name.Length == 0 || x.Name == name).Where(x => x.Name.Contains(query, StringComparison.OrdinalIgnoreCase));
        return GrafanaAnswer.Ok(Paging.Of(request).Slice(orgs).Select(x => new { id = x.Id, name = x.Name }));
    }

    private static GrafanaAnswer Create(GrafanaRequest request)
    {
        if (request.Bind<OrgForm>() is not { Name: { Length: > 0 } name }) return GrafanaAnswer.BadRequestData;
        if (request.State.Orgs.Values.Any(x => x.Name == name)) return GrafanaAnswer.Message(StatusCodes.Status409Conflict, "Organization name taken");

        var org = request.State.AddOrg(name);
        GrafanaState.SetRole(org, request.Caller.User, OrgRole.Admin);
        return GrafanaAnswer.Ok(new { orgId = org.Id, message = "Organization created" });
    }

    private static GrafanaAnswer Find(GrafanaRequest request) =>
        request.RouteNumber("orgId") is { } id ? View(request.State.Orgs.GetValueOrDefault(id)) : GrafanaAnswer.BadRequest("orgId is invalid");

    private static GrafanaAnswer Delete(GrafanaRequest request)
    {
        if (request.RouteNumber("orgId") is not { } id) return GrafanaAnswer.BadRequest("orgId is invalid");
        if (id == request.Caller.OrgId) return GrafanaAnswer.BadRequest("Can not delete org for current user");
        if (request.State.Orgs.GetValueOrDefault(id) is not { } org) return GrafanaAnswer.Missing("Failed to delete organization. ID not found");

        request.State.DeleteOrg(org);
        return GrafanaAnswer.Done("Organization deleted");
    }

    private static GrafanaAnswer View(GrafanaOrg? org)
    {
        if (org is null) return GrafanaAnswer.Missing("Organization not found");

        var address = new { address1 = "", address2 = "", city = "", zipCode = "", state = "", country = "" };
        return GrafanaAnswer.Ok(new { id = org.Id, name = org.Name, address });
    }

    private sealed record OrgForm(string? Name);
}
