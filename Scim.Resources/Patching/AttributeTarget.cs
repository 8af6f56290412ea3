using Scim.Filter;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;

namespace Scim.Resources.Patching;

/// <summary>A PATCH path, bound to a resource type.</summary>
/// <param name="Attribute">What is addressed; its <c>Sub</c> is null where a filter stands.</param>
/// <param name="Filter">Which elements.</param>
/// <param name="Source">The filter as it was sent: a new element takes its values from there.</param>
/// <param name="ElementSub">The sub-attribute behind the brackets.</param>
internal sealed record AttributeTarget(
    BoundAttribute Attribute,
    BoundFilter? Filter = null,
    FilterExpression? Source = null,
    SchemaAttribute? ElementSub = null)
{
    /// <summary>The innermost part; not for an extension as a whole.</summary>
    public SchemaAttribute Leaf => ElementSub ?? Attribute.Leaf!;

    public bool IsReadOnly =>
        Attribute.Attribute?.Mutability == Mutability.ReadOnly || (ElementSub ?? Attribute.Sub)?.Mutability == Mutability.ReadOnly;

    /// <summary>The members of a group are rows, not part of its document.</summary>
    public bool IsMembers => Attribute is { Extension: null, Attribute.Name: "members" };

    public override string ToString() =>
        Attribute + (Filter is null ? "" : "[...]") + (ElementSub is null ? "" : "." + ElementSub.Name);

    /// <exception cref="ScimException"><c>invalidPath</c>, or <c>invalidFilter</c> for a fault inside the brackets.</exception>
    public static AttributeTarget Bind(ResourceType type, string path) =>
        Find(type, path) ?? throw ScimException.InvalidPath(type.Unresolved(Parse(path).Attribute, path));

    /// <summary>Null where the type has no such attribute.</summary>
    public static AttributeTarget? Find(ResourceType type, string path)
    {
        if (type.Schema.Find(path) is { } plain) return new AttributeTarget(new BoundAttribute(null, plain));
        if (type.FindExtension(path) is { } extension) return new AttributeTarget(new BoundAttribute(extension, null));

        var parsed = Parse(path);
        if (type.Resolve(parsed.Attribute) is not { } attribute) return null;
        if (parsed.Filter is null) return new AttributeTarget(attribute);

        if (attribute is not { Attribute: { } outer, Sub: null } || !(outer.IsComplex || outer.MultiValued))
            throw ScimException.InvalidPath($"{attribute} has no elements that a filter could select.");

        var filter = FilterBinder.BindElement(type, attribute, parsed.Filter);
        if (parsed.SubAttribute is null) return new AttributeTarget(attribute, filter, parsed.Filter);

        return AttributeResolver.SubOf(outer, parsed.SubAttribute) is { } sub
            ? new AttributeTarget(attribute, filter, parsed.Filter, sub)
            : null;
    }

    /// <summary>The target of a name in a body, which need not be a path at all. Null where the type has no such attribute.</summary>
    public static AttributeTarget? FindKey(ResourceType type, string key)
    {
        try
        {
            return Find(type, key);
        }
        catch (ScimException)
        {
            return null;
        }
    }

    private static PatchPath Parse(string path)
    {
        try
        {
            return ScimPath.Parse(path);
        }
        catch (ScimFilterException e)
        {
            throw new ScimException(e.InFilter ? ScimErrorType.InvalidFilter : ScimErrorType.InvalidPath, e.Message, e);
        }
    }
}
