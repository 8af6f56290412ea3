namespace Scim.Storage.Logging;

/// <summary>What happened, in the order of time.</summary>
/// <param name="Subjects">The resources that were asked for; none where all were.</param>
/// <param name="Entries">What happened.</param>
/// <param name="Resources">Those of the resources named that are still there, or due in Grafana, and the groups of those asked for that are due there.</param>
/// <param name="Problem">Why nothing can be brought to Grafana now.</param>
public sealed record LogTimeline(
    IReadOnlyList<Guid> Subjects, IReadOnlyList<TimelineEntry> Entries, IReadOnlyDictionary<Guid, LogResource> Resources, string? Problem)
{
    /// <summary>Groups beside those asked for that Grafana does not show as they should be.</summary>
    public IEnumerable<Guid> LateGroups => Subjects.Count == 0 ? [] : Resources.Values.Where(x => x is { Type: "Group", DueSince: not null } && !Subjects.Contains(x.Id)).Select(x => x.Id);
}

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

    /// <summary>Null for a resource that was deleted.</summary>
    public long? Version { get; init; }

    public DateTime? LastModified { get; init; }

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
