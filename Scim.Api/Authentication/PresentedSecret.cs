using Scim.Storage.Tokens;

namespace Scim.Api.Authentication;

/// <summary>A token or secret as a client sent it.</summary>
public sealed class PresentedSecret(string text)
{
    private string? _key;

    public string Text => text;

    /// <summary>Its SHA-256 in hexadecimal, by which it may be remembered.</summary>
    public string Key => _key ??= Convert.ToHexStringLower(TokenSecret.Hash(text));
}
