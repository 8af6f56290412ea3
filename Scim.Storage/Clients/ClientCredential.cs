namespace Scim.Storage.Clients;

/// <summary>What a client shows who it is with, without the secret.</summary>
public sealed record ClientCredential
{
    /// <summary>A secret that both sides know.</summary>
    public const string Secret = "secret";

    /// <summary>A private key of the client's (RFC 7523).</summary>
    public const string Key = "key";

    /// <summary>Another provider's word for it.</summary>
    public const string Federated = "federated";

    public required Guid Id { get; init; }

    public required Guid ClientId { get; init; }

    /// <summary>One of <see cref="Secret"/>, <see cref="Key"/> and <see cref="Federated"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Of a secret: its SHA-256.</summary>
    public byte[]? Hash { get; init; }

    /// <summary>Of a key: its public half, as JSON (RFC 7517).</summary>
    public string? Jwk { get; init; }

    /// <summary>Of a federated one: who says it (<c>iss</c>).</summary>
    public string? Issuer { get; init; }

    /// <summary>Of a federated one: about whom (<c>sub</c>).</summary>
    public string? Subject { get; init; }

    /// <summary>Of a federated one: for whom (<c>aud</c>).</summary>
    public string? Audience { get; init; }

    public required DateTime Created { get; init; }

    /// <summary>Null for one without an end.</summary>
    public DateTime? Expires { get; init; }

    /// <summary>To the minute; null before the first use.</summary>
    public DateTime? LastUsed { get; init; }

    public DateTime? Revoked { get; init; }

    public bool IsLive(DateTimeOffset now) => Revoked is null && !(Expires <= now.UtcDateTime);
}
