using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Reconciling;

/// <summary>Brings all tenants to Grafana, as long as the service runs. Any number of replicas do so side by side.</summary>
public sealed class GrafanaConnector(
    GrafanaTenants tenants, ConnectedTenants connected, Readiness readiness, DueLoop loop, FullPass pass, UserWork users, TeamWork teams,
    GrafanaOptions options, ILogger<GrafanaConnector> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>From now on changes of the tenants are marked as due.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        foreach (var tenant in tenants.Names) await connected.ConnectAsync(tenant, tenants[tenant].OrgId, options.GroupRoles.Count > 0, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await KeepAsync("connecting tenants", ConnectAsync, stoppingToken);
        await Task.WhenAll(
            KeepAsync("checking Grafana", readiness.RunAsync, stoppingToken),
            KeepAsync("bringing users", token => loop.RunAsync(users, token), stoppingToken),
            KeepAsync("bringing teams", token => loop.RunAsync(teams, token), stoppingToken),
            KeepAsync("comparing everything", pass.RunAsync, stoppingToken));
    }

    /// <summary>A part that fails must not take the service with it, nor stay away.</summary>
    private async Task KeepAsync(string what, Func<CancellationToken, Task> run, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await run(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                logger.LogWarning("The connector to Grafana, {What}, waits for the database: {Message}", what, e.Message);
            }
            catch (Exception e)
            {
                logger.LogError(e, "The connector to Grafana, {What}, broke off and starts again", what);
            }

            await Task.Delay(AfterFailure, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
