using System.Text.Json.Nodes;

namespace Scim.Resources.Operations;

/// <summary>An attribute that has another value than before.</summary>
/// <param name="Name">As a filter would name it: <c>name.familyName</c>, <c>emails</c>, <c>urn:…:User:department</c>.</param>
/// <param name="Value">Null for none.</param>
public readonly record struct AttributeChange(string Name, JsonNode? Value)
{
    private const string ExtensionPrefix = "urn:";

    private static readonly JsonObject Nothing = [];

    /// <summary>What differs between two documents in normal form, to the sub-attributes of what has one value.</summary>
    /// <param name="before">Null for a resource that is new.</param>
    /// <param name="after">As it then is.</param>
    public static IReadOnlyList<AttributeChange> Between(JsonObject? before, JsonObject after)
    {
        var changes = new List<AttributeChange>();
        Compare(changes, "", before ?? Nothing, after);
        return changes;
    }

    private static void Compare(List<AttributeChange> changes, string prefix, JsonObject before, JsonObject after)
    {
        foreach (var (name, value) in after) Compare(changes, prefix, name, before[name], value);
        foreach (var (name, value) in before)
        {
            if (!after.ContainsKey(name)) Compare(changes, prefix, name, value, null);
        }
    }

    private static void Compare(List<AttributeChange> changes, string prefix, string name, JsonNode? before, JsonNode? after)
    {
        // It follows from the others.
        if (prefix.Length == 0 && name == "schemas") return;

        if ((before ?? after) is JsonObject && (after ?? before) is JsonObject)
        {
            var isExtension = prefix.Length == 0 && name.StartsWith(ExtensionPrefix, StringComparison.Ordinal);
            Compare(changes, $"{prefix}{name}{(isExtension ? ':' : '.')}", (JsonObject?)before ?? Nothing, (JsonObject?)after ?? Nothing);
        }
        else if (!JsonNode.DeepEquals(before, after))
        {
            changes.Add(new AttributeChange(prefix + name, after));
        }
    }
}
