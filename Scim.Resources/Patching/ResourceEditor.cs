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
/// <param name="knownMembers">The group's members and those to come, needed where an operation selects them by anything but their ids.</param>
internal sealed class ResourceEditor(ResourceType type, JsonObject document, IReadOnlyCollection<JsonObject>? knownMembers = null)
{
    private readonly List<string> _ignored = [];
    private readonly MembershipEditor _members = new(knownMembers);

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
            _members.Apply(kind, target, members, namesValues: value is not null);
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
            case PatchKind.Replace when AttributeNormaliser.IsUnassigned(value) && !NamesSubAttributes(target, value):
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
        if (target.IsReadOnly) throw ScimException.Mutability($"{target} is read-only.");
        if (target.Attribute is { Attribute: { MultiValued: true }, Sub: not null })
            throw ScimException.InvalidPath($"{target} does not say which element; write {target.Attribute with { Sub = null }}[...].{target.Leaf.Name}.");
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

        if (kind == PatchKind.Replace && NamesSubAttributes(target, value)) RemoveUnassigned(target, (JsonObject)value!);
        if (Normalise(target, value) is not { } normal) return;

        var container = Container(target.Attribute);
        if (target.Filter is not null) new ElementEditor(attribute, container, target).Assign(normal, kind);
        else if (target.Attribute.Sub is { } sub) AttributeEditor.Put(container, attribute, new JsonObject { [sub.Name] = normal }, kind);
        else AttributeEditor.Put(container, attribute, normal, kind);
    }

    /// <summary>Replacing <c>name</c> by <c>{"givenName": null}</c> unassigns the given name and leaves the family name.</summary>
    private void RemoveUnassigned(AttributeTarget target, JsonObject value)
    {
        foreach (var (name, _) in value.Where(x => AttributeNormaliser.IsUnassigned(x.Value)))
        {
            if (target.Attribute.Attribute!.Sub(name) is { Mutability: not Mutability.ReadOnly } sub)
                Remove(target with { Attribute = target.Attribute with { Sub = sub } }, null);
        }
    }

    private void MergeExtension(Schema extension, JsonObject content, PatchKind kind)
    {
        var container = AttributeEditor.Child(document, extension.Id);
        foreach (var (name, _) in content.ToList()) AttributeEditor.Put(container, extension.Find(name)!, AttributeEditor.Detach(content, name), kind);
    }

    private void Remove(AttributeTarget target, JsonNode? value)
    {
        if (target.Attribute.Attribute is not { } attribute)
        {
            document.Remove(target.Attribute.Extension!.Id);
            return;
        }

        if (Existing(target.Attribute) is not { } container) return;

        // A list that names nothing is a list all the same: removing its values must not remove all there are.
        var values = target.Leaf.MultiValued && value is not null ? (JsonArray?)Normalise(target, value) ?? [] : null;
        if (target.Filter is not null)
        {
            new ElementEditor(attribute, container, target).Remove(values);
        }
        else if (target.Attribute.Sub is { } sub)
        {
            if (container[attribute.Name] is not JsonObject parent) return;
            AttributeEditor.RemoveSub(parent, sub, values);
            if (parent.Count == 0) container.Remove(attribute.Name);
        }
        else
        {
            AttributeEditor.Remove(container, attribute, values);
        }
    }

    private static bool NamesSubAttributes(AttributeTarget target, JsonNode? value) =>
        value is JsonObject { Count: > 0 } && target is { Filter: null, Attribute: { Sub: null, Attribute: { IsComplex: true, MultiValued: false } } };

    private JsonNode? Normalise(AttributeTarget target, JsonNode? value) =>
        Normaliser.Normalise(target.Leaf, value, target.ToString());

    private JsonObject Container(BoundAttribute attribute) =>
        attribute.Extension is { } extension ? AttributeEditor.Child(document, extension.Id) : document;

    private JsonObject? Existing(BoundAttribute attribute) =>
        attribute.Extension is { } extension ? document[extension.Id] as JsonObject : document;
}
