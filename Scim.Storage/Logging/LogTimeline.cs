namespace Scim.Storage.Logging;

/// <summary>What happened, in the order of time.</summary>
/// <param name="Subjects">The resources that were asked for; none where all were.</param>
/// <param name="Entries">What happened.</param>
/// <param name="Resources">Those of the resources named that are still there.</param>
public sealed record LogTimeline(IReadOnlyList<Guid> Subjects, IReadOnlyList<TimelineEntry> Entries, IReadOnlyDictionary<Guid, LogResource> Resources);

/// <summary>A row of the log, with no more members than a person reads.</summary>
public sealed record TimelineEntry : LogEntry
{
    /// <summary>Members that came in, of which <see cref="LogEntry.Added"/> has the first.</summary>
    public int AddedCount { get; init; }

    /// <summary>Members that went out, of which <see cref="LogEntry.Removed"/> has the first.</summary>
    public int RemovedCount { get; init; }

    /// <summary>One of those asked for came in.</summary>
    public bool IsAdded { get; init; }

    /// <summary>One of those asked for went out.</summary>
    public bool IsRemoved { get; init; }
}

/// <summary>A resource as it is now, and what Grafana does not show of it yet.</summary>
public sealed record LogResource
{
    public required Guid Id { get; init; }

    public required string Type { get; init; }

    /// <summary>As people know it.</summary>
    public string? Display { get; init; }

    public required long Version { get; init; }

    public required DateTime Created { get; init; }

    public required DateTime LastModified { get; init; }

    /// <summary>Since when it waits to be brought to Grafana; null where it does not.</summary>
    public DateTime? DueSince { get; init; }

    /// <summary>Since when the brake holds it.</summary>
    public DateTime? HeldSince { get; init; }

    /// <summary>Failures in a row.</summary>
    public int? Attempts { get; init; }

    public DateTime? NextAttempt { get; init; }

    /// <summary>Why it failed, or is held.</summary>
    public string? LastError { get; init; }
}
