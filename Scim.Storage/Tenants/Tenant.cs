namespace Scim.Storage.Tenants;

/// <summary>A tenant, and how much it holds.</summary>
public sealed record Tenant
{
    /// <summary>The tenant of everything that names none. The first migration makes it.</summary>
    public const string Default = "default";

    public required string Name { get; init; }

    public required DateTime Created { get; init; }

    public long Users { get; init; }

    public long Groups { get; init; }

    /// <summary>Tokens that can be used now, without those that clients were given.</summary>
    public long LiveTokens { get; init; }

    /// <summary>Whether a tenant may be called so: 1 to 63 of a-z, 0-9 and -, with a letter or digit first. The database holds to it too.</summary>
    public static bool IsName(string text) =>
        text.Length is >= 1 and <= 63 && text[0] != '-' && text.All(x => x is '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9'));
}
