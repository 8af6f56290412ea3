namespace Scim.Storage.Telemetry;

/// <summary>What of the service's state stands in the database, as gauges show it. All times are the database's.</summary>
/// <param name="Tenants">Those that are brought to Grafana.</param>
/// <param name="Credentials">Tokens and OAuth clients' credentials that live, or ended within <see cref="ServiceStates.EndedShownFor"/>.</param>
/// <param name="Requests">Of tenants from which a client has come.</param>
public sealed record ServiceState(
    IReadOnlyList<ConnectedState> Tenants, IReadOnlyList<CredentialState> Credentials, IReadOnlyList<LastRequestState> Requests);

/// <summary>When a client of a tenant last sent a request.</summary>
public sealed record LastRequestState
{
    public required string Tenant { get; init; }

    /// <summary>Of a client that only reads, to the minute.</summary>
    public DateTime At { get; init; }

    /// <summary>Whether a credential of the tenant is stored with which a client may come: none of an admin's, and neither expired nor revoked.</summary>
    public bool IsExpected { get; init; }
}

/// <summary>How far Grafana is behind for a tenant.</summary>
public sealed record ConnectedState
{
    public required string Tenant { get; init; }

    /// <summary>Due, and neither failed before nor held.</summary>
    public long Waiting { get; init; }

    /// <summary>Due, and failed at the last try.</summary>
    public long Failing { get; init; }

    /// <summary>Due, and held by the brake.</summary>
    public long Held { get; init; }

    /// <summary>Seconds since the oldest that is due, and not held, was marked; 0 where there is none.</summary>
    public double Age { get; init; }

    /// <summary>When all was last compared with Grafana.</summary>
    public DateTime? LastPass { get; init; }
}

/// <summary>Credentials of one name. One that takes another's place has its name, so that the one that ends last is what counts.</summary>
public sealed record CredentialState
{
    public required string Tenant { get; init; }

    /// <summary>token, client_secret, client_key or client_federated.</summary>
    public required string Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>When it ends; null for one without an end.</summary>
    public DateTime? Expires { get; init; }

    /// <summary>To the minute; null before the first use.</summary>
    public DateTime? LastUsed { get; init; }
}
