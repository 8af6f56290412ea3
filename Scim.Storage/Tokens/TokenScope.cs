namespace Scim.Storage.Tokens;

/// <summary>What a credential may do, by the names that OAuth has for it (RFC 6749 section 3.3).</summary>
public static class TokenScope
{
    /// <summary>Everything.</summary>
    public const string Full = "scim";

    /// <summary>To look, and to change nothing.</summary>
    public const string ReadOnly = "scim.read";
}
