namespace Scim.Storage.Tokens;

/// <summary>What a credential may do, by the names that OAuth has for it (RFC 6749 section 3.3).</summary>
public static class TokenScope
{
    /// <summary>Everything that a client may.</summary>
    public const string Full = "scim";

    /// <summary>To look, and to change nothing.</summary>
    public const string ReadOnly = "scim.read";

    /// <summary>Everything, and to sign in to the console, where tokens are made and the brake is released. Clients never have it.</summary>
    public const string Admin = "scim.admin";

    /// <summary>Whether resources may be changed with it.</summary>
    public static bool MayWrite(string? scope) => scope is Full or Admin;
}
