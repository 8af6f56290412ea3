using System.Globalization;
using System.Text.Json.Nodes;
using Scim.Resources.Schemas;
using Scim.Resources.Text;

namespace Scim.Resources.Filtering;

/// <summary>
/// A resource as filters see it: names in lower case, text prepared, dateTimes in UTC of fixed width, every multi-valued
/// attribute an array of objects, nothing empty, nothing that is never returned.
/// PostgreSQL searches it as <c>jsonb</c>, <see cref="FilterEvaluator"/> in memory.
/// </summary>
public static class SearchDocument
{
    public static JsonObject Of(ResourceType type, JsonObject resource)
    {
        var search = new JsonObject();
        foreach (var (name, node) in resource)
        {
            if (type.Extensions.FirstOrDefault(x => x.Schema.Id == name) is { } extension)
                Add(search, name, Object(node, extension.Schema.Find));
            else if ((type.Schema.Find(name) ?? CommonAttributes.Find(name)) is { } attribute)
                Add(search, name, Value(attribute, node));
        }

        return search;
    }

    /// <summary>One element of a multi-valued attribute, to be compared with others and with the filter in the brackets of a path.</summary>
    public static JsonObject OfElement(SchemaAttribute attribute, JsonNode? element) =>
        Element(attribute.SubAttributes.Any(IsHidden) ? Revealed(attribute) : attribute, element) ?? [];

    /// <summary>Every string of a search document as it stands there, one a line: what a substring search may look at first.</summary>
    public static string TextOf(JsonObject search) => string.Join('\n', Strings(search));

    /// <summary>The name of an attribute or extension in a search document.</summary>
    public static string Key(string name) => name.ToLowerInvariant();

    private static void Add(JsonObject target, string name, JsonNode? value)
    {
        if (value is not null) target[Key(name)] = value;
    }

    private static JsonNode? Value(SchemaAttribute attribute, JsonNode? node)
    {
        if (node is null || IsHidden(attribute)) return null;
        if (!attribute.MultiValued) return attribute.IsComplex ? Object(node, attribute.Sub) : Simple(attribute, node);

        var elements = new JsonArray();
        foreach (var item in node as JsonArray ?? [])
        {
            if (Element(attribute, item) is { } element) elements.Add(element);
        }

        return elements.Count == 0 ? null : elements;
    }

    private static bool IsHidden(SchemaAttribute attribute) => attribute.Returned == Returned.Never;

    // Two elements that differ in a secret differ, though no filter can tell.
    private static SchemaAttribute Revealed(SchemaAttribute attribute) =>
        attribute with { SubAttributes = [.. attribute.SubAttributes.Select(x => x with { Returned = Returned.Default })] };

    private static JsonObject? Element(SchemaAttribute attribute, JsonNode? item)
    {
        if (attribute.IsComplex) return Object(item, attribute.Sub);
        return item is not null && Simple(attribute, item) is { } value ? new JsonObject { ["value"] = value } : null;
    }

    private static JsonObject? Object(JsonNode? node, Func<string, SchemaAttribute?> find)
    {
        var result = new JsonObject();
        foreach (var (name, value) in node as JsonObject ?? [])
        {
            if (find(name) is { } sub) Add(result, name, Value(sub, value));
        }

        return result.Count == 0 ? null : result;
    }

    private static JsonValue? Simple(SchemaAttribute attribute, JsonNode node)
    {
        switch (attribute.Type)
        {
            case AttributeType.Boolean:
                return JsonValue.Create(node.GetValue<bool>());
            case AttributeType.Integer or AttributeType.Decimal:
                return JsonValue.Create(decimal.Parse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture));
            case AttributeType.DateTime:
                return DateTimeText.TryParse(node.GetValue<string>(), out var time) ? JsonValue.Create(DateTimeText.ForComparison(time)) : null;
            default:
                var text = PreparedText.Prepare(node.GetValue<string>(), attribute.CaseExact);
                return text.Length == 0 ? null : JsonValue.Create(text);
        }
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject x => x.SelectMany(property => Strings(property.Value)),
        JsonArray x => x.SelectMany(Strings),
        JsonValue x when x.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
