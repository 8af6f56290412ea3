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

        var touched = new HashSet<JsonNode>();
        foreach (var element in matching)
        {
            if (element is not JsonObject there)
            {
                touched.Add(Exchange(element, content.DeepClone()));
                continue;
            }

            if (kind == PatchKind.Replace && target.ElementSub is null) Empty(there);
            AttributeEditor.Merge(there, attribute, (JsonObject)content.DeepClone(), kind);
            touched.Add(there);
        }

        if (container[attribute.Name] is not JsonArray all) return;
        ElementList.Unite(attribute, all, touched);
        ElementList.KeepOnePrimary(attribute, all, touched);
    }

    /// <summary>Removes the elements that match, or of each the sub-attribute behind the brackets.</summary>
    /// <param name="values">The values to remove from a sub-attribute with many; null for all of it.</param>
    public void Remove(JsonArray? values)
    {
        var removed = Matching().ToHashSet();
        if (target.ElementSub is { } sub)
        {
            foreach (var element in removed.OfType<JsonObject>()) RemoveSub(element, sub, values);
            removed.RemoveWhere(element => element is JsonObject { Count: > 0 });
        }

        if (container[attribute.Name] is JsonArray all)
        {
            all.RemoveAll(element => removed.Contains(element!));
            ElementList.Unite(attribute, all);
            if (all.Count == 0) container.Remove(attribute.Name);
        }
        else if (removed.Count > 0)
        {
            container.Remove(attribute.Name);
        }
    }

    private void RemoveSub(JsonObject element, SchemaAttribute sub, JsonArray? values)
    {
        if (sub.Mutability == Mutability.Immutable && element.ContainsKey(sub.Name))
            throw ScimException.Mutability($"{attribute.Name}.{sub.Name} is immutable: once set, it stays.");

        AttributeEditor.RemoveSub(element, sub, values);
    }

    private JsonNode Content(JsonNode value)
    {
        if (target.ElementSub is { } sub) return attribute.IsComplex ? new JsonObject { [sub.Name] = value } : value;
        if (value is not JsonArray elements) return value;

        return elements.Count == 1 ? elements[0]! : throw ScimException.InvalidValue($"{target} takes one value, not {elements.Count}.");
    }

    private List<JsonNode> Matching()
    {
        IEnumerable<JsonNode> elements = container[attribute.Name] switch
        {
            JsonArray all => all.OfType<JsonNode>(),
            JsonObject single => [single],
            _ => [],
        };
        return elements.Where(Matches).ToList();
    }

    private bool Matches(JsonNode element) => FilterEvaluator.MatchesElement(target.Filter!, SearchDocument.OfElement(attribute, element));

    private JsonNode Create()
    {
        if (!attribute.MultiValued)
        {
            if (container.ContainsKey(attribute.Name)) throw ScimException.NoTarget($"The filter in the path does not match {attribute.Name}.");
            container[attribute.Name] = Named();
            return container[attribute.Name]!;
        }

        if (container[attribute.Name] is not JsonArray all) container[attribute.Name] = all = [];
        all.Add(attribute.IsComplex ? Named() : JsonValue.Create(""));
        ElementList.RequireFew(attribute, all);
        return all[^1]!;
    }

    /// <summary>What the filter says of the element, where it only says what is equal: <c>{"type": "work"}</c>.</summary>
    private JsonObject Named()
    {
        var element = new JsonObject();
        var normaliser = new AttributeNormaliser([]);
        foreach (var term in Terms(target.Source!) ?? [])
        {
            if (attribute.Sub(term.Attribute.Name) is { Mutability: not Mutability.ReadOnly } sub)
                element[sub.Name] = normaliser.Normalise(sub, JsonValue.Create(term.Value.Text), $"{attribute.Name}.{sub.Name}");
        }

        return element.Count > 0 && Matches(element)
            ? element
            : throw ScimException.NoTarget($"No element of {attribute.Name} matches the filter in the path, and the filter does not say what a new one looks like.");
    }

    private static IReadOnlyList<Comparison>? Terms(FilterExpression filter) => filter switch
    {
        Comparison { Operator: ComparisonOperator.Eq, Value: not NullLiteral and { Text.Length: > 0 } } x => [x],
        Conjunction x when x.Operands.Select(Terms).ToList() is var parts && parts.All(part => part is not null) =>
            parts.SelectMany(part => part!).ToList(),
        _ => null,
    };

    // What selected the element stays, unless the new content says otherwise, and so does what can only be set once.
    private void Empty(JsonObject element)
    {
        var kept = Terms(target.Source!)?.Select(term => attribute.Sub(term.Attribute.Name)?.Name).ToHashSet() ?? [];
        foreach (var (name, _) in element.ToList())
        {
            if (!kept.Contains(name) && attribute.Sub(name)?.Mutability != Mutability.Immutable) element.Remove(name);
        }
    }

    private JsonNode Exchange(JsonNode element, JsonNode content)
    {
        var all = (JsonArray)container[attribute.Name]!;
        all[all.IndexOf(element)] = content;
        return content;
    }
}
