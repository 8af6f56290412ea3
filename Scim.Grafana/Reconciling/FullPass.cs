using Microsoft.Extensions.Logging;
using Npgsql;
using Scim.Grafana.Client;
using Scim.Grafana.Comparing;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Reconciling;

/// <summary>Compares everything with Grafana from time to time, and marks as due what differs, on whichever side it was changed.</summary>
public sealed class FullPass(
    TenantComparer comparer, DueList due, GrafanaLinks links, ConnectedTenants connected, Readiness readiness, GrafanaMetrics metrics, GrafanaOptions options, ILogger<FullPass> logger)
{
    private const int Batch = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A process that dies in the middle is followed by another after this time.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>Runs a pass whenever it is time for one, until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            foreach (var tenant in readiness.Ready)
            {
                try
                {
                    if (await connected.TryBeginPassAsync(tenant, Lease, cancellationToken)) await RunAsync(tenant, cancellationToken);
                }
                catch (GrafanaException e)
                {
                    logger.LogWarning("Tenant {Tenant} cannot be compared with Grafana: {Message}", tenant, e.Message);
                    if (e is not GrafanaRefusedException) readiness.Suspend(tenant, e);
                    await connected.PutOffPassAsync(tenant, cancellationToken);
                }
                catch (NpgsqlException e)
                {
                    logger.LogWarning("Tenant {Tenant} cannot be compared with Grafana: {Message}", tenant, e.Message);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Compares the tenant now.</summary>
    /// <returns>How many users and groups differ, and are due.</returns>
    public Task<int> RunAsync(string tenant, CancellationToken cancellationToken) =>
        GrafanaTraces.TraceAsync("compare everything", tenant, null, () => CompareAsync(tenant, cancellationToken));

    private async Task<int> CompareAsync(string tenant, CancellationToken cancellationToken)
    {
        await links.PurgeAsync(tenant, Brake.Window, cancellationToken);
        var users = await MarkAsync(tenant, "User", Differing(comparer.UsersAsync(tenant, cancellationToken), x => x.Differs, x => x.Id), cancellationToken);
        var teams = comparer.TeamsAsync(tenant, x => x is { HasAccess: true, GrafanaId: not null }, cancellationToken);
        var groups = await MarkAsync(tenant, "Group", Differing(teams, x => x.Differs, x => x.Id), cancellationToken);

        await connected.EndPassAsync(tenant, TimeSpan.FromMinutes(options.FullPassMinutes), cancellationToken);
        metrics.Succeeded(tenant);
        if (users + groups > 0) logger.LogInformation("Tenant {Tenant}: {Users} users and {Groups} groups differ from Grafana and are due", tenant, users, groups);
        return users + groups;
    }

    private static async IAsyncEnumerable<Guid> Differing<T>(IAsyncEnumerable<T> all, Func<T, bool> differs, Func<T, Guid> id)
    {
        await foreach (var one in all)
        {
            if (differs(one)) yield return id(one);
        }
    }

    private async Task<int> MarkAsync(string tenant, string type, IAsyncEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var count = 0;
        var batch = new List<Guid>(Batch);
        await foreach (var id in ids)
        {
            count++;
            batch.Add(id);
            if (batch.Count < Batch) continue;

            await due.MarkAsync(tenant, type, batch, cancellationToken);
            batch.Clear();
        }

        if (batch.Count > 0) await due.MarkAsync(tenant, type, batch, cancellationToken);
        return count;
    }
}
