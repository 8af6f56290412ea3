using Scim.Doubles.Access;
using Scim.Doubles.Protocol;
using Scim.Doubles.State;

namespace Scim.Doubles.ServiceAccounts;

/// <summary>/api/serviceaccounts of the caller's organization.</summary>
internal static class ServiceAccountEndpoints
{
    public static void MapServiceAccounts(this GrafanaRoutes routes)
    {
        routes.Post("/serviceaccounts", Permission.Of("serviceaccounts:create"), Create);
        routes.Get("/serviceaccounts/search", Permission.Of("serviceaccounts:read"), Search);
        routes.Get("/serviceaccounts/{id}", Permission.Of("serviceaccounts:read"), Find);
        routes.Patch("/serviceaccounts/{id}", Permission.Of("serviceaccounts:write"), Update);
        routes.Delete("/serviceaccounts/{id}", Permission.Of("serviceaccounts:delete"), Delete);
    }

    private static GrafanaAnswer Create(GrafanaRequest request)
    {
        if (request.Bind<AccountForm>() is not { } form) return GrafanaAnswer.BadRequest("Bad request data");
        if (form.Name is not { Length: > 0 } name) return GrafanaAnswer.BadRequest("Bad request data");

        var role = form.Role ?? OrgRole.Viewer;
        if (RefuseRole(request, role) is { } refusal) return refusal;

        var org = request.State.Orgs[request.Caller.OrgId];
        var login = $"sa-{org.Id}-{string.Join('-', name.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries))}";
        if (request.State.Users.IsTaken(login, login)) return AlreadyExists;

        var account = request.State.AddUser(login, login, name, "", isServiceAccount: true);
        GrafanaState.SetRole(org, account, role);
        account.IsDisabled = form.IsDisabled ?? false;
        return GrafanaAnswer.Of(StatusCodes.Status201Created, View(request, account));
    }

    private static GrafanaAnswer Search(GrafanaRequest request)
    {
        var (paging, query) = (Paging.Of(request), request.Query("query"));
        var accounts = request.State.Orgs[request.Caller.OrgId].Roles.Keys
            .Select(x => request.State.Users.Find(x)!)
            .Where(x => x.IsServiceAccount)
            .Where(x => x.Name.Contains(query, StringComparison.OrdinalIgnoreCase) || x.Login.Contains(query, StringComparison.OrdinalIgnoreCase))
            .OrderBy(x => x.Login, StringComparer.Ordinal)
            .ToList();
        return GrafanaAnswer.Ok(new
        {
            totalCount = accounts.Count,
            serviceAccounts = paging.Slice(accounts).Select(x => View(request, x)),
            page = paging.Page,
            perPage = paging.PerPage,
        });
    }

    private static GrafanaAnswer Find(GrafanaRequest request)
    {
        var (account, refusal) = ServiceAccountPath.Find(request);
        return account is null ? refusal : GrafanaAnswer.Ok(View(request, account));
    }

    private static GrafanaAnswer Update(GrafanaRequest request)
    {
        if (request.Bind<AccountForm>() is not { } form) return GrafanaAnswer.BadRequest("Bad request data");

        var (account, refusal) = ServiceAccountPath.Find(request);
        if (account is null) return refusal;
        if (form.Role is not null && RefuseRole(request, form.Role) is { } refused) return refused;

        if (form.Role is not null) GrafanaState.SetRole(request.State.Orgs[request.Caller.OrgId], account, form.Role);
        account.Name = form.Name ?? account.Name;
        account.IsDisabled = form.IsDisabled ?? account.IsDisabled;
        return GrafanaAnswer.Ok(new { message = "Service account updated", id = account.Id, name = account.Name, serviceaccount = View(request, account) });
    }

    private static GrafanaAnswer Delete(GrafanaRequest request)
    {
        var (account, refusal) = ServiceAccountPath.Find(request);
        if (account is null) return refusal;

        request.State.DeleteUser(account);
        return GrafanaAnswer.Done("Service account deleted");
    }

    private static GrafanaAnswer AlreadyExists { get; } =
        GrafanaAnswer.Identified(StatusCodes.Status400BadRequest, "serviceaccounts.ErrAlreadyExists", "service account already exists");

    private static GrafanaAnswer? RefuseRole(GrafanaRequest request, string role)
    {
        if (!OrgRole.IsKnown(role)) return GrafanaAnswer.BadRequest("Invalid role specified");
        return request.Caller.IsServerAdmin || OrgRole.Includes(request.Caller.Role, role)
            ? null
            : GrafanaAnswer.Message(StatusCodes.Status403Forbidden, "Cannot assign a role higher than user's role");
    }

    private static object View(GrafanaRequest request, GrafanaUser account) => new
    {
        id = account.Id,
        uid = request.Version.HasUids ? account.Uid : null,
        name = account.Name,
        login = account.Login,
        orgId = account.OrgId,
        isDisabled = account.IsDisabled,
        isExternal = false,
        role = request.State.Orgs[account.OrgId].Roles[account.Id],
        tokens = request.State.TokensOf(account).Count(),
        avatarUrl = "",
    };

    private sealed record AccountForm(string? Name, string? Role, bool? IsDisabled);
}
