using Scim.Doubles.Faults;
using Scim.Doubles.State;

namespace Scim.Doubles.Hosting;

/// <summary>What stays when the double stops listening.</summary>
internal sealed class GrafanaCore(GrafanaDoubleOptions options)
{
    public GrafanaDoubleOptions Options => options;

    public GrafanaState State { get; } = new(options);

    public GrafanaFaults Faults { get; } = new();

    public CallLog Log { get; } = new();

    public void LoseState()
    {
        lock (State.Gate) State.Reset();
    }

    public bool SignIn(string email)
    {
        lock (State.Gate) return State.SignIn(email);
    }
}
