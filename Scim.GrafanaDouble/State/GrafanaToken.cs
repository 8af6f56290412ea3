namespace Scim.Doubles.State;

/// <summary>A token of a service account.</summary>
public sealed class GrafanaToken
{
    public required long Id { get; init; }

    public required long ServiceAccountId { get; init; }

    public required long OrgId { get; init; }

    public required string Name { get; init; }

    /// <summary>As it is sent: <c>glsa_…</c></summary>
    public required string Key { get; init; }

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset? Expires { get; set; }

    public bool IsRevoked { get; set; }
}
