using System.Text;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>Bytes as strings, a character a byte, so that a request can hold what is no text.</summary>
internal static class Wire
{
    public static string Of(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    public static byte[] Bytes(string wire) => Encoding.Latin1.GetBytes(wire);

    /// <summary>Text in UTF-8.</summary>
    public static string Utf8(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The text that the bytes are in UTF-8.</summary>
    public static string Text(string wire) => Encoding.UTF8.GetString(Bytes(wire));
}
