using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Scim.Grafana.Client;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Reconciling;

/// <summary>
/// Which tenants can be worked on: Grafana answers, and the credentials may do what is needed. While it is not so, nothing is tried, so nothing is
/// counted as failed; as soon as it is, work goes on.
/// </summary>
public sealed class Readiness(GrafanaTenants tenants, AccessCheck check, ConnectedTenants connected, TimeProvider clock, ILogger<Readiness> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, string> _problems = new(tenants.Names.Select(x => KeyValuePair.Create(x, "Grafana was not asked yet.")));

    private DateTimeOffset _restsUntil = DateTimeOffset.MinValue;

    public IReadOnlyCollection<string> Ready => tenants.Names.Where(x => !_problems.ContainsKey(x)).ToList();

    /// <summary>Whether Grafana is there at all.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await tenants.Server.CheckHealthAsync(cancellationToken);
            return true;
        }
        catch (GrafanaException)
        {
            return false;
        }
    }

    /// <summary>
    /// Asks, with each credential of the tenants that can be worked on, who it is, so that one which is refused is found out while nothing is to be done.
    /// The tenant waits from then on, and is looked at again only when the credential has rested.
    /// </summary>
    public async Task TryCredentialsAsync(CancellationToken cancellationToken)
    {
        var ready = Ready;
        if (ready.Count > 0) await TryAsync(ready, () => tenants.Server.WhoIsAdminAsync(cancellationToken));
        foreach (var tenant in Ready) await TryAsync([tenant], () => tenants[tenant].WhoIsServiceAccountAsync(cancellationToken));
    }

    private async Task TryAsync(IEnumerable<string> of, Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (GrafanaUnauthorizedException e)
        {
            foreach (var tenant in of) Suspend(tenant, e);
        }
        catch (GrafanaException)
        {
            // Whether Grafana is there is asked apart.
        }
    }

    /// <summary>Stops the work on a tenant, or on all where Grafana is away. Where Grafana asks to be left alone for a time, it is.</summary>
    public void Suspend(string tenant, GrafanaException reason)
    {
        if (reason is GrafanaUnavailableException { RetryAfter: { } time }) _restsUntil = clock.GetUtcNow() + time;
        foreach (var each in reason is GrafanaUnavailableException ? tenants.Names : [tenant])
        {
            if (_problems.TryAdd(each, reason.Message)) logger.LogWarning("Nothing is brought to Grafana for tenant {Tenant}: {Problem}", each, reason.Message);
        }
    }

    /// <summary>Looks again and again at those that are not ready.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        var reported = new Dictionary<string, (string? Problem, DateTime At)>();
        do
        {
            foreach (var tenant in tenants.Names)
            {
                if (_problems.ContainsKey(tenant) && clock.GetUtcNow() >= _restsUntil) await CheckAsync(tenant, cancellationToken);

                var problem = _problems.GetValueOrDefault(tenant);
                if (reported.TryGetValue(tenant, out var last) && last.Problem == problem && DateTime.UtcNow - last.At < ReportInterval) continue;

                await connected.ReportAsync(tenant, problem, cancellationToken);
                reported[tenant] = (problem, DateTime.UtcNow);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Looks whether the tenant can be worked on now.</summary>
    /// <returns>Why not; null where it can.</returns>
    public async Task<string?> CheckAsync(string tenant, CancellationToken cancellationToken)
    {
        var problem = await check.ProblemAsync(tenant, cancellationToken);
        if (problem is null)
        {
            _problems.TryRemove(tenant, out _);
            logger.LogInformation("Tenant {Tenant} is brought to organisation {OrgId} of Grafana {Version}", tenant, tenants[tenant].OrgId, tenants.Server.Version);
        }
        else if (_problems.GetValueOrDefault(tenant) != problem)
        {
            _problems[tenant] = problem;
            logger.LogWarning("Nothing is brought to Grafana for tenant {Tenant}: {Problem}", tenant, problem);
        }

        return problem;
    }
}
