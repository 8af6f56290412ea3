using System.Text.Json.Nodes;
using Scim.Resources.Bodies;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;

namespace Scim.Resources.Patching;

/// <summary>
/// What holds between the elements of a multi-valued attribute: no two have the same value and type (RFC 7643 section 2.4), and one is
/// primary at most.
/// </summary>
internal static class ElementList
{
    /// <exception cref="ScimException"><c>invalidValue</c>: there are more than <see cref="AttributeNormaliser.MaxElements"/>.</exception>
    public static void RequireFew(SchemaAttribute attribute, JsonArray all)
    {
        if (all.Count > AttributeNormaliser.MaxElements)
            throw ScimException.InvalidValue($"{attribute.Name} takes at most {AttributeNormaliser.MaxElements} values, not {all.Count}.");
    }

    /// <summary>Adds what is not there yet, and merges into its like what is.</summary>
    public static void Append(SchemaAttribute attribute, JsonArray all, JsonArray added)
    {
        var known = new Dictionary<string, JsonNode>();
        foreach (var element in all.OfType<JsonNode>()) known.TryAdd(Identity(attribute, element), element);

        var touched = new HashSet<JsonNode>();
        foreach (var element in TakeAll(added))
        {
            var identity = Identity(attribute, element);
            if (!known.TryGetValue(identity, out var there)) all.Add(there = known[identity] = element);
            else if (there is JsonObject target) AttributeEditor.Merge(target, attribute, (JsonObject)element, PatchKind.Add);
            touched.Add(there);
        }

        RequireFew(attribute, all);
        KeepOnePrimary(attribute, all, touched);
    }

    /// <summary>Makes one of elements that have become alike.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="all">Its elements.</param>
    /// <param name="touched">Those that were changed; what one of them becomes part of is changed too.</param>
    public static void Unite(SchemaAttribute attribute, JsonArray all, HashSet<JsonNode>? touched = null)
    {
        foreach (var alike in TakeAll(all).GroupBy(element => Identity(attribute, element)))
        {
            var first = alike.First();
            var isPrimary = alike.Any(IsPrimary);
            foreach (var other in alike.Skip(1).OfType<JsonObject>()) AttributeEditor.Merge((JsonObject)first, attribute, other, PatchKind.Add);
            if (isPrimary) first["primary"] = true;
            if (touched is not null && alike.Any(touched.Contains)) touched.Add(first);
            all.Add(first);
        }
    }

    /// <summary>Removes the elements that have everything one of the given values names.</summary>
    public static void RemoveValues(SchemaAttribute attribute, JsonArray all, JsonArray values)
    {
        // By the names they give, so that each element is looked up once, however many values there are.
        var wanted = values
            .Select(value => Prepared(attribute, value!))
            .Where(value => value.Count > 0)
            .GroupBy(value => string.Join(' ', value.Select(x => x.Key).Order(StringComparer.Ordinal)))
            .Select(same => (Names: same.Key.Split(' '), Keys: same.Select(value => Key(value, same.Key.Split(' '))).ToHashSet()))
            .ToList();

        all.RemoveAll(element =>
        {
            var prepared = Prepared(attribute, element!);
            return wanted.Exists(x => x.Keys.Contains(Key(prepared, x.Names)));
        });
    }

    /// <summary>A new primary value takes the place of the old one (RFC 7644 section 3.5.2).</summary>
    public static void KeepOnePrimary(SchemaAttribute attribute, JsonArray all, HashSet<JsonNode> touched)
    {
        var primaries = all.OfType<JsonNode>().Where(IsPrimary).ToList();
        if (primaries.Count < 2) return;
        if (primaries.Count(touched.Contains) > 1) throw ScimException.InvalidValue($"Only one element of {attribute.Name} can be primary.");

        foreach (var other in primaries.Where(x => !touched.Contains(x))) other["primary"] = false;
    }

    private static List<JsonNode> TakeAll(JsonArray array)
    {
        var elements = array.OfType<JsonNode>().ToList();
        array.Clear();
        return elements;
    }

    private static string Identity(SchemaAttribute attribute, JsonNode element)
    {
        var prepared = Prepared(attribute, element);
        if (prepared.ContainsKey("value")) return Key(prepared, ["type", "value"]);

        prepared.Remove("primary");
        return Key(prepared, prepared.Select(x => x.Key).Order(StringComparer.Ordinal));
    }

    private static string Key(JsonObject prepared, IEnumerable<string> names) =>
        string.Join(' ', names.Select(name => $"{name} {prepared[name]?.ToJsonString()}"));

    // An element that is not primary may say so or not.
    private static JsonObject Prepared(SchemaAttribute attribute, JsonNode element)
    {
        var prepared = SearchDocument.OfElement(attribute, element);
        if (prepared["primary"] is JsonValue value && value.TryGetValue<bool>(out var isPrimary) && !isPrimary) prepared.Remove("primary");
        return prepared;
    }

    private static bool IsPrimary(JsonNode element) =>
        element is JsonObject && element["primary"] is JsonValue value && value.TryGetValue<bool>(out var isPrimary) && isPrimary;
}
