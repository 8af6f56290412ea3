namespace Scim.Doubles.Hosting;

/// <summary>The calls that were answered or cut, in that order.</summary>
internal sealed class CallLog
{
    private readonly Lock _gate = new();
    private readonly List<GrafanaCall> _calls = [];
    private long _last;

    public long NextNumber() => Interlocked.Increment(ref _last);

    public void Add(GrafanaCall call)
    {
        lock (_gate) _calls.Add(call);
    }

    public IReadOnlyList<GrafanaCall> Snapshot()
    {
        lock (_gate) return [.. _calls];
    }

    public void Clear()
    {
        lock (_gate) _calls.Clear();
    }
}
