using Scim.Filter;

namespace Scim.Resources.Schemas;

/// <summary>Finds what an attribute path names in a resource type (RFC 7644 section 3.10). Names match in any case.</summary>
public static class AttributeResolver
{
    // tags[value eq "a"] and tags.value address the elements of a multi-valued attribute that is not complex.
    private const string ValueName = "value";

    /// <summary>Null where nothing has that name.</summary>
    public static BoundAttribute? Resolve(this ResourceType type, AttributePath path)
    {
        if (path.Schema is null) return Unqualified(type, path);
        if (Same(path.Schema, type.Schema.Id)) return InSchema(type.Schema, null, path) ?? Common(path);

        foreach (var (schema, _) in type.Extensions)
        {
            if (Same(path.Schema, schema.Id)) return InSchema(schema, schema, path);
            if (path.SubAttribute is null && Same($"{path.Schema}:{path.Name}", schema.Id)) return new BoundAttribute(schema, null);
        }

        return null;
    }

    /// <summary>The extension of that URN, which may be none that a path can spell: <c>urn:example:badges:2.0</c>.</summary>
    public static Schema? FindExtension(this ResourceType type, string urn) =>
        type.Extensions.FirstOrDefault(x => Same(x.Schema.Id, urn))?.Schema;

    /// <summary>Why nothing was found, for the reader of an error.</summary>
    public static string Unresolved(this ResourceType type, AttributePath path, string text)
    {
        var owners = path.Schema is null ? type.Extensions.Where(x => x.Schema.Find(path.Name) is not null).Select(x => x.Schema.Id).ToList() : [];
        return owners.Count > 1
            ? $"{path.Name} is an attribute of {string.Join(" and of ", owners)}; write one of them in front, with a colon."
            : $"{type.Name} has no attribute {text}.";
    }

    private static BoundAttribute? Unqualified(ResourceType type, AttributePath path)
    {
        if ((InSchema(type.Schema, null, path) ?? Common(path)) is { } core) return core;

        // Entra writes "manager" without its URN. Accepted where only one extension has the name.
        var found = type.Extensions.Select(x => InSchema(x.Schema, x.Schema, path)).OfType<BoundAttribute>().Take(2).ToList();
        return found is [var only] ? only : null;
    }

    private static BoundAttribute? Common(AttributePath path) =>
        CommonAttributes.Find(path.Name) is { } attribute ? WithSub(null, attribute, path.SubAttribute) : null;

    private static BoundAttribute? InSchema(Schema schema, Schema? extension, AttributePath path) =>
        schema.Find(path.Name) is { } attribute ? WithSub(extension, attribute, path.SubAttribute) : null;

    private static BoundAttribute? WithSub(Schema? extension, SchemaAttribute attribute, string? name) =>
        name is null ? new BoundAttribute(extension, attribute)
        : SubOf(attribute, name) is { } sub ? new BoundAttribute(extension, attribute, sub)
        : null;

    /// <summary>The sub-attribute of that name; of a simple multi-valued attribute its <c>value</c>.</summary>
    public static SchemaAttribute? SubOf(SchemaAttribute attribute, string name) =>
        attribute.IsComplex ? attribute.Sub(name)
        : attribute.MultiValued && Same(name, ValueName) ? attribute with { Name = ValueName, MultiValued = false }
        : null;

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
