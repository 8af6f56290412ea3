using Scim.Filter;

namespace Scim.Resources.Schemas;

/// <summary>An attribute of a resource type, as a path named it.</summary>
/// <param name="Extension">The extension it belongs to; null in the core schema and for the common attributes.</param>
/// <param name="Attribute">Null where the path names the extension as a whole.</param>
/// <param name="Sub">The sub-attribute, where the path names one.</param>
public sealed record BoundAttribute(Schema? Extension, SchemaAttribute? Attribute, SchemaAttribute? Sub = null)
{
    /// <summary>The innermost part that the path names; null for an extension as a whole.</summary>
    public SchemaAttribute? Leaf => Sub ?? Attribute;

    /// <summary>The canonical spelling, as error texts show it.</summary>
    public override string ToString() => (Extension, Attribute, Sub) switch
    {
        ({ } extension, null, _) => extension.Id,
        ({ } extension, { } attribute, null) => $"{extension.Id}:{attribute.Name}",
        ({ } extension, { } attribute, { } sub) => $"{extension.Id}:{attribute.Name}.{sub.Name}",
        (null, { } attribute, null) => attribute.Name,
        (null, { } attribute, { } sub) => $"{attribute.Name}.{sub.Name}",
        _ => "",
    };
}
