using Npgsql;
using Scim.Storage;
using Scim.Storage.Telemetry;

namespace Scim.Api.Telemetry;

/// <summary>Reads from time to time what the database knows of the service's state, whoever asks for metrics and however often.</summary>
public sealed class StateReader(ServiceStates states, TimeProvider clock, ILogger<StateReader> logger) : BackgroundService
{
    /// <summary>Between two readings.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    // What was read before says nothing any more.
    private static readonly TimeSpan GoodFor = 4 * Interval;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private volatile Reading? _last;

    /// <summary>Null where the database did not answer the last time, or was not asked yet.</summary>
    public ServiceState? State => _last is { State: { } state } last && clock.GetUtcNow() - last.At < GoodFor ? state : null;

    /// <summary>Whether the database answered the last time; null before the first.</summary>
    public bool? IsUp => _last is { } last ? last.State is not null : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Here, since whoever measures has begun to.
        AuthenticationMetrics.Begin();
        while (!stoppingToken.IsCancellationRequested)
        {
            await ReadAsync(stoppingToken);
            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(CancellationToken stoppingToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(Patience);
        try
        {
            // A database that hangs in the middle of a greeting would not be left otherwise.
            var state = await states.ReadAsync(limit.Token).WaitAsync(limit.Token);
            _last = new Reading(state, clock.GetUtcNow());
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested && (e is OperationCanceledException or NpgsqlException || StorageErrors.IsUnavailable(e)))
        {
            if (_last is not { State: null }) logger.LogWarning("Metrics that come from the database are left out until it answers: {Message}", e.Message);
            _last = new Reading(null, clock.GetUtcNow());
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private sealed record Reading(ServiceState? State, DateTimeOffset At);
}
