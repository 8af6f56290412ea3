using System.Text.Json.Nodes;
using Scim.Resources.Schemas;

namespace Scim.Resources.Patching;

/// <summary>
/// What a client wrote, by the names that a projection knows. An attribute that is returned on request is returned to the client that has just written
/// it (RFC 7643 section 7).
/// </summary>
public static class WrittenAttributes
{
    /// <summary>Of the body of a POST or a PUT; empty where the type returns nothing on request.</summary>
    public static IReadOnlyCollection<string> Of(ResourceType type, JsonObject body)
    {
        var written = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (IsAsked(type)) Add(written, type, body, "");
        return written;
    }

    /// <summary>Of the operations of a PATCH.</summary>
    internal static IReadOnlyCollection<string> Of(ResourceType type, IEnumerable<(AttributeTarget Target, JsonNode? Value)> operations)
    {
        var written = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (target, value) in IsAsked(type) ? operations : []) Add(written, type, target, value);
        return written;
    }

    private static bool IsAsked(ResourceType type) =>
        type.Extensions.Select(x => x.Schema).Prepend(type.Schema).SelectMany(x => x.Attributes).Any(x => x.Returned == Returned.Request || HasParts(x));

    private static bool HasParts(SchemaAttribute attribute) => attribute.SubAttributes.Any(x => x.Returned == Returned.Request);

    private static void Add(HashSet<string> written, ResourceType type, JsonObject body, string scope)
    {
        foreach (var (key, value) in body)
        {
            if (AttributeTarget.FindKey(type, scope + key) is { } target) Add(written, type, target, value);
        }
    }

    private static void Add(HashSet<string> written, ResourceType type, AttributeTarget target, JsonNode? value)
    {
        if (target.Attribute.Attribute is not { } attribute)
        {
            if (value is JsonObject content) Add(written, type, content, target.Attribute.Extension!.Id + ":");
            return;
        }

        var name = (target.Attribute with { Sub = null }).ToString();
        written.Add(name);
        if ((target.ElementSub ?? target.Attribute.Sub) is { } sub) written.Add($"{name}.{sub.Name}");
        else if (HasParts(attribute)) written.UnionWith(Keys(value).Select(key => $"{name}.{key}"));
    }

    private static IEnumerable<string> Keys(JsonNode? value) => value switch
    {
        JsonObject x => x.Select(member => member.Key),
        JsonArray x => x.SelectMany(Keys),
        _ => [],
    };
}
