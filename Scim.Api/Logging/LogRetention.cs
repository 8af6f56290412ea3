using Microsoft.Extensions.Options;
using Npgsql;
using Scim.Api.Hosting;
using Scim.Storage.Logging;

namespace Scim.Api.Logging;

/// <summary>Deletes what the provisioning log has kept for <see cref="ScimOptions.LogRetentionDays"/>. Any number of replicas do so side by side.</summary>
public sealed class LogRetention(ProvisioningLog log, IOptions<ScimOptions> options, TimeProvider clock, ILogger<LogRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var days = options.Value.LogRetentionDays;
        if (days == 0) return;

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var gone = await log.PurgeAsync(clock.GetUtcNow().AddDays(-days), stoppingToken);
                if (gone > 0) logger.LogInformation("{Count} rows of the provisioning log were older than {Days} days and are deleted", gone, days);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                logger.LogWarning("Old rows of the provisioning log stay until the next hour: {Message}", e.Message);
            }

            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
