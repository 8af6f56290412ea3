using System.Collections.Concurrent;
using Scim.Api.Authentication;

namespace Scim.Api.Telemetry;

/// <summary>When each tenant last sent this process a request with a credential that is stored nowhere. The use of the others the database knows.</summary>
public sealed class LastRequests(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Cell> _times = [];

    public void Note(Credential credential)
    {
        if (Guid.TryParse(credential.Id, out _)) return;

        var tenant = credential.Tenant;
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
