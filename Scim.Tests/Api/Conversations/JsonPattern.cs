using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Scim.Tests.Api.Conversations;

/// <summary>
/// Compares JSON with a pattern. Objects may hold more than the pattern; arrays hold as many elements, in any order.
/// <c>"{{any}}"</c> is any value and <c>"{{absent}}"</c> none; every other <c>{{name}}</c> is bound where it first stands alone.
/// </summary>
internal sealed partial class JsonPattern(Dictionary<string, string> names)
{
    private readonly Dictionary<string, string> _names = names;

    /// <summary>Puts the values of names into a text.</summary>
    public string Fill(string text) => Name().Replace(text, x => _names.GetValueOrDefault(x.Groups[1].Value, x.Value));

    /// <summary>Null where the pattern holds; else what does not.</summary>
    public string? Mismatch(JsonNode? pattern, JsonNode? actual, string path = "body") => pattern switch
    {
        JsonObject expected => actual is JsonObject there
            ? expected.Select(x => Mismatch(x.Value, there[x.Key], $"{path}.{x.Key}")).FirstOrDefault(x => x is not null)
            : Fault(path, pattern, actual),
        JsonArray expected => actual is JsonArray there && there.Count == expected.Count
            ? Elements(expected, there.ToList(), path)
            : Fault(path, pattern, actual),
        JsonValue expected when expected.TryGetValue<string>(out var text) => TextMismatch(text, actual, path),
        _ => JsonNode.DeepEquals(pattern, actual) ? null : Fault(path, pattern, actual),
    };

    public string? TextMismatch(string text, JsonNode? actual, string path)
    {
        if (text == "{{absent}}") return actual is null ? null : Fault(path, text, actual);
        if (actual is null) return Fault(path, text, actual);
        if (text == "{{any}}") return null;

        var given = actual is JsonValue value && value.TryGetValue<string>(out var there) ? there : null;
        if (given is not null && Name().Match(text) is { Success: true } name && name.Length == text.Length && _names.TryAdd(name.Groups[1].Value, given)) return null;
        return given == Fill(text) ? null : Fault(path, Fill(text), actual);
    }

    private string? Elements(JsonArray expected, List<JsonNode?> there, string path)
    {
        foreach (var (index, pattern) in expected.Index())
        {
            if (there.FindIndex(x => Mismatch(pattern, x) is null) is var found and >= 0) there.RemoveAt(found);
            else return Fault($"{path}[{index}]", pattern, new JsonArray([.. there.Select(x => x?.DeepClone())]));
        }

        return null;
    }

    private static string Fault(string path, object? expected, JsonNode? actual) =>
        $"{path}: expected {(expected as JsonNode)?.ToJsonString() ?? expected}, not {actual?.ToJsonString() ?? "absent"}.";

    [GeneratedRegex("{{([A-Za-z0-9]+)}}")]
    private static partial Regex Name();
}
