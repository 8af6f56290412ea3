using System.Text.Json.Nodes;
using Scim.Resources.Schemas;

namespace Scim.Resources.Patching;

/// <summary>Sets and removes one attribute in the JSON object that holds it. Values are in normal form.</summary>
internal static class AttributeEditor
{
    public static void Put(JsonObject parent, SchemaAttribute attribute, JsonNode value, PatchKind kind)
    {
        if (attribute.MultiValued)
        {
            if (kind == PatchKind.Replace || parent[attribute.Name] is not JsonArray) parent[attribute.Name] = new JsonArray();
            ElementList.Append(attribute, (JsonArray)parent[attribute.Name]!, (JsonArray)value);
        }
        else if (attribute.IsComplex)
        {
            Merge(Child(parent, attribute.Name), attribute, (JsonObject)value, kind);
        }
        else
        {
            parent[attribute.Name] = value;
        }
    }

    /// <summary>Sub-attributes that are not named stay as they are, also on replace (RFC 7644 section 3.5.2.3).</summary>
    /// <exception cref="ScimException"><c>mutability</c>: an immutable sub-attribute would change.</exception>
    public static void Merge(JsonObject there, SchemaAttribute attribute, JsonObject added, PatchKind kind)
    {
        // The reference of another value is none of this one.
        if (added["value"] is { } value && !JsonNode.DeepEquals(value, there["value"])) there.Remove("$ref");

        foreach (var (name, node) in added.ToList())
        {
            var sub = attribute.Sub(name)!;
            if (sub.Mutability == Mutability.Immutable && there[name] is { } old && !JsonNode.DeepEquals(old, node))
                throw ScimException.Mutability($"{attribute.Name}.{name} is immutable: once set, it stays.");

            Put(there, sub, Detach(added, name), kind);
        }
    }

    /// <summary>Removes the attribute; of a multi-valued one only the given values, where there are any to name.</summary>
    public static void Remove(JsonObject parent, SchemaAttribute attribute, JsonArray? values)
    {
        if (values is not null && parent[attribute.Name] is JsonArray all)
        {
            ElementList.RemoveValues(attribute, all, values);
            if (all.Count > 0) return;
        }

        parent.Remove(attribute.Name);
    }

    /// <summary>Removes a sub-attribute, and the reference with the value it belongs to.</summary>
    public static void RemoveSub(JsonObject parent, SchemaAttribute sub, JsonArray? values)
    {
        if (sub.Name == "value") parent.Remove("$ref");
        Remove(parent, sub, values);
    }

    public static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject there) return there;
        var child = new JsonObject();
        parent[name] = child;
        return child;
    }

    public static JsonNode Detach(JsonObject parent, string name)
    {
        var node = parent[name]!;
        parent.Remove(name);
        return node;
    }
}
