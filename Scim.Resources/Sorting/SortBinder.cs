using Scim.Filter;
using Scim.Resources.Schemas;

namespace Scim.Resources.Sorting;

/// <summary>Binds <c>sortBy</c> (RFC 7644 section 3.4.2.3) to a resource type.</summary>
public static class SortBinder
{
    /// <summary>The attribute to sort by: of a complex one its <c>value</c>. Null where the type has none of that name.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: no resource can be sorted by that.</exception>
    public static BoundAttribute? Bind(ResourceType type, string sortBy)
    {
        if (type.Resolve(Parse(sortBy)) is not { } attribute) return null;
        if (attribute.Attribute is not { } outer) throw ScimException.InvalidValue($"{attribute} is a schema; sort by one of its attributes, as in {attribute}:name.");
        if (outer is { IsComplex: true } or { MultiValued: true } && attribute.Sub is null)
        {
            attribute = attribute with
            {
                Sub = AttributeResolver.SubOf(outer, "value")
                    ?? throw ScimException.InvalidValue($"{attribute} is complex; sort by one of its sub-attributes: {string.Join(", ", outer.SubAttributes.Select(x => x.Name))}."),
            };
        }

        if (attribute is { Extension: null, Attribute.Name: "members" or "groups" })
            throw ScimException.InvalidValue($"{outer.Name} is a list of other resources, by which none can be sorted.");
        if (outer.Returned == Returned.Never || attribute.Leaf!.Returned == Returned.Never)
            throw ScimException.InvalidValue($"{attribute} is never returned, so nothing can be sorted by it.");

        return attribute;
    }

    /// <summary>Binds to each of several types, in their order; null where a type has no such attribute, or none that sorts.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: no type can be sorted by that.</exception>
    public static IReadOnlyList<BoundAttribute?> BindToAll(IReadOnlyList<ResourceType> types, string sortBy)
    {
        ScimException? fault = null;
        var bound = new List<BoundAttribute?>();
        foreach (var type in types)
        {
            try
            {
                bound.Add(Bind(type, sortBy));
            }
            catch (ScimException e)
            {
                fault ??= e;
                bound.Add(null);
            }
        }

        if (bound.Exists(x => x is not null)) return bound;

        var lacking = types is [var only] ? $"{only.Name} has no such attribute" : $"none of {string.Join(", ", types.Select(x => x.Name))} has such an attribute";
        throw fault ?? ScimException.InvalidValue($"Nothing can be sorted by {sortBy}: {lacking}.");
    }

    private static AttributePath Parse(string sortBy)
    {
        try
        {
            if (ScimPath.Parse(sortBy) is { Filter: null } path) return path.Attribute;
        }
        catch (ScimFilterException)
        {
            // What is no path is no name either.
        }

        throw ScimException.InvalidValue("sortBy takes the name of an attribute, like userName or name.familyName.");
    }
}
