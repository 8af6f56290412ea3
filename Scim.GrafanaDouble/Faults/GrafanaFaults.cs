namespace Scim.Doubles.Faults;

/// <summary>The faults that hold at present. Of several that would answer or cut one call, the first added does.</summary>
public sealed class GrafanaFaults
{
    private readonly Lock _gate = new();
    private readonly List<Rule> _rules = [];

    /// <summary>Awaited before each call is handled, and before any fault.</summary>
    public Func<GrafanaCall, Task>? OnCall { get; set; }

    /// <summary>Awaited when a call's work is done and its answer is about to be sent, or cut.</summary>
    public Func<GrafanaCall, Task>? AfterCall { get; set; }

    public void Add(GrafanaFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate) _rules.Add(new Rule(fault));
    }

    public void Remove(GrafanaFault fault)
    {
        lock (_gate) _rules.RemoveAll(x => x.Fault == fault);
    }

    public void Clear()
    {
        lock (_gate) _rules.Clear();
    }

    /// <summary>How long the call has to wait, and what goes wrong with it then.</summary>
    internal (TimeSpan Delay, GrafanaFault? Fault) Take(string method, string path)
    {
        lock (_gate)
        {
            var (delay, fault) = (TimeSpan.Zero, (GrafanaFault?)null);
            foreach (var rule in _rules)
            {
                var isDelay = rule.Fault.Kind == FaultKind.Delay;
                if ((!isDelay && fault is not null) || !rule.Takes(method, path)) continue;

                if (isDelay) delay += rule.Fault.DelayTime;
                else fault = rule.Fault;
            }

            return (delay, fault);
        }
    }

    private sealed class Rule(GrafanaFault fault)
    {
        private int _seen;

        public GrafanaFault Fault => fault;

        public bool Takes(string method, string path)
        {
            if (!fault.On(method, path)) return false;

            var turn = _seen++ - fault.Skip;
            return turn >= 0 && (fault.Times is not { } times || turn < times);
        }
    }
}
