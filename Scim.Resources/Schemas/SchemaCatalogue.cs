using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Scim.Resources.Schemas;

/// <summary>The schemas and resource types that the service knows: those of RFC 7643, and those of a folder.</summary>
public sealed class SchemaCatalogue
{
    private readonly FrozenDictionary<string, Schema> _schemas;
    private readonly FrozenDictionary<string, ResourceType> _types;

    internal SchemaCatalogue(IReadOnlyList<Schema> schemas, IReadOnlyList<ResourceType> resourceTypes)
    {
        Schemas = schemas;
        ResourceTypes = resourceTypes;
        _schemas = schemas.ToFrozenDictionary(x => x.Id, StringComparer.OrdinalIgnoreCase);
        _types = resourceTypes.ToFrozenDictionary(x => x.Name, StringComparer.Ordinal);
    }

    /// <summary>Those of resources first, those of discovery last.</summary>
    public IReadOnlyList<Schema> Schemas { get; }

    public IReadOnlyList<ResourceType> ResourceTypes { get; }

    /// <summary>
    /// Reads the built-in definitions, then every <c>*.json</c> file of the folder that is not hidden: a Schema or a
    /// ResourceType, an array of them, or a ListResponse.
    /// </summary>
    /// <remarks>
    /// An extension that no ResourceType file names extends User or Group when its URN ends in <c>:User</c> or
    /// <c>:Group</c>. A ResourceType file for User or Group lists all of that type's extensions.
    /// </remarks>
    /// <exception cref="SchemaException">A definition cannot be used as it stands.</exception>
    public static SchemaCatalogue Load(string? schemasDir)
    {
        var builder = new CatalogueBuilder();
        builder.Add(DefinitionFiles.ReadBuiltIn());
        builder.Add(DefinitionFiles.ReadFolder(schemasDir));
        return builder.Build();
    }

    /// <summary>The schema of that URN, in any case.</summary>
    public Schema? FindSchema(string urn) => _schemas.GetValueOrDefault(urn);

    /// <summary>The resource type of exactly that name, as <c>meta.resourceType</c> has it.</summary>
    public ResourceType? FindType(string name) => _types.GetValueOrDefault(name);

    /// <summary>The Schema resource that <c>/Schemas</c> shows, less its <c>meta</c>.</summary>
    public JsonObject Describe(Schema schema) =>
        SchemaDescription.Of(schema, isCore: ResourceTypes.Any(x => SchemaUrns.AreEqual(x.Schema.Id, schema.Id)));

    /// <summary>The ResourceType resource that <c>/ResourceTypes</c> shows, less its <c>meta</c>.</summary>
#pragma warning disable CA1822 // stands beside Describe(Schema), which needs the catalogue
    public JsonObject Describe(ResourceType type) => SchemaDescription.Of(type);
#pragma warning restore CA1822
}
