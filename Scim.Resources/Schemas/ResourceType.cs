namespace Scim.Resources.Schemas;

/// <summary>A resource type of RFC 7643 section 6 with its schemas resolved.</summary>
public sealed record ResourceType
{
    /// <summary>Also its <c>id</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The path behind the base, with a leading slash: <c>/Users</c>.</summary>
    public required string Endpoint { get; init; }

    public string? Description { get; init; }

    public required Schema Schema { get; init; }

    public IReadOnlyList<SchemaExtension> Extensions { get; init; } = [];
}

/// <summary>An extension of a resource type.</summary>
public sealed record SchemaExtension(Schema Schema, bool Required);
