using Microsoft.Extensions.Logging;
using Npgsql;
using Scim.Grafana.Client;
using Scim.Storage;
using Scim.Storage.Grafana;
using Scim.Storage.Logging;

namespace Scim.Grafana.Reconciling;

/// <summary>Claim, reconcile, settle; rest where nothing is due. No transaction is open while Grafana is called.</summary>
public sealed class DueLoop(DueList due, Readiness readiness, GrafanaLog log, GrafanaMetrics metrics, ILogger<DueLoop> logger)
{
    // What a process that died had claimed waits so long.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RenewAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromHours(1);

    private const int Workers = 4;

    /// <summary>Works until it is stopped. What is claimed then is given back.</summary>
    public async Task RunAsync(IDueWork work, CancellationToken cancellationToken)
    {
        using var free = new SemaphoreSlim(Workers, Workers);
        try
        {
            while (true)
            {
                await free.WaitAsync(cancellationToken);
                IReadOnlyList<DueItem> claimed = [];
                try
                {
                    claimed = await ClaimAsync(work, cancellationToken);
                }
                finally
                {
                    if (claimed.Count == 0) free.Release();
                }

                if (claimed.Count > 0) _ = ProcessThenFreeAsync(work, claimed, free, cancellationToken);
                else await Task.Delay(Idle, cancellationToken);
            }
        }
        finally
        {
            for (var i = 0; i < Workers; i++) await free.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>Works off what is due now, and what becomes due by it.</summary>
    public async Task DrainAsync(IReadOnlyList<IDueWork> works, CancellationToken cancellationToken)
    {
        bool isDone;
        do
        {
            isDone = true;
            foreach (var work in works)
            {
                while (await ClaimAsync(work, cancellationToken) is { Count: > 0 } claimed)
                {
                    await ProcessAsync(work, claimed, cancellationToken);
                    isDone = false;
                }
            }
        }
        while (!isDone);
    }

    private async Task<IReadOnlyList<DueItem>> ClaimAsync(IDueWork work, CancellationToken cancellationToken)
    {
        var ready = readiness.Ready;
        if (ready.Count == 0) return [];

        try
        {
            // A database that hangs in the middle of a greeting would not be left otherwise.
            return await due.ClaimAsync(ready, work.Type, work.Batch, Lease, cancellationToken).WaitAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            logger.LogWarning("The due list cannot be read: {Message}", e.Message);
            await RestAsync(cancellationToken);
            return [];
        }
    }

    private async Task ProcessThenFreeAsync(IDueWork work, IReadOnlyList<DueItem> claimed, SemaphoreSlim free, CancellationToken cancellationToken)
    {
        try
        {
            await ProcessAsync(work, claimed, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The service stops.
        }
        catch (NpgsqlException e)
        {
            logger.LogWarning("Work on due resources of type {Type} waits for the database: {Message}", work.Type, e.Message);
            await RestAsync(cancellationToken);
        }
        catch (Exception e)
        {
            logger.LogError(e, "Work on due resources of type {Type} broke off; it is done again", work.Type);
            await RestAsync(cancellationToken);
        }
        finally
        {
            free.Release();
        }
    }

    private async Task ProcessAsync(IDueWork work, IReadOnlyList<DueItem> claimed, CancellationToken cancellationToken)
    {
        var claim = claimed[0].Claim;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewal = RenewAsync(claim, done.Token);
        try
        {
            foreach (var items in claimed.GroupBy(x => x.Tenant)) await ProcessAsync(work, items.Key, [.. items], cancellationToken);
        }
        finally
        {
            await done.CancelAsync();
            await renewal;
            await due.FreeAsync(claim, CancellationToken.None);
        }
    }

    private async Task ProcessAsync(IDueWork work, string tenant, IReadOnlyList<DueItem> items, CancellationToken cancellationToken)
    {
        var reconcile = await work.PrepareAsync(tenant, items, cancellationToken);
        foreach (var item in items)
        {
            try
            {
                var outcome = await GrafanaTraces.TraceAsync(
                    $"reconcile {item.Type}", tenant, item.Type, () => ReconcileAsync(reconcile, item, cancellationToken), x => x.GetType().Name.ToLowerInvariant());
                await SettleAsync(item, outcome, cancellationToken);
            }
            catch (GrafanaException e) when (e is GrafanaUnavailableException or GrafanaUnauthorizedException)
            {
                if (e is GrafanaUnavailableException { RetryAfter: null } && await readiness.AnswersAsync(cancellationToken))
                {
                    // Grafana is there, and this one call did not get through. The others do not wait for it.
                    await SettleAsync(item, new Failed(e.Message), cancellationToken);
                    continue;
                }

                // No fault of the resource: it stays due, and is tried as soon as Grafana is back.
                readiness.Suspend(tenant, e);
                return;
            }
        }
    }

    private async Task<Outcome> ReconcileAsync(Func<DueItem, CancellationToken, Task<Outcome>> reconcile, DueItem item, CancellationToken cancellationToken)
    {
        try
        {
            return await reconcile(item, cancellationToken);
        }
        catch (GrafanaRefusedException e)
        {
            return new Failed(e.Message);
        }
        catch (Exception e) when (e is not (GrafanaException or OperationCanceledException) && !StorageErrors.IsUnavailable(e))
        {
            logger.LogError(e, "{Type} {Id} of tenant {Tenant} cannot be brought to Grafana", item.Type, item.ResourceId, item.Tenant);
            return new Failed($"The service failed; its log says more. {e.GetType().Name}");
        }
    }

    private async Task SettleAsync(DueItem item, Outcome outcome, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case Done:
                await due.SettleAsync(item, cancellationToken);
                metrics.Succeeded(item.Tenant);
                break;
            case Held x:
                // Once, and without the reason, which can name people: "grafana status" tells it.
                if (item.Held is null) logger.LogWarning("{Type} {Id} of tenant {Tenant} is held by the brake; grafana status says why", item.Type, item.ResourceId, item.Tenant);
                await log.DidNotAsync(item, LogOutcome.Held, x.Reason);
                await due.HoldAsync(item, x.Reason, cancellationToken);
                break;
            case Failed x:
                if (item.Attempts == 0) logger.LogWarning("{Type} {Id} of tenant {Tenant} cannot be brought to Grafana; grafana status says why", item.Type, item.ResourceId, item.Tenant);
                await log.DidNotAsync(item, LogOutcome.Failed, x.Reason, x.Names);
                await due.RetryAsync(item, x.Reason, BackOff(item.Attempts), cancellationToken);
                break;
            default:
                throw new NotSupportedException($"{outcome.GetType().Name} is no way to end.");
        }
    }

    // Not all at once again, should they have failed together.
    private static TimeSpan BackOff(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(LongestBackOff.TotalSeconds, Math.Pow(2, Math.Min(attempts, 12) + 1)) * (0.8 + Random.Shared.NextDouble() * 0.4));

    private static async Task RestAsync(CancellationToken cancellationToken) =>
        await Task.Delay(AfterFailure, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RenewAsync(Guid claim, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RenewAfter);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(cancellationToken);
                await due.RenewAsync(claim, Lease, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                logger.LogWarning("A claim cannot be renewed: {Message}", e.Message);
            }
        }
    }
}
