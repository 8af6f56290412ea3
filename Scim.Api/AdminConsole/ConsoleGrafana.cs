using Scim.Grafana;
using Scim.Grafana.Reconciling;
using Scim.Grafana.Reporting;
using Scim.Storage;
using Scim.Storage.Grafana;

namespace Scim.Api.AdminConsole;

/// <summary>The connector as the console needs it, whether or not there is one.</summary>
internal sealed class ConsoleGrafana(IServiceProvider services)
{
    /// <summary>Resources behind that are shown, those held first.</summary>
    private const int MostRows = 200;

    /// <summary>Why there is nothing to show of Grafana for the tenant; null where there is.</summary>
    public string? Missing(string tenant) =>
        services.GetService<GrafanaOptions>() is not { } options ? "No Grafana is configured. Set Grafana__Url, Grafana__AdminUser and Grafana__AdminPassword."
        : tenant != GrafanaOptions.DefaultTenant && !options.Tenants.ContainsKey(tenant) ? $"Tenant {tenant} is not brought to Grafana. Set Grafana__Tenants__{tenant}__OrgId to its organisation."
        : null;

    /// <summary>What is in the way and behind. It asks Grafana, which may take seconds.</summary>
    public async Task<GrafanaStatus> StatusAsync(string tenant, CancellationToken cancellationToken)
    {
        var status = await GrafanaStatus.ReadAsync(services, [tenant], MostRows, cancellationToken);

        // Grafana's configuration is the operator's matter, and that of no other tenant.
        return tenant == GrafanaOptions.DefaultTenant ? status : status with { Warnings = [] };
    }

    /// <summary>Why nothing can be brought to Grafana now; null where it can.</summary>
    public Task<string?> ProblemAsync(string tenant, CancellationToken cancellationToken) =>
        services.GetRequiredService<AccessCheck>().ProblemAsync(tenant, cancellationToken);

    public IAsyncEnumerable<PlanLine> PlanAsync(string tenant, CancellationToken cancellationToken) =>
        services.GetRequiredService<GrafanaPlan>().OfAsync(tenant, cancellationToken);

    /// <returns>How many were released: none where others are held than the person saw.</returns>
    public Task<int> ReleaseAsync(Caller caller, string seen, CancellationToken cancellationToken) =>
        services.GetRequiredService<DueList>().ReleaseAsync(caller, seen, cancellationToken);
}
