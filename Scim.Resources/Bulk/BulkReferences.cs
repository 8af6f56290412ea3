using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Scim.Resources.Bodies;
using Scim.Resources.Patching;
using Scim.Resources.Schemas;

namespace Scim.Resources.Bulk;

/// <summary>
/// Puts ids in the places of <c>bulkId:x</c> where a reference to a resource can stand: the <c>value</c> and the <c>$ref</c> of complex
/// attributes, and references to a resource type. Anywhere else it is text like any other.
/// </summary>
internal sealed partial class BulkReferences(BulkIds ids, SchemaCatalogue catalogue)
{
    /// <summary>Replaces inside the data of an operation, and notes the operations that were named.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: no operation has that <c>bulkId</c>.</exception>
    public void Resolve(ResourceType type, JsonObject data, bool isPatch, SortedSet<int> references)
    {
        if (!IsIn(data)) return;
        if (!isPatch)
        {
            ResolveBody(type, data, "", references);
            return;
        }

        foreach (var operation in (data.Member("Operations") as JsonArray ?? []).OfType<JsonObject>().Where(IsIn)) ResolveOperation(type, operation, references);
    }

    private void ResolveOperation(ResourceType type, JsonObject operation, SortedSet<int> references)
    {
        if (operation.Member("path").Text() is not { Length: > 0 } path)
        {
            if (operation.Member("value") is JsonObject attributes) ResolveBody(type, attributes, "", references);
            return;
        }

        // What is wrong with a path shows when the operation is read.
        if (AttributeTarget.FindKey(type, path) is not { } target) return;
        foreach (var (name, value) in operation.ToList())
        {
            if (name.Equals("path", StringComparison.OrdinalIgnoreCase)) operation[name] = ResolvedPath(target, path, references);
            if (name.Equals("value", StringComparison.OrdinalIgnoreCase)) Replace(operation, name, Resolved(type, target, value, references));
        }
    }

    private string ResolvedPath(AttributeTarget target, string path, SortedSet<int> references) => target.Filter is null || !BulkIds.IsIn(path) ? path : Compared().Replace(path, x =>
        PartOf(target.Attribute.Attribute!, x.Groups["name"].Value) is { } part && CanRefer(part)
            ? x.Groups["before"].Value + Resolve(part, x.Groups["text"].Value, references) + "\""
            : x.Value);

    private void ResolveBody(ResourceType type, JsonObject body, string scope, SortedSet<int> references)
    {
        foreach (var (name, value) in body.Where(x => IsIn(x.Value)).ToList())
        {
            if (AttributeTarget.FindKey(type, scope + name) is { } target) Replace(body, name, Resolved(type, target, value, references));
        }
    }

    private JsonNode? Resolved(ResourceType type, AttributeTarget target, JsonNode? value, SortedSet<int> references)
    {
        if (target.Attribute.Attribute is not null) return Resolved(target.Leaf, value, references);
        if (value is JsonObject content) ResolveBody(type, content, target.Attribute.Extension!.Id + ":", references);
        return value;
    }

    private JsonNode? Resolved(SchemaAttribute attribute, JsonNode? value, SortedSet<int> references)
    {
        switch (value)
        {
            case JsonArray elements:
                for (var i = 0; i < elements.Count; i++)
                {
                    var element = elements[i];
                    if (Resolved(attribute, element, references) is var resolved && resolved != element) elements[i] = resolved;
                }

                return elements;
            case JsonObject parts:
                foreach (var (name, part) in parts.Where(x => IsIn(x.Value)).ToList())
                {
                    if (PartOf(attribute, name) is { } sub) Replace(parts, name, Resolved(sub, part, references));
                }

                return parts;
            default:
                // A complex attribute may be written as its value alone.
                return value.Text() is { } text && (attribute.IsComplex || CanRefer(attribute)) ? Resolve(attribute, text, references) : value;
        }
    }

    private string Resolve(SchemaAttribute attribute, string text, SortedSet<int> references) =>
        attribute.Type == AttributeType.Reference ? ids.ResolveAddress(text, references) : ids.Resolve(text, references);

    private bool CanRefer(SchemaAttribute leaf) =>
        leaf.Type == AttributeType.Reference ? leaf.ReferenceTypes.Any(x => catalogue.FindType(x) is not null) : leaf.Name == "value";

    // A filter knows the elements of a simple attribute as value.
    private static SchemaAttribute? PartOf(SchemaAttribute attribute, string name) =>
        attribute.IsComplex ? attribute.Sub(name) : name.Equals("value", StringComparison.OrdinalIgnoreCase) ? attribute : null;

    private static void Replace(JsonObject parent, string name, JsonNode? value)
    {
        if (parent[name] != value) parent[name] = value;
    }

    private static bool IsIn(JsonNode? node) => node switch
    {
        JsonObject x => x.Any(member => IsIn(member.Value)),
        JsonArray x => x.Any(IsIn),
        _ => node.Text() is { } text && BulkIds.IsIn(text),
    };

    // A name is looked at from its first letter only: begun anew at each, a long word would take the square of its length.
    [GeneratedRegex("(?<before>(?<![\\w$])(?<name>\\$?\\w+)\\s+\\w\\w\\s+\")(?<text>[^\"]*bulkId:[^\"]+)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Compared();
}
