using System.Security.Cryptography;
using System.Text;

namespace Scim.Storage.Tokens;

/// <summary>
/// A bearer token: <c>scim_</c>, 256 random bits and a checksum, in hexadecimal. The prefix lets scanners find leaked ones, and the checksum
/// lets the service refuse what was never a token without asking the database.
/// </summary>
public static class TokenSecret
{
    private const string Prefix = "scim_";
    private const int SecretLength = 64;
    private const int ChecksumLength = 8;

    public static string Create()
    {
        var body = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretLength / 2));
        return body + Checksum(body);
    }

    /// <summary>Whether the text can be a token at all.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == Prefix.Length + SecretLength + ChecksumLength
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && Checksum(text[..^ChecksumLength]) == text[^ChecksumLength..];

    /// <summary>What is stored. The secret has 256 random bits, so a plain hash cannot be turned back.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string Checksum(string body) => Convert.ToHexStringLower(Hash(body))[..ChecksumLength];
}
