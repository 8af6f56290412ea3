using System.Text.Json.Nodes;
using Scim.Resources.Bodies;
using Scim.Resources.Schemas;

namespace Scim.Resources.Patching;

/// <summary>
/// Changes a document in normal form, one operation at a time (RFC 7644 section 3.5.2). Bodies of POST and PUT are read by adding their
/// attributes to an empty document, so that every spelling a client may use is understood everywhere.
/// </summary>
/// <param name="type">The document's type.</param>
/// <param name="document">Changed in place. When an operation throws, its content means nothing any more.</param>
/// <param name="currentMembers">The group's members, needed where an operation selects them by anything but their ids.</param>
internal sealed class ResourceEditor(ResourceType type, JsonObject document, IReadOnlyCollection<JsonObject>? currentMembers = null)
{
    private readonly List<string> _ignored = [];
    private readonly MembershipEditor _members = new(currentMembers);

    public JsonObject Document => document;

    public MembershipChange Members => _members.Change;

    /// <summary>Names the request used and the schemas do not have.</summary>
    public IReadOnlyList<string> Ignored => _ignored;

    private AttributeNormaliser Normaliser => new(_ignored);

    public void Ignore(string name) => _ignored.Add(name);

    public void Apply(PatchKind kind, AttributeTarget target, JsonNode? value)
    {
        if (target.IsMembers)
        {
            var members = Normalise(target, value);
            if (members is null && !AttributeNormaliser.IsUnassigned(value)) throw MembershipChange.WithoutId();
            _members.Apply(kind, target, members, isWhole: value is null);
            return;
        }

        if (target.Attribute is { Extension: null, Attribute.Name: "schemas" })
        {
            // They follow from the document, so naming one adds nothing.
            if (kind == PatchKind.Remove) throw ScimException.Mutability("schemas follows from the attributes; remove an extension by its URN as the path.");
            return;
        }

        RequireWritable(target);
        switch (kind)
        {
            case PatchKind.Remove:
                Remove(target, value);
                break;
            case PatchKind.Replace when AttributeNormaliser.IsUnassigned(value):
                Remove(target, null);
                break;
            case PatchKind.Add when AttributeNormaliser.IsUnassigned(value):
                break;
            default:
                Assign(target, value, kind);
                break;
        }
    }

    /// <summary>Drops empty extensions and makes <c>schemas</c> say what the document holds.</summary>
    public void Finish()
    {
        var schemas = new JsonArray(type.Schema.Id);
        foreach (var (schema, _) in type.Extensions)
        {
            if (document[schema.Id] is JsonObject { Count: 0 }) document.Remove(schema.Id);
            if (document.ContainsKey(schema.Id)) schemas.Add(schema.Id);
        }

        if (document.ContainsKey("schemas")) document["schemas"] = schemas;
        else document.Insert(0, "schemas", schemas);
    }

    private static void RequireWritable(AttributeTarget target)
    {
        if (target.Attribute.Attribute is null) return;
        if (target.Attribute.Attribute.Mutability == Mutability.ReadOnly || target.Leaf.Mutability == Mutability.ReadOnly)
            throw ScimException.Mutability($"{target} is read-only.");
        if (target.Attribute is { Attribute: { MultiValued: true }, Sub: not null })
            throw ScimException.InvalidPath($"{target} does not say which element; write {target.Attribute.Attribute.Name}[...].{target.Leaf.Name}.");
    }

    private void Assign(AttributeTarget target, JsonNode? value, PatchKind kind)
    {
        if (target.Attribute.Attribute is not { } attribute)
        {
            var extension = target.Attribute.Extension!;
            if (kind == PatchKind.Replace) document.Remove(extension.Id);
            if (Normaliser.NormaliseExtension(extension, value) is { } content) MergeExtension(extension, content, kind);
            return;
        }

        if (Normalise(target, value) is not { } normal) return;

        var container = Container(target.Attribute);
        if (target.Filter is not null) new ElementEditor(attribute, container, target).Assign(normal, kind);
        else if (target.Attribute.Sub is { } sub) Put(Child(container, attribute.Name), sub, normal, kind);
        else Put(container, attribute, normal, kind);
    }

    private void MergeExtension(Schema extension, JsonObject content, PatchKind kind)
    {
        var container = Child(document, extension.Id);
        foreach (var (name, node) in content.ToList()) Put(container, extension.Find(name)!, ElementEditor.Detach(content, name), kind);
    }

    private static void Put(JsonObject parent, SchemaAttribute attribute, JsonNode value, PatchKind kind)
    {
        if (attribute.MultiValued)
        {
            if (kind == PatchKind.Replace || parent[attribute.Name] is not JsonArray) parent[attribute.Name] = new JsonArray();
            ElementEditor.Append(attribute, (JsonArray)parent[attribute.Name]!, (JsonArray)value);
        }
        else if (attribute.IsComplex && parent[attribute.Name] is JsonObject there)
        {
            // Sub-attributes that are not named stay as they are, also on replace (RFC 7644 section 3.5.2.3).
            ElementEditor.Merge(there, (JsonObject)value);
        }
        else
        {
            parent[attribute.Name] = value;
        }
    }

    private void Remove(AttributeTarget target, JsonNode? value)
    {
        if (target.Attribute.Attribute is not { } attribute)
        {
            document.Remove(target.Attribute.Extension!.Id);
            return;
        }

        if (Existing(target.Attribute) is not { } container) return;

        if (target.Filter is not null)
        {
            new ElementEditor(attribute, container, target).Remove();
        }
        else if (target.Attribute.Sub is { } sub)
        {
            if (container[attribute.Name] is not JsonObject parent) return;
            parent.Remove(sub.Name);
            if (parent.Count == 0) container.Remove(attribute.Name);
        }
        else if (attribute.MultiValued && value is not null)
        {
            // An empty list removes nothing.
            if (Normalise(target, value) is JsonArray values) ElementEditor.RemoveValues(attribute, container, values);
        }
        else
        {
            container.Remove(attribute.Name);
        }
    }

    private JsonNode? Normalise(AttributeTarget target, JsonNode? value) =>
        Normaliser.Normalise(target.Leaf, value, target.ToString());

    private JsonObject Container(BoundAttribute attribute) =>
        attribute.Extension is { } extension ? Child(document, extension.Id) : document;

    private JsonObject? Existing(BoundAttribute attribute) =>
        attribute.Extension is { } extension ? document[extension.Id] as JsonObject : document;

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject there) return there;
        var child = new JsonObject();
        parent[name] = child;
        return child;
    }
}
