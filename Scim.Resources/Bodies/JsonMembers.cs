using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scim.Resources.Bodies;

/// <summary>The members of a message: names match in any case, as those of attributes do.</summary>
public static class JsonMembers
{
    /// <summary>Null where there is no such member, or where it is null.</summary>
    public static JsonNode? Member(this JsonObject body, string name) =>
        body.FirstOrDefault(x => x.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The text, where it is one.</summary>
    public static string? Text(this JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>Whether <c>schemas</c> says what the message is (RFC 7644 section 3.1).</summary>
    public static bool IsMessage(this JsonObject body, string schema) =>
        body.Member("schemas") is JsonArray schemas && schemas.Any(x => schema.Equals(x.Text(), StringComparison.OrdinalIgnoreCase));
}
