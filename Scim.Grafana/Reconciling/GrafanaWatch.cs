using Microsoft.Extensions.Hosting;

namespace Scim.Grafana.Reconciling;

/// <summary>Looks from time to time whether Grafana is there, also while nothing is to be brought to it.</summary>
public sealed class GrafanaWatch(Readiness readiness, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private volatile Answer _last = Answer.None;

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
        while (!stoppingToken.IsCancellationRequested)
        {
            using (var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken))
            {
                limit.CancelAfter(Patience);
                try
                {
                    _last = await readiness.AnswersAsync(limit.Token) ? Answer.There : Answer.Away;
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
}
