namespace Scim.Resources.Schemas;

/// <summary>Puts definitions together: which types there are, which schemas each uses, and whether they fit.</summary>
internal sealed class CatalogueBuilder
{
    private readonly Dictionary<string, SchemaDefinition> _schemas = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ResourceTypeDefinition> _types = [];

    public void Add(DefinitionSet definitions)
    {
        foreach (var schema in definitions.Schemas)
        {
            if (!_schemas.TryAdd(schema.Schema.Id, schema))
            {
                throw schema.Problem(
                    $"is already defined by {_schemas[schema.Schema.Id].Source}; remove one, or give it a URN of its own.");
            }
        }

        foreach (var type in definitions.ResourceTypes)
            Add(type);
    }

    public SchemaCatalogue Build()
    {
        var cores = _types.Select(x => x.Schema).ToHashSet(StringComparer.OrdinalIgnoreCase);

        foreach (var type in _types)
            CheckSchemas(type, cores);
        foreach (var schema in _schemas.Values.Where(x => !x.IsBuiltIn && !IsUsed(x)))
            ExtendByName(schema);
        foreach (var (urn, definition) in _schemas.ToArray())
            _schemas[urn] = definition with { Schema = SchemaRules.Check(definition, cores.Contains(urn), _types) };
        NameMemberTypes();

        ResourceType[] types = [.. _types.Select(Resolve)];
        return new SchemaCatalogue(
            [
                .. types.Select(x => x.Schema).Concat(types.SelectMany(x => x.Extensions).Select(x => x.Schema)).Distinct(),
                .. _schemas.Values.Select(x => x.Schema).Where(x => SchemaUrns.IsDiscovery(x.Id)),
            ],
            types);
    }

    private void Add(ResourceTypeDefinition type)
    {
        if (_types.FindIndex(x => x.Name.Equals(type.Name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index)
        {
            _types[index] = Replace(_types[index], type);
            return;
        }

        if (_types.Find(x => x.Endpoint.Equals(type.Endpoint, StringComparison.OrdinalIgnoreCase)) is { } neighbour)
            throw type.Problem($"has the endpoint {type.Endpoint}, which belongs to {neighbour.Name}; choose another.");
        _types.Add(type);
    }

    private static ResourceTypeDefinition Replace(ResourceTypeDefinition known, ResourceTypeDefinition type)
    {
        if (!known.IsBuiltIn || known.Name != type.Name)
        {
            throw type.Problem(
                $"is already defined as {known.Name} by {known.Source} (case makes no difference); rename or remove one.");
        }

        if (known.Endpoint != type.Endpoint || !SchemaUrns.AreEqual(known.Schema, type.Schema))
            throw type.Problem($"keeps the endpoint {known.Endpoint} and the schema {known.Schema}; correct them.");

        return type with { Description = type.Description ?? known.Description };
    }

    private bool IsUsed(SchemaDefinition schema) => _types.Exists(x =>
        SchemaUrns.AreEqual(x.Schema, schema.Schema.Id) || x.Extensions.Any(e => SchemaUrns.AreEqual(e.Schema, schema.Schema.Id)));

    private void ExtendByName(SchemaDefinition extension)
    {
        var name = extension.Schema.Id[(extension.Schema.Id.LastIndexOf(':') + 1)..];

        // A ResourceType file lists every extension of its type, so a name adds none to it.
        var index = _types.FindIndex(x => x.IsBuiltIn && x.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            throw extension.Problem(
                "is used by no resource type; name it in the schemaExtensions of a ResourceType file, "
                + "or let its URN end in :User or :Group.");
        }

        var type = _types[index];
        _types[index] = type with { Extensions = [.. type.Extensions, new ExtensionDefinition(extension.Schema.Id, Required: false)] };
    }

    private void CheckSchemas(ResourceTypeDefinition type, HashSet<string> cores)
    {
        var extensions = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var urn in type.Extensions.Select(x => x.Schema))
        {
            if (cores.Contains(urn))
                throw type.Problem($"is extended by \"{urn}\", which is a type's core schema; remove it from schemaExtensions.");
            if (!extensions.Add(urn))
                throw type.Problem($"names \"{urn}\" twice in schemaExtensions; remove one.");
        }

        foreach (var urn in extensions.Prepend(type.Schema))
        {
            if (!_schemas.ContainsKey(urn))
                throw type.Problem($"uses the schema \"{urn}\", which no file defines; add its file or correct the URN.");
            if (SchemaUrns.IsDiscovery(urn))
                throw type.Problem($"uses the schema \"{urn}\", which describes the service itself; name another.");
        }
    }

    private void NameMemberTypes()
    {
        string[] all = [.. _types.Select(x => x.Name)];
        string[] groups = [.. _types.Where(x => _schemas[x.Schema].Schema.Find("members") is not null).Select(x => x.Name)];

        foreach (var type in _types.Where(x => _schemas[x.Schema].IsBuiltIn))
            _schemas[type.Schema] = _schemas[type.Schema] with { Schema = MemberTypes.Complete(_schemas[type.Schema].Schema, all, groups) };
    }

    private ResourceType Resolve(ResourceTypeDefinition type) => new()
    {
        Name = type.Name,
        Endpoint = type.Endpoint,
        Description = type.Description,
        Schema = _schemas[type.Schema].Schema,
        Extensions = [.. type.Extensions.Select(x => new SchemaExtension(_schemas[x.Schema].Schema, x.Required))],
    };
}
