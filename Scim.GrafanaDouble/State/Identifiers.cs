using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Scim.Doubles.State;

/// <summary>Random uids and tokens in Grafana's forms.</summary>
internal static class Identifiers
{
    private const string Uid = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const string Secret = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A letter first, so that it never reads as a number.</summary>
    public static string NewUid() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 1) + RandomNumberGenerator.GetString(Uid, 13);

    public static string NewServiceAccountToken() => WithChecksum($"glsa_{RandomNumberGenerator.GetString(Secret, 32)}");

    /// <summary>Appends the CRC-32 of the text, its least byte first.</summary>
    internal static string WithChecksum(string text)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var octet in Encoding.ASCII.GetBytes(text))
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320u);
        }

        return $"{text}_{BinaryPrimitives.ReverseEndianness(~crc):x8}";
    }
}
