using Microsoft.Extensions.Hosting;

namespace Scim.Grafana.Reconciling;

/// <summary>Looks from time to time whether Grafana is there and takes the credentials, also while nothing is to be brought to it.</summary>
public sealed class GrafanaWatch(GrafanaTenants tenants, Readiness readiness, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CredentialsInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private volatile Answer _last = Answer.None;
    private DateTimeOffset _credentialsTried = DateTimeOffset.MinValue;

    private enum Answer
    {
        None,
        Away,
        There,
    }

    /// <summary>The tenants that can be worked on, none where Grafana did not answer; null before it was first asked.</summary>
    public IReadOnlyCollection<string>? Ready => _last switch
    {
        Answer.There => readiness.Ready,
        Answer.Away => [],
        _ => null,
    };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var tenant in tenants.Names) GrafanaMetrics.Begin(tenant);
        while (!stoppingToken.IsCancellationRequested)
        {
            using (var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken))
            {
                limit.CancelAfter(Patience);
                try
                {
                    _last = await LookAsync(limit.Token);
                }
                catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
                {
                    _last = Answer.Away;
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }

            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Answer> LookAsync(CancellationToken cancellationToken)
    {
        if (!await readiness.AnswersAsync(cancellationToken)) return Answer.Away;

        if (clock.GetUtcNow() - _credentialsTried >= CredentialsInterval)
        {
            _credentialsTried = clock.GetUtcNow();
            await readiness.TryCredentialsAsync(cancellationToken);
        }

        return Answer.There;
    }
}
