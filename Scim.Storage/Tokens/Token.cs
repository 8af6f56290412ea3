namespace Scim.Storage.Tokens;

/// <summary>A token as it is stored, without its secret.</summary>
public sealed record Token
{
    public required Guid Id { get; init; }

    public required string Tenant { get; init; }

    /// <summary>What the log calls it. Of an access token, the name of its client.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="TokenScope"/>.</summary>
    public string Scope { get; init; } = TokenScope.Full;

    /// <summary>Of an access token: the client that it was given to.</summary>
    public Guid? ClientId { get; init; }

    public required DateTime Created { get; init; }

    /// <summary>Null for a token without an end.</summary>
    public DateTime? Expires { get; init; }

    /// <summary>To the minute; null before the first use.</summary>
    public DateTime? LastUsed { get; init; }

    public DateTime? Revoked { get; init; }

    public bool IsLive(DateTimeOffset now) => Revoked is null && !(Expires <= now.UtcDateTime);
}
