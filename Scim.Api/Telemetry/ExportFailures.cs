using System.Diagnostics.Tracing;

namespace Scim.Api.Telemetry;

/// <summary>Says in the service's log what the exporter of OTLP keeps to itself: that nothing arrives. Once in some minutes, however often it fails.</summary>
internal sealed class ExportFailures(ILogger<ExportFailures> logger, TimeProvider clock) : EventListener, IHostedService
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();

    private DateTimeOffset _quietUntil = DateTimeOffset.MinValue;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var source in EventSource.GetSources().Where(x => x.Name == Exporter)) EnableEvents(source, EventLevel.Error);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        // The base class calls this before the fields are set.
        if (eventSource.Name == Exporter && logger is not null) EnableEvents(eventSource, EventLevel.Error);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        lock (_lock)
        {
            if (clock.GetUtcNow() < _quietUntil) return;

            _quietUntil = clock.GetUtcNow() + Interval;
        }

        logger.LogWarning("What is exported by OTLP does not arrive: {Message}. Check OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_PROTOCOL", MessageOf(eventData));
    }

    // Exceptions come with their stacks; the first line says enough.
    private static string MessageOf(EventWrittenEventArgs e)
    {
        var values = (e.Payload ?? []).Select(x => $"{x}".Split('\n')[0].Trim()).ToArray<object>();
        return string.Format(System.Globalization.CultureInfo.InvariantCulture, e.Message ?? e.EventName ?? "", values);
    }
}
