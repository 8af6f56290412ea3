using System.Text.Json;

namespace Scim.Resources.Schemas;

/// <summary>A JSON object of a definition, read member by member; what is wrong is said with its place.</summary>
internal sealed class DefinitionObject
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _source;
    private readonly string _subject;

    public DefinitionObject(string source, string subject, JsonElement json, params ReadOnlySpan<string> known)
    {
        _source = source;
        _subject = subject;

        if (json.ValueKind != JsonValueKind.Object)
            throw Problem($"must be a JSON object, not {Describe(json)}.");

        foreach (var member in json.EnumerateObject())
        {
            var name = Decode(() => member.Name);
            if (!IsKnown(name, known))
                throw Problem($"\"{Printable(name)}\" is no member that is understood here; remove it or correct its name.");
            if (!_members.TryAdd(name, member.Value))
                throw Problem($"\"{name}\" is given twice; remove one.");
        }
    }

    /// <summary>The text as a log can show it on one line.</summary>
    public static string Printable(string text) => string.Concat(text.Select(x => char.IsControl(x) ? '\uFFFD' : x));

    public SchemaException Problem(string text) => new(_source, $"{_subject}: {text}");

    /// <summary>The member's value; nothing where it is absent or null, which RFC 7643 section 2.5 holds to be the same.</summary>
    public JsonElement? Find(string name) =>
        _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => Decode(() => value.GetString()!) is { Length: > 0 } text ? text : null,
        { } value => throw Problem($"\"{name}\" must be a string, not {Describe(value)}."),
    };

    public string RequiredText(string name) =>
        Text(name) ?? throw Problem($"\"{name}\" is missing or empty; add it.");

    public bool? Flag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Problem($"\"{name}\" must be true or false, not {Describe(value)}."),
    };

    public T? Keyword<T>(string name)
        where T : struct, Enum
    {
        return Text(name) is { } text
            ? Schemas.Keyword.Find<T>(text)
                ?? throw Problem($"\"{name}\" is \"{text}\"; it must be one of {Schemas.Keyword.All<T>()}.")
            : null;
    }

    public IReadOnlyList<JsonElement> Elements(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } value => [.. value.EnumerateArray()],
        { } value => throw Problem($"\"{name}\" must be an array, not {Describe(value)}."),
    };

    public IReadOnlyList<string> Texts(string name) =>
        [.. Elements(name).Select(x => x.ValueKind == JsonValueKind.String && Decode(() => x.GetString()!) is { Length: > 0 } text
            ? text
            : throw Problem($"\"{name}\" must hold non-empty strings only, not {Describe(x)}."))];

    private static bool IsKnown(string name, ReadOnlySpan<string> known)
    {
        foreach (var candidate in known)
        {
            if (candidate.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    // System.Text.Json finds half a surrogate pair only when the string is asked for.
    private string Decode(Func<string> text)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException exception)
        {
            throw new SchemaException(_source, $"{_subject}: a string is no valid Unicode text.", exception);
        }
    }

    private static string Describe(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
