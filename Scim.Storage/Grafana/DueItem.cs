namespace Scim.Storage.Grafana;

/// <summary>A resource that Grafana may not show as it should be, claimed by one process for a time.</summary>
public sealed record DueItem
{
    public required string Tenant { get; init; }

    public required Guid ResourceId { get; init; }

    /// <summary>The name of its resource type. It may have been deleted since.</summary>
    public required string Type { get; init; }

    /// <summary>As it was when claimed. A later mark makes another one, and keeps the row.</summary>
    public required long Generation { get; init; }

    public required Guid Claim { get; init; }

    /// <summary>Failures in a row.</summary>
    public required int Attempts { get; init; }

    /// <summary>Look at Grafana even where nothing has changed since.</summary>
    public required bool Thorough { get; init; }

    /// <summary>Why it failed, or was held, the last time.</summary>
    public string? LastError { get; init; }

    /// <summary>Why the brake holds it; null where it does not.</summary>
    public string? Held { get; init; }

    /// <summary>A person has let it pass the brake.</summary>
    public required bool Released { get; init; }
}
