using System.Collections.Concurrent;

namespace Scim.Api.Telemetry;

/// <summary>When each tenant last sent this process a request.</summary>
public sealed class LastRequests(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Cell> _times = [];

    public void Note(string tenant)
    {
        var cell = _times.TryGetValue(tenant, out var known) ? known : _times.GetOrAdd(tenant, _ => new Cell());
        Volatile.Write(ref cell.Ticks, clock.GetUtcNow().UtcTicks);
    }

    /// <summary>By tenant.</summary>
    public IEnumerable<(string Tenant, DateTimeOffset Time)> All() => _times.Select(x => (x.Key, new DateTimeOffset(Volatile.Read(ref x.Value.Ticks), TimeSpan.Zero)));

    private sealed class Cell
    {
        public long Ticks;
    }
}
