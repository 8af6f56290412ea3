using System.Security.Cryptography;
using System.Text;

namespace Scim.Storage.Tokens;

/// <summary>
/// What secrets of one kind look like: a prefix, 256 random bits and a checksum, in hexadecimal. The prefix lets scanners find leaked ones, and
/// the checksum lets the service refuse what was never one without asking the database.
/// </summary>
internal sealed class SecretForm(string prefix)
{
    private const int SecretLength = 64;
    private const int ChecksumLength = 8;

    public string Create()
    {
        var body = prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretLength / 2));
        return body + Checksum(body);
    }

    /// <summary>Whether the text can be such a secret at all.</summary>
    public bool Fits(string text) =>
        text.Length == prefix.Length + SecretLength + ChecksumLength
        && text.StartsWith(prefix, StringComparison.Ordinal)
        && Checksum(text[..^ChecksumLength]) == text[^ChecksumLength..];

    /// <summary>What is stored. The secret has 256 random bits, so a plain hash cannot be turned back.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static string Checksum(string body) => Convert.ToHexStringLower(Hash(body))[..ChecksumLength];
}
