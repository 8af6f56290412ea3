namespace Scim.Storage.Logging;

/// <summary>How something in the provisioning log ended.</summary>
public enum LogOutcome
{
    Done,

    /// <summary>It was asked for and may not be: the client, or the configuration, is to be corrected.</summary>
    Refused,

    /// <summary>It should have been done, and a later try may pass.</summary>
    Failed,

    /// <summary>The brake is on.</summary>
    Held,
}

/// <summary>A row of the provisioning log: a change, a request that was refused, or what was done in Grafana.</summary>
public record LogEntry
{
    /// <summary>In the order of time.</summary>
    public required Guid Id { get; init; }

    public required DateTime At { get; init; }

    /// <summary><c>create</c>, <c>replace</c>, <c>patch</c>, <c>delete</c>; <c>leave</c> of a group whose member was deleted; <c>read</c>, <c>search</c>, <c>bulk</c> and <c>authenticate</c> of refused requests; <c>grafana</c>; <c>release</c> from the brake; <c>console</c>.</summary>
    public required string Operation { get; init; }

    public required LogOutcome Outcome { get; init; }

    /// <summary>The resource type; null where none was named.</summary>
    public string? Type { get; init; }

    /// <summary>Null where there was none, as for a POST that was refused.</summary>
    public Guid? ResourceId { get; init; }

    /// <summary>The version that the change made.</summary>
    public long? Version { get; init; }

    /// <summary>Who asked for it.</summary>
    public string? Credential { get; init; }

    /// <summary>The request, as in the service's own log. Operations of one bulk request share it.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>What a refused request was answered.</summary>
    public int? Status { get; init; }

    /// <summary>Why it was refused, or what was done in Grafana or in the console.</summary>
    public string? Detail { get; init; }

    /// <summary>The attributes that have another value since.</summary>
    public string[] Changed { get; init; } = [];

    /// <summary>New values, of the attributes of which the log may hold them; a JSON object.</summary>
    public string? NewValues { get; init; }

    /// <summary>Members that came in.</summary>
    public Guid[] Added { get; init; } = [];

    /// <summary>Members that went out.</summary>
    public Guid[] Removed { get; init; } = [];

    /// <summary>What the request named and nobody knows.</summary>
    public string[] Ignored { get; init; } = [];
}
