using System.Text.Json.Nodes;
using Scim.Filter;
using Scim.Resources.Bodies;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;

namespace Scim.Resources.Patching;

/// <summary>
/// Changes the elements that the filter of a path selects: <c>emails[type eq "work"].value</c>. A singular complex attribute counts as one element.
/// </summary>
internal sealed class ElementEditor(SchemaAttribute attribute, JsonObject container, AttributeTarget target)
{
    /// <summary>Sets the value in every element that matches, or makes an element of what the filter says.</summary>
    /// <exception cref="ScimException"><c>noTarget</c>: nothing matches, and the filter does not say what a new element looks like.</exception>
    public void Assign(JsonNode value, PatchKind kind)
    {
        var content = Content(value);
        var matching = Matching();
        if (matching.Count == 0) matching = [Create()];

        var touched = new List<JsonNode>();
        foreach (var element in matching)
        {
            if (element is not JsonObject there)
            {
                touched.Add(Exchange(element, content.DeepClone()));
                continue;
            }

            if (kind == PatchKind.Replace && target.ElementSub is null) Empty(there);
            Merge(there, (JsonObject)content.DeepClone());
            touched.Add(there);
        }

        if (container[attribute.Name] is JsonArray all) KeepOnePrimary(attribute, all, touched);
    }

    public void Remove()
    {
        foreach (var element in Matching())
        {
            if (target.ElementSub is { } sub && element is JsonObject there)
            {
                there.Remove(sub.Name);
                if (there.Count > 0) continue;
            }

            if (container[attribute.Name] is JsonArray all) all.Remove(element);
            else container.Remove(attribute.Name);
        }

        if (container[attribute.Name] is JsonArray { Count: 0 }) container.Remove(attribute.Name);
    }

    /// <summary>Appends what is not there yet. Elements of the same value and type are one (RFC 7643 section 2.4).</summary>
    public static void Append(SchemaAttribute attribute, JsonArray all, JsonArray added)
    {
        var known = new Dictionary<string, JsonNode>();
        foreach (var element in all.OfType<JsonNode>()) known.TryAdd(Identity(attribute, element), element);

        var touched = new List<JsonNode>();
        while (added.Count > 0)
        {
            var element = added[0]!;
            added.RemoveAt(0);
            if (!known.TryGetValue(Identity(attribute, element), out var there))
            {
                all.Add(there = element);
                known[Identity(attribute, element)] = element;
            }
            else if (there is JsonObject target)
            {
                Merge(target, (JsonObject)element);
            }

            touched.Add(there);
        }

        KeepOnePrimary(attribute, all, touched);
    }

    /// <summary>Removes the elements that have everything one of the given values names.</summary>
    public static void RemoveValues(SchemaAttribute attribute, JsonObject container, JsonArray values)
    {
        if (container[attribute.Name] is not JsonArray all) return;

        var wanted = values.Select(value => SearchDocument.OfElement(attribute, value)).Where(value => value.Count > 0).ToList();
        foreach (var element in all.OfType<JsonNode>().ToList())
        {
            var prepared = SearchDocument.OfElement(attribute, element);
            if (wanted.Any(value => value.All(property => JsonNode.DeepEquals(prepared[property.Key], property.Value)))) all.Remove(element);
        }

        if (all.Count == 0) container.Remove(attribute.Name);
    }

    public static void Merge(JsonObject there, JsonObject added)
    {
        foreach (var (name, _) in added.ToList()) there[name] = Detach(added, name);
    }

    public static JsonNode Detach(JsonObject parent, string name)
    {
        var node = parent[name]!;
        parent.Remove(name);
        return node;
    }

    private JsonNode Content(JsonNode value)
    {
        if (target.ElementSub is { } sub) return attribute.IsComplex ? new JsonObject { [sub.Name] = value } : value;
        if (value is not JsonArray elements) return value;
        if (elements.Count != 1) throw ScimException.InvalidValue($"{target} takes one value, not {elements.Count}.");

        var only = elements[0]!;
        elements.RemoveAt(0);
        return only;
    }

    private List<JsonNode> Matching()
    {
        IEnumerable<JsonNode> elements = container[attribute.Name] switch
        {
            JsonArray all => all.OfType<JsonNode>(),
            JsonObject single => [single],
            _ => [],
        };
        return elements.Where(x => FilterEvaluator.MatchesElement(target.Filter!, SearchDocument.OfElement(attribute, x))).ToList();
    }

    private JsonNode Create()
    {
        JsonNode element = attribute.IsComplex ? Named() : JsonValue.Create("");
        if (!attribute.MultiValued)
        {
            container[attribute.Name] = element;
            return element;
        }

        if (container[attribute.Name] is not JsonArray all) container[attribute.Name] = all = [];
        all.Add(element);
        return element;
    }

    /// <summary>What the filter says of the element, where it only says what is equal: <c>{"type": "work"}</c>.</summary>
    private JsonObject Named()
    {
        if (Terms(target.Source!) is not { } terms)
            throw ScimException.NoTarget($"No element of {attribute.Name} matches the filter in the path, and the filter does not say what a new one looks like.");

        var element = new JsonObject();
        var normaliser = new AttributeNormaliser([]);
        foreach (var term in terms)
        {
            if (attribute.Sub(term.Attribute.Name) is { Mutability: not Mutability.ReadOnly } sub)
                element[sub.Name] = normaliser.Normalise(sub, JsonValue.Create(term.Value.Text), $"{attribute.Name}.{sub.Name}");
        }

        return element;
    }

    private static IReadOnlyList<Comparison>? Terms(FilterExpression filter) => filter switch
    {
        Comparison { Operator: ComparisonOperator.Eq, Value: not NullLiteral and { Text.Length: > 0 } } x => [x],
        Conjunction x when x.Operands.Select(Terms).ToList() is var parts && parts.All(part => part is not null) =>
            parts.SelectMany(part => part!).ToList(),
        _ => null,
    };

    // What selected the element stays, unless the new content says otherwise.
    private void Empty(JsonObject element)
    {
        var kept = Terms(target.Source!)?.Select(term => attribute.Sub(term.Attribute.Name)?.Name).ToHashSet() ?? [];
        foreach (var (name, _) in element.ToList())
        {
            if (!kept.Contains(name)) element.Remove(name);
        }
    }

    private JsonNode Exchange(JsonNode element, JsonNode content)
    {
        var all = (JsonArray)container[attribute.Name]!;
        all[all.IndexOf(element)] = content;
        return content;
    }

    private static string Identity(SchemaAttribute attribute, JsonNode element)
    {
        var prepared = SearchDocument.OfElement(attribute, element);
        return prepared["value"] is { } value
            ? $"{value.ToJsonString()} {prepared["type"]?.ToJsonString()}"
            : prepared.ToJsonString();
    }

    // RFC 7644 section 3.5.2: a new primary value takes the place of the old one.
    private static void KeepOnePrimary(SchemaAttribute attribute, JsonArray all, List<JsonNode> touched)
    {
        if (all.OfType<JsonObject>().Where(IsPrimary).Take(2).Count() < 2) return;
        if (touched.Distinct().OfType<JsonObject>().Where(IsPrimary).Take(2).Count() > 1)
            throw ScimException.InvalidValue($"Only one element of {attribute.Name} can be primary.");

        foreach (var other in all.OfType<JsonObject>().Where(IsPrimary).Where(x => !touched.Contains(x))) other["primary"] = false;
    }

    private static bool IsPrimary(JsonObject element) => element["primary"] is JsonValue value && value.GetValue<bool>();
}
