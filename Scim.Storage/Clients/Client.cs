namespace Scim.Storage.Clients;

/// <summary>A client of the token endpoint (RFC 6749 section 2).</summary>
public sealed record Client
{
    /// <summary>The <c>client_id</c>.</summary>
    public required Guid Id { get; init; }

    public required string Tenant { get; init; }

    /// <summary>What the log calls it.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="Tokens.TokenScope"/>: the most that its tokens may do.</summary>
    public required string Scope { get; init; }

    /// <summary>How long an access token of it lasts: 1 to 6 hours.</summary>
    public required TimeSpan TokenLifetime { get; init; }

    public required DateTime Created { get; init; }

    public DateTime? Revoked { get; init; }
}
