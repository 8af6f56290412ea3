namespace Scim.Storage.Grafana;

/// <summary>What a managed object in Grafana was to begin with.</summary>
public enum LinkOrigin
{
    /// <summary>Made from here.</summary>
    Created,

    /// <summary>There before, and managed from here since.</summary>
    Adopted,
}

public enum LinkKind
{
    User,
    Team,
}

/// <summary>The object in Grafana that a resource is brought to.</summary>
public sealed record GrafanaLink
{
    public required string Tenant { get; init; }

    public required Guid ResourceId { get; init; }

    public required LinkKind Kind { get; init; }

    /// <summary>Null from before it is made until its id is known.</summary>
    public long? GrafanaId { get; init; }

    /// <summary>Null where Grafana has none, as before version 11.</summary>
    public string? Uid { get; init; }

    public required LinkOrigin Origin { get; init; }

    /// <summary>As what it was last left in Grafana, as JSON.</summary>
    public string LastApplied { get; init; } = "{}";

    /// <summary>Of a user: the account is open and in the organisation.</summary>
    public bool HasAccess { get; init; }

    /// <summary>Another tenant has managed the same account for longer, so its name and address are that tenant's.</summary>
    public bool IsGuest { get; init; }

    /// <summary>Another tenant gives the same account access, so it is not closed for all.</summary>
    public bool IsShared { get; init; }
}
