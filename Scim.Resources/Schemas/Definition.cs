namespace Scim.Resources.Schemas;

/// <summary>A schema and the file it comes from.</summary>
internal sealed record SchemaDefinition(string Source, bool IsBuiltIn, Schema Schema)
{
    public SchemaException Problem(string text) => new(Source, $"schema \"{Schema.Id}\" {text}");

    public SchemaException Problem(string attribute, string text) => new(Source, $"attribute \"{attribute}\": {text}");
}

/// <summary>A resource type and the file it comes from, its schemas named by URN.</summary>
internal sealed record ResourceTypeDefinition(string Source, bool IsBuiltIn, string Name)
{
    public required string Endpoint { get; init; }

    public string? Description { get; init; }

    public required string Schema { get; init; }

    public required IReadOnlyList<ExtensionDefinition> Extensions { get; init; }

    public SchemaException Problem(string text) => new(Source, $"resource type \"{Name}\" {text}");
}

internal sealed record ExtensionDefinition(string Schema, bool Required);

/// <summary>What a set of files defines, in the order of the files' names.</summary>
internal sealed record DefinitionSet(IReadOnlyList<SchemaDefinition> Schemas, IReadOnlyList<ResourceTypeDefinition> ResourceTypes);
