namespace Scim.Storage.AdminConsole;

/// <summary>Somebody who is signed in to the console.</summary>
public sealed record ConsoleSession
{
    public required string Tenant { get; init; }

    /// <summary>SHA-256 of the token that it was opened with.</summary>
    public required byte[] CredentialHash { get; init; }

    /// <summary>When it ends at the latest, however much it is used.</summary>
    public required DateTime Expires { get; init; }

    /// <summary>The token, where it is one of the tenant's that lives and is of <see cref="Tokens.TokenScope.Admin"/>; null for any other.</summary>
    public Guid? TokenId { get; init; }

    /// <summary>What the log calls that token.</summary>
    public string? TokenName { get; init; }
}
