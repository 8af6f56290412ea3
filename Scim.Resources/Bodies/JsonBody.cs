using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Scim.Resources.Text;

namespace Scim.Resources.Bodies;

/// <summary>
/// Reads the JSON of a request: one object, every name once in any case, text that can be stored, numbers that can be compared.
/// </summary>
public static class JsonBody
{
    /// <summary>Objects and arrays open at once.</summary>
    public const int MaxDepth = 32;

    /// <summary>Names in one object.</summary>
    public const int MaxNames = 1_000;

    /// <param name="utf8">The text.</param>
    /// <param name="envelope">Levels around what would stand alone, in addition to <see cref="MaxDepth"/>.</param>
    /// <exception cref="ScimException"><c>invalidSyntax</c> for what is no such object, <c>invalidValue</c> for a number out of range.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> utf8, int envelope = 0)
    {
        var maxDepth = MaxDepth + envelope;

        // RFC 8259 section 8.1 lets a parser pass over a byte order mark.
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        if (utf8.Trim(" \t\r\n"u8).IsEmpty) throw ScimException.InvalidSyntax("The body is empty; send a JSON object.");

        try
        {
            Check(utf8, maxDepth);
            return JsonNode.Parse(utf8, documentOptions: new JsonDocumentOptions { MaxDepth = maxDepth }) as JsonObject
                ?? throw ScimException.InvalidSyntax("The body must be a JSON object.");
        }
        catch (JsonException e)
        {
            throw ScimException.InvalidSyntax($"The body is not valid JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
    }

    private static void Check(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        if (!Utf8.IsValid(utf8)) throw ScimException.InvalidSyntax("The body is not UTF-8.");

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        var names = new HashSet<string>[maxDepth + 1];
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth == maxDepth:
                    throw ScimException.InvalidSyntax($"The body is nested too deeply: more than {maxDepth} objects and arrays are open at once.");
                case JsonTokenType.StartObject:
                    (names[reader.CurrentDepth + 1] ??= new(StringComparer.OrdinalIgnoreCase)).Clear();
                    break;
                case JsonTokenType.PropertyName:
                    var name = Text(ref reader);
                    if (names[reader.CurrentDepth]!.Count == MaxNames)
                        throw ScimException.InvalidSyntax($"A JSON object in the body has more than {MaxNames} names.");
                    if (!names[reader.CurrentDepth]!.Add(name))
                        throw ScimException.InvalidSyntax($"The name \"{name}\" stands twice in one JSON object; names are compared without regard to case.");
                    break;
                case JsonTokenType.String when reader.ValueIsEscaped:
                    _ = Text(ref reader);
                    break;
                case JsonTokenType.Number when !reader.TryGetDecimal(out _):
                    throw ScimException.InvalidValue("A number in the body is out of range: at most 28 digits are kept.");
            }
        }
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Unstorable();
        }

        return PreparedText.IsStorable(text) ? text : throw Unstorable();
    }

    private static ScimException Unstorable() =>
        ScimException.InvalidSyntax("A string in the body holds U+0000 or half a surrogate pair, which cannot be stored.");
}
