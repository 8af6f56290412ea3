namespace Scim.Storage.Grafana;

/// <summary>How far Grafana is behind for a tenant.</summary>
public sealed record DueReport
{
    public long Due { get; init; }

    /// <summary>Of these, how many the brake holds.</summary>
    public long Held { get; init; }

    /// <summary>Stands for exactly those that are held, as <see cref="DueList.ReleaseAsync"/> takes it; null where none is.</summary>
    public string? HeldTag { get; init; }

    /// <summary>Of these, how many failed at least once.</summary>
    public long Failing { get; init; }

    /// <summary>Since when the oldest is behind; null where nothing is.</summary>
    public DateTime? Oldest { get; init; }

    public IReadOnlyList<DueRow> Rows { get; init; } = [];
}

/// <summary>A resource that is behind, and why.</summary>
public sealed record DueRow
{
    public required string Type { get; init; }

    public required Guid ResourceId { get; init; }

    public string? Name { get; init; }

    public DateTime Marked { get; init; }

    public int Attempts { get; init; }

    /// <summary>Null while it is held.</summary>
    public DateTime? NextAttempt { get; init; }

    public string? LastError { get; init; }

    public DateTime? HeldSince { get; init; }
}
