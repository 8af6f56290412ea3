using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Scim.Api.Hosting;
using Scim.Storage.Telemetry;
using Scim.Storage.Tenants;

namespace Scim.Api.Telemetry;

/// <summary>Gauges of what the database knows. Every replica shows the same of them, so that queries take the greatest.</summary>
public sealed class StateGauges : IDisposable
{
    private readonly Meter _meter = new(ScimMeter.Name);
    private readonly StateReader _reader;
    private readonly LastRequests _lastRequests;
    private readonly TimeProvider _clock;
    private readonly HashSet<string> _expected;

    public StateGauges(StateReader reader, LastRequests lastRequests, IOptions<ScimOptions> options, TimeProvider clock)
    {
        (_reader, _lastRequests, _clock) = (reader, lastRequests, clock);
        _expected = [.. options.Value.EntraTenants.Keys, .. string.IsNullOrWhiteSpace(options.Value.BootstrapToken) ? [] : new[] { Tenant.Default }];
        _meter.CreateObservableGauge("scim.database.up", Up, null, "Whether the database answered when it was last asked");
        _meter.CreateObservableGauge("scim.credential.expiry", Expiries, "s", "Time until a credential expires, negative once it has");
        _meter.CreateObservableGauge("scim.credential.last_use.time", LastUses, "s", "When a credential was last used, to the minute, in seconds since 1970");
        _meter.CreateObservableGauge("scim.last_request.time", Requests, "s", "When a tenant last sent a request, in seconds since 1970");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> Up() => _reader.IsUp is { } isUp ? [new Measurement<int>(isUp ? 1 : 0)] : [];

    private IEnumerable<Measurement<double>> Expiries() => Of(x => x.Expires, x => (x - _clock.GetUtcNow().UtcDateTime).TotalSeconds);

    private IEnumerable<Measurement<double>> LastUses() => Of(x => x.LastUsed, Seconds);

    private IEnumerable<Measurement<double>> Of(Func<CredentialState, DateTime?> time, Func<DateTime, double> value) =>
        from credential in _reader.State?.Credentials ?? []
        where time(credential) is not null
        select new Measurement<double>(value(time(credential)!.Value), new("tenant", credential.Tenant), new("kind", credential.Kind), new("name", credential.Name));

    /// <summary>Where nobody can come any more, nobody is missed.</summary>
    private IEnumerable<Measurement<double>> Requests() =>
        from time in _lastRequests.All().Select(x => (x.Tenant, Time: x.Time.UtcDateTime)).Concat(Stored)
        group time.Time by time.Tenant into times
        select new Measurement<double>(Seconds(times.Max()), new KeyValuePair<string, object?>("tenant", times.Key));

    private IEnumerable<(string Tenant, DateTime Time)> Stored =>
        from request in _reader.State?.Requests ?? []
        where request.IsExpected || _expected.Contains(request.Tenant)
        select (request.Tenant, request.At);

    internal static double Seconds(DateTime time) => (time - DateTime.UnixEpoch).TotalSeconds;
}
