using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scim.Api.Selftest;

/// <summary>Reads what any server may have written.</summary>
internal static class Json
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true };

    /// <summary>For people: nothing is escaped that need not be.</summary>
    public static JsonSerializerOptions Plain { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonSerializerOptions Indented { get; } = new(Plain) { WriteIndented = true };

    /// <summary>Null for what is no JSON object.</summary>
    public static JsonObject? Object(string text)
    {
        try
        {
            return JsonNode.Parse(text, new JsonNodeOptions { PropertyNameCaseInsensitive = true }, Lenient) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The value at <c>name/givenName</c> or <c>emails[work]/value</c>; null where there is none.</summary>
    public static JsonNode? At(JsonNode? node, string path)
    {
        foreach (var part in path.Split('/'))
        {
            var (name, type) = part.Split('[') is [var before, var after] ? (before, after.TrimEnd(']')) : (part, null);
            node = (node as JsonObject)?[name];
            if (type is not null) node = (node as JsonArray)?.FirstOrDefault(x => IsText((x as JsonObject)?["type"], type));
        }

        return node;
    }

    public static bool IsText(JsonNode? node, string text) => Text(node) is { } value && string.Equals(value, text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Null for what is no string.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static string Show(JsonNode? node) => node?.ToJsonString(Plain) ?? "nothing";
}
