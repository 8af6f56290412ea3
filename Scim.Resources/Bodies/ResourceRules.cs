using System.Text.Json.Nodes;
using Scim.Resources.Schemas;

namespace Scim.Resources.Bodies;

/// <summary>What a document as a whole must keep: required and immutable attributes (RFC 7643 sections 2.2 and 7).</summary>
internal static class ResourceRules
{
    /// <exception cref="ScimException"><c>invalidValue</c>: a required attribute has no value.</exception>
    public static void Require(ResourceType type, JsonObject document)
    {
        if (Required(type, document).FirstOrDefault(x => !x.Assigned).Name is { } name) throw ScimException.InvalidValue($"{name} is required.");
    }

    /// <summary>What was missing before is no fault of the request: the schema may have come later than the resource.</summary>
    /// <exception cref="ScimException"><c>mutability</c>: a required attribute was removed (RFC 7644 section 3.5.2.2); <c>invalidValue</c>: it was left out.</exception>
    public static void RequireAfterPatch(ResourceType type, JsonObject before, JsonObject after)
    {
        var known = Required(type, before).ToLookup(x => x.Name, x => x.Assigned);
        var missing = Required(type, after).Where(x => !x.Assigned && !known[x.Name].Contains(false)).Select(x => x.Name).FirstOrDefault();
        if (missing is null) return;

        throw known.Contains(missing)
            ? ScimException.Mutability($"{missing} is required, so it cannot be removed.")
            : ScimException.InvalidValue($"{missing} is required.");
    }

    /// <exception cref="ScimException"><c>mutability</c>: an immutable value that was set is another one now, or gone.</exception>
    public static void RequireImmutable(ResourceType type, JsonObject before, JsonObject after)
    {
        foreach (var (scope, attribute, sub, value) in Immutable(type, before))
        {
            var parent = scope is null ? after : after[scope.Id] as JsonObject;
            var now = sub is null ? parent?[attribute.Name] : (parent?[attribute.Name] as JsonObject)?[sub.Name];
            if (!JsonNode.DeepEquals(value, now))
                throw ScimException.Mutability($"{new BoundAttribute(scope, attribute, sub)} is immutable: once set, it stays.");
        }
    }

    /// <summary>A PUT that leaves an immutable attribute out leaves it as it is.</summary>
    public static void KeepImmutable(ResourceType type, JsonObject before, JsonObject after)
    {
        foreach (var (scope, attribute, sub, value) in Immutable(type, before))
        {
            var parent = scope is null ? after : Child(after, scope.Id);
            if (sub is not null) parent = Child(parent, attribute.Name);
            parent.TryAdd((sub ?? attribute).Name, value.DeepClone());
        }
    }

    private static IEnumerable<(string Name, bool Assigned)> Required(ResourceType type, JsonObject document)
    {
        foreach (var found in Required(type.Schema.Attributes, document, "")) yield return found;

        foreach (var (schema, required) in type.Extensions)
        {
            if (required) yield return (schema.Id, document.ContainsKey(schema.Id));
            if (document[schema.Id] is not JsonObject extension) continue;
            foreach (var found in Required(schema.Attributes, extension, schema.Id + ":")) yield return found;
        }
    }

    private static IEnumerable<(string Name, bool Assigned)> Required(IReadOnlyList<SchemaAttribute> attributes, JsonObject scope, string prefix)
    {
        foreach (var attribute in attributes)
        {
            if (IsDue(attribute)) yield return (prefix + attribute.Name, scope.ContainsKey(attribute.Name));

            IEnumerable<JsonObject> elements = scope[attribute.Name] switch { JsonArray all => all.OfType<JsonObject>(), JsonObject one => [one], _ => [] };
            foreach (var (element, sub) in elements.SelectMany(_ => attribute.SubAttributes.Where(IsDue), (element, sub) => (element, sub)))
                yield return ($"{prefix}{attribute.Name}.{sub.Name}", element.ContainsKey(sub.Name));
        }
    }

    // Members are rows, so a required one could not be seen here; no schema requires them.
    private static bool IsDue(SchemaAttribute attribute) => attribute is { Required: true, Mutability: not Mutability.ReadOnly };

    /// <summary>The immutable values of a document; those of elements are kept where the elements change.</summary>
    private static IEnumerable<(Schema? Extension, SchemaAttribute Attribute, SchemaAttribute? Sub, JsonNode Value)> Immutable(
        ResourceType type, JsonObject document)
    {
        var scopes = type.Extensions.Select(x => ((Schema?)x.Schema, x.Schema.Attributes)).Prepend((null, type.Schema.Attributes));
        foreach (var (extension, attributes) in scopes)
        {
            var scope = extension is null ? document : document[extension.Id] as JsonObject ?? [];
            foreach (var attribute in attributes)
            {
                if (scope[attribute.Name] is not { } value) continue;
                if (attribute.Mutability == Mutability.Immutable) yield return (extension, attribute, null, value);
                foreach (var sub in attribute.SubAttributes.Where(x => x.Mutability == Mutability.Immutable))
                {
                    if (value is JsonObject inner && inner[sub.Name] is { } part) yield return (extension, attribute, sub, part);
                }
            }
        }
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject there) return there;
        var child = new JsonObject();
        parent[name] = child;
        return child;
    }
}
