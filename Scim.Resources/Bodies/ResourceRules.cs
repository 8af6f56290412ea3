using System.Text.Json.Nodes;
using Scim.Resources.Schemas;

namespace Scim.Resources.Bodies;

/// <summary>What a document as a whole must keep: required and immutable attributes (RFC 7643 sections 2.2 and 7).</summary>
internal static class ResourceRules
{
    /// <exception cref="ScimException"><c>invalidValue</c>: a required attribute has no value.</exception>
    public static void Require(ResourceType type, JsonObject document)
    {
        if (Missing(type, document).FirstOrDefault() is { } name) throw ScimException.InvalidValue($"{name} is required.");
    }

    /// <exception cref="ScimException"><c>mutability</c>: a required attribute was removed (RFC 7644 section 3.5.2.2).</exception>
    public static void RequireAfterPatch(ResourceType type, JsonObject document)
    {
        if (Missing(type, document).FirstOrDefault() is { } name) throw ScimException.Mutability($"{name} is required, so it cannot be removed.");
    }

    /// <exception cref="ScimException"><c>mutability</c>: an immutable value that was set is another one now, or gone.</exception>
    public static void RequireImmutable(ResourceType type, JsonObject before, JsonObject after)
    {
        foreach (var (scopeBefore, scopeAfter, attribute, name) in Immutable(type, before, after))
        {
            if (scopeBefore[attribute.Name] is { } value && !JsonNode.DeepEquals(value, scopeAfter?[attribute.Name]))
                throw ScimException.Mutability($"{name} is immutable: once set, it stays.");
        }
    }

    /// <summary>A PUT that leaves an immutable attribute out leaves it as it is, also where it leaves out all that is around it.</summary>
    public static void KeepImmutable(ResourceType type, JsonObject before, JsonObject after)
    {
        foreach (var (schema, _) in type.Extensions)
        {
            if (before[schema.Id] is JsonObject extension) KeepIn(after, schema.Id, schema.Attributes, extension);
        }

        KeepIn(after, type.Schema.Attributes, before);
    }

    private static void KeepIn(JsonObject scope, IEnumerable<SchemaAttribute> attributes, JsonObject before)
    {
        foreach (var attribute in attributes)
        {
            if (before[attribute.Name] is not { } value) continue;
            if (attribute.Mutability == Mutability.Immutable) scope.TryAdd(attribute.Name, value.DeepClone());
            else if (!attribute.MultiValued && value is JsonObject inner) KeepIn(scope, attribute.Name, attribute.SubAttributes, inner);
        }
    }

    private static void KeepIn(JsonObject parent, string name, IEnumerable<SchemaAttribute> attributes, JsonObject before)
    {
        var scope = parent[name] as JsonObject ?? [];
        KeepIn(scope, attributes, before);
        if (scope.Count > 0) parent.TryAdd(name, scope);
    }

    private static IEnumerable<string> Missing(ResourceType type, JsonObject document)
    {
        foreach (var attribute in type.Schema.Attributes.Where(x => IsDue(x) && !document.ContainsKey(x.Name))) yield return attribute.Name;
        foreach (var name in MissingInside(type.Schema.Attributes, document, "")) yield return name;

        foreach (var (schema, required) in type.Extensions)
        {
            if (document[schema.Id] is JsonObject extension)
            {
                foreach (var attribute in schema.Attributes.Where(x => IsDue(x) && !extension.ContainsKey(x.Name))) yield return $"{schema.Id}:{attribute.Name}";
                foreach (var name in MissingInside(schema.Attributes, extension, schema.Id + ":")) yield return name;
            }
            else if (required)
            {
                yield return schema.Id;
            }
        }
    }

    private static IEnumerable<string> MissingInside(IEnumerable<SchemaAttribute> attributes, JsonObject scope, string prefix) =>
        from attribute in attributes
        where attribute.IsComplex && attribute.SubAttributes.Any(IsDue)
        from element in scope[attribute.Name] switch { JsonArray all => all.OfType<JsonObject>(), JsonObject one => [one], _ => [] }
        from sub in attribute.SubAttributes
        where IsDue(sub) && !element.ContainsKey(sub.Name)
        select $"{prefix}{attribute.Name}.{sub.Name}";

    // Members are rows, so a required one could not be seen here; no schema requires them.
    private static bool IsDue(SchemaAttribute attribute) => attribute is { Required: true, Mutability: not Mutability.ReadOnly };

    private static IEnumerable<(JsonObject Before, JsonObject? After, SchemaAttribute Attribute, string Name)> Immutable(
        ResourceType type, JsonObject before, JsonObject after)
    {
        var scopes = type.Extensions
            .Where(x => before[x.Schema.Id] is JsonObject)
            .Select(x => (Before: (JsonObject)before[x.Schema.Id]!, After: after[x.Schema.Id] as JsonObject, x.Schema.Attributes, Prefix: x.Schema.Id + ":"))
            .Prepend((before, after, type.Schema.Attributes, ""));

        foreach (var (scopeBefore, scopeAfter, attributes, prefix) in scopes)
        {
            foreach (var attribute in attributes)
            {
                if (attribute.Mutability == Mutability.Immutable) yield return (scopeBefore, scopeAfter, attribute, prefix + attribute.Name);
                if (attribute.MultiValued || scopeBefore[attribute.Name] is not JsonObject inner) continue;
                foreach (var sub in attribute.SubAttributes.Where(x => x.Mutability == Mutability.Immutable))
                    yield return (inner, scopeAfter?[attribute.Name] as JsonObject, sub, $"{prefix}{attribute.Name}.{sub.Name}");
            }
        }
    }
}
