using Microsoft.Extensions.DependencyInjection;
using Scim.Grafana.Client;
using Scim.Grafana.Reconciling;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Reporting;

/// <summary>Whether Grafana is as it should be.</summary>
/// <param name="Url">Grafana's address.</param>
/// <param name="Version">Grafana's version; null where it is hidden or Grafana is away.</param>
/// <param name="Warnings">What in Grafana's configuration is in the way, in words for a person.</param>
/// <param name="Tenants">Each tenant.</param>
public sealed record GrafanaStatus(Uri Url, string? Version, IReadOnlyList<string> Warnings, IReadOnlyList<TenantStatus> Tenants)
{
    public bool IsWell => Tenants.All(x => x is { Problem: null, Behind: { Held: 0, Failing: 0 } });

    public static async Task<GrafanaStatus> ReadAsync(IServiceProvider services, IReadOnlyList<string> tenants, int mostRows, CancellationToken cancellationToken)
    {
        var connected = (await services.GetRequiredService<ConnectedTenants>().ListAsync(cancellationToken)).ToDictionary(x => x.Tenant);
        var statuses = new List<TenantStatus>();
        foreach (var tenant in tenants)
        {
            var problem = await services.GetRequiredService<AccessCheck>().ProblemAsync(tenant, cancellationToken);
            var behind = await services.GetRequiredService<DueList>().ReportAsync(tenant, mostRows, cancellationToken);
            statuses.Add(new TenantStatus(tenant, services.GetRequiredService<GrafanaTenants>()[tenant].OrgId, problem, connected.GetValueOrDefault(tenant), behind));
        }

        return new GrafanaStatus(
            services.GetRequiredService<GrafanaOptions>().Url!,
            services.GetRequiredService<GrafanaTenants>().Server.Version.Text,
            await WarningsAsync(services, cancellationToken),
            statuses);
    }

    private static async Task<IReadOnlyList<string>> WarningsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            return await services.GetRequiredService<SettingsCheck>().WarningsAsync(cancellationToken);
        }
        catch (GrafanaException)
        {
            // Whatever it is, it is already each tenant's problem.
            return [];
        }
    }
}

/// <param name="Tenant">The tenant.</param>
/// <param name="OrgId">Its organisation in Grafana.</param>
/// <param name="Problem">Why nothing can be brought there now; null where it can.</param>
/// <param name="Connected">What the running service has noted; null where none has run with this configuration.</param>
/// <param name="Behind">What is behind.</param>
public sealed record TenantStatus(string Tenant, long OrgId, string? Problem, ConnectedTenant? Connected, DueReport Behind);
