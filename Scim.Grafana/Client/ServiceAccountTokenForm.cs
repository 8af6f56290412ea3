using System.Text;

namespace Scim.Grafana.Client;

/// <summary>
/// How Grafana writes the tokens of service accounts: <c>glsa_</c>, letters and digits, and a checksum, so that what was mistyped or cut off is
/// told without asking.
/// </summary>
public static class ServiceAccountTokenForm
{
    public const string Prefix = "glsa_";

    // CRC-32 in hexadecimal, its least byte first.
    private const int ChecksumLength = 8;

    private const int MaxLength = 128;

    public static bool IsWellFormed(string text)
    {
        if (text.Length > MaxLength || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;

        return text.Split('_') is [_, { Length: > 0 } secret, { Length: ChecksumLength } checksum]
            && secret.All(char.IsAsciiLetterOrDigit)
            && checksum == Checksum(Prefix + secret);
    }

    private static string Checksum(string text)
    {
        var crc = uint.MaxValue;
        foreach (var octet in Encoding.ASCII.GetBytes(text))
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return Convert.ToHexStringLower(BitConverter.GetBytes(~crc));
    }
}
