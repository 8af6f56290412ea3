namespace Scim.Resources.Schemas;

/// <summary>The attributes that every resource has, whatever its type: RFC 7643 sections 3 and 3.1.</summary>
public static class CommonAttributes
{
    public static SchemaAttribute Schemas { get; } = new()
    {
        Name = "schemas",
        Type = AttributeType.Reference,
        MultiValued = true,
        Description = "The URNs of the schemas the resource uses.",
        Required = true,
        Returned = Returned.Always,
        ReferenceTypes = ["uri"],
    };

    public static SchemaAttribute Id { get; } = new()
    {
        Name = "id",
        Description = "The resource's identifier, issued by the service.",
        CaseExact = true,
        Mutability = Mutability.ReadOnly,
        Returned = Returned.Always,
        Uniqueness = Uniqueness.Server,
    };

    public static SchemaAttribute ExternalId { get; } = new()
    {
        Name = "externalId",
        Description = "The resource's identifier at the client that provisions it.",
        CaseExact = true,
    };

    public static SchemaAttribute Meta { get; } = new()
    {
        Name = "meta",
        Type = AttributeType.Complex,
        Description = "What the service records about the resource.",
        Mutability = Mutability.ReadOnly,
        SubAttributes =
        [
            ReadOnly("resourceType", AttributeType.String, "The name of the resource's type."),
            ReadOnly("created", AttributeType.DateTime, "When the resource was created."),
            ReadOnly("lastModified", AttributeType.DateTime, "When the resource was last changed."),
            ReadOnly("location", AttributeType.Reference, "The resource's address.") with { ReferenceTypes = ["uri"] },
            ReadOnly("version", AttributeType.String, "The resource's version, equal to its ETag."),
        ],
    };

    public static IReadOnlyList<SchemaAttribute> All { get; } = [Schemas, Id, ExternalId, Meta];

    /// <summary>The common attribute of that name, in any case.</summary>
    public static SchemaAttribute? Find(string name) =>
        All.FirstOrDefault(x => x.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static SchemaAttribute ReadOnly(string name, AttributeType type, string description) => new()
    {
        Name = name,
        Type = type,
        Description = description,
        CaseExact = type != AttributeType.DateTime,
        Mutability = Mutability.ReadOnly,
    };
}
