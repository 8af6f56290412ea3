using System.Diagnostics.Metrics;
using Scim.Grafana;
using Scim.Grafana.Reconciling;
using Scim.Storage.Telemetry;

namespace Scim.Api.Telemetry;

/// <summary>Gauges of how far Grafana is behind, for the tenants that this process brings there.</summary>
public sealed class GrafanaGauges : IDisposable
{
    private readonly Meter _meter = new(ScimMeter.Name);
    private readonly StateReader _reader;
    private readonly GrafanaTenants _tenants;
    private readonly GrafanaWatch _watch;
    private readonly GrafanaMetrics _metrics;

    public GrafanaGauges(StateReader reader, GrafanaTenants tenants, GrafanaWatch watch, GrafanaMetrics metrics)
    {
        (_reader, _tenants, _watch, _metrics) = (reader, tenants, watch, metrics);
        _meter.CreateObservableGauge("scim.grafana.up", Up, null, "Whether Grafana answers, and the credentials may do what is needed");
        _meter.CreateObservableGauge("scim.grafana.due", Due, "{resource}", "Users and groups that are not in Grafana as they should be");
        _meter.CreateObservableGauge("scim.grafana.due.age", () => Of(x => x.Age), "s", "How long the oldest of those that are due, and not held, has been so");
        _meter.CreateObservableGauge("scim.grafana.brake.held", () => Of(x => x.Held), "{user}", "Users who would lose access, and teams that would lose members, and whom the brake holds");
        _meter.CreateObservableGauge("scim.grafana.last_success.time", LastSuccess, "s", "When something was last brought to Grafana, or all compared with it, in seconds since 1970");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<ConnectedState> Connected => _reader.State?.Tenants.Where(x => _tenants.Names.Contains(x.Tenant)) ?? [];

    private IEnumerable<Measurement<int>> Up() =>
        _watch.Ready is { } ready ? _tenants.Names.Select(x => new Measurement<int>(ready.Contains(x) ? 1 : 0, Tenant(x))) : [];

    private IEnumerable<Measurement<long>> Due() => Connected.SelectMany(x => new[]
    {
        Measure(x.Tenant, "waiting", x.Waiting), Measure(x.Tenant, "failing", x.Failing), Measure(x.Tenant, "held", x.Held),
    });

    private IEnumerable<Measurement<double>> Of(Func<ConnectedState, double> value) => Connected.Select(x => new Measurement<double>(value(x), Tenant(x.Tenant)));

    private IEnumerable<Measurement<double>> LastSuccess() =>
        from time in _metrics.LastSuccess.Select(x => (Tenant: x.Key, Time: x.Value.UtcDateTime))
            .Concat(Connected.Where(x => x.LastPass is not null).Select(x => (x.Tenant, Time: x.LastPass!.Value)))
        group time.Time by time.Tenant into times
        select new Measurement<double>(StateGauges.Seconds(times.Max()), Tenant(times.Key));

    private static Measurement<long> Measure(string tenant, string state, long value) => new(value, Tenant(tenant), new("state", state));

    private static KeyValuePair<string, object?> Tenant(string tenant) => new("tenant", tenant);
}
