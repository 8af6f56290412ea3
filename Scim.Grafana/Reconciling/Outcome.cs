namespace Scim.Grafana.Reconciling;

/// <summary>How the work on one due resource ended.</summary>
public abstract record Outcome
{
    private protected Outcome()
    {
    }
}

/// <summary>Grafana shows what it should.</summary>
public sealed record Done : Outcome;

/// <summary>It does not, and a later try may help.</summary>
public sealed record Failed(string Reason) : Outcome
{
    /// <summary>Names of people that the reason may hold, and the log may not.</summary>
    public IEnumerable<string?> Names { get; init; } = [];
}

/// <summary>The brake is on until a person releases it.</summary>
public sealed record Held(string Reason) : Outcome;
