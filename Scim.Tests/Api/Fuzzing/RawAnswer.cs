using System.Globalization;
using System.Text;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>An answer off the wire.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static RawAnswer Parse(byte[] received)
    {
        var text = Wire.Of(received);
        while (true)
        {
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0 || !text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)) throw new FormatException($"This is no answer: {text}");

            var lines = text[..end].Split("\r\n");
            var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
            text = text[(end + 4)..];
            if (status < 200) continue; // 100 Continue

            var headers = lines.Skip(1).Select(x => x.Split(": ", 2)).ToDictionary(x => x[0], x => x[1], StringComparer.OrdinalIgnoreCase);
            var body = headers.ContainsKey("Transfer-Encoding") ? Join(text) : text;
            return new RawAnswer(status, headers, Wire.Text(body));
        }
    }

    private static string Join(string chunks)
    {
        var body = new StringBuilder();
        for (var at = 0; ;)
        {
            var line = chunks.IndexOf("\r\n", at, StringComparison.Ordinal);
            if (line < 0) throw new FormatException($"The answer ends within: {body}");
            var length = int.Parse(chunks[at..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0) return body.ToString();
            body.Append(chunks, line + 2, length);
            at = line + 2 + length + 2;
        }
    }
}
