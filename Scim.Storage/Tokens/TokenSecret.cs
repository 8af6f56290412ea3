namespace Scim.Storage.Tokens;

/// <summary>A bearer token: a <see cref="SecretForm"/> with <c>scim_</c> in front.</summary>
public static class TokenSecret
{
    public const string Prefix = "scim_";

    private static readonly SecretForm Form = new(Prefix);

    public static string Create() => Form.Create();

    /// <summary>Whether the text can be a token at all.</summary>
    public static bool IsWellFormed(string text) => Form.Fits(text);

    /// <inheritdoc cref="SecretForm.Hash"/>
    public static byte[] Hash(string token) => SecretForm.Hash(token);
}
