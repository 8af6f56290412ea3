using Scim.Grafana.Client;

namespace Scim.Grafana.Reconciling;

/// <summary>Whether Grafana is there, and the credentials may do what is needed.</summary>
public sealed class AccessCheck(GrafanaTenants tenants, GrafanaOptions options)
{
    private static readonly string[] FolderActions = ["folders:create", "folders:read", "folders.permissions:read", "folders.permissions:write"];

    /// <summary>What to mend before anything can be done for the tenant; null where all is well.</summary>
    public async Task<string?> ProblemAsync(string tenant, CancellationToken cancellationToken)
    {
        try
        {
            return await ServerProblemAsync(cancellationToken) ?? await OrganisationProblemAsync(tenant, tenants[tenant], cancellationToken);
        }
        catch (GrafanaException e)
        {
            return e.Message;
        }
    }

    private async Task<string?> ServerProblemAsync(CancellationToken cancellationToken)
    {
        var version = await tenants.Server.CheckHealthAsync(cancellationToken);
        if (version.IsTooOld) return $"Grafana is {version}; it must be 10 or later.";

        var admin = await tenants.Server.WhoIsAdminAsync(cancellationToken);
        return admin.IsGrafanaAdmin ? null : $"Grafana__AdminUser is {admin.Login}, who is no server admin of Grafana. An admin of an organisation is not enough to manage users.";
    }

    private async Task<string?> OrganisationProblemAsync(string tenant, GrafanaClient client, CancellationToken cancellationToken)
    {
        var setting = tenant == GrafanaOptions.DefaultTenant ? "Grafana__" : $"Grafana__Tenants__{tenant}__";
        if (!await client.OrganisationExistsAsync(cancellationToken)) return $"Grafana has no organisation {client.OrgId}; set {setting}OrgId to one that it has.";

        var account = await client.WhoIsServiceAccountAsync(cancellationToken);
        if (account is not null && account.OrgId != client.OrgId)
            return $"{setting}ServiceAccountToken is of organisation {account.OrgId}, not {client.OrgId}. Tokens belong to one organisation; make one in that.";

        var actions = await client.ServiceAccountActionsAsync(cancellationToken);
        var missing = ProvisioningRights.Teams.Concat(options.Folders.Count > 0 ? FolderActions : []).Where(x => !actions.GetValueOrDefault(x)).ToList();
        return missing.Count == 0 ? null : $"The service account{(account is null ? "" : $" {account.Login}")} lacks {string.Join(", ", missing)}. Give it the role Admin in organisation {client.OrgId}.";
    }
}
