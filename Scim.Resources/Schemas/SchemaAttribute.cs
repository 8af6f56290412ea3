namespace Scim.Resources.Schemas;

/// <summary>The data types of RFC 7643 section 2.3.</summary>
public enum AttributeType
{
    String,
    Boolean,
    Decimal,
    Integer,
    DateTime,
    Binary,
    Reference,
    Complex,
}

public enum Mutability
{
    ReadWrite,
    ReadOnly,
    Immutable,
    WriteOnly,
}

public enum Returned
{
    Default,
    Always,
    Never,
    Request,
}

public enum Uniqueness
{
    None,
    Server,
    Global,
}

/// <summary>An attribute of a schema, with the characteristics and defaults of RFC 7643 sections 2.2 and 7.</summary>
public sealed record SchemaAttribute
{
    public required string Name { get; init; }

    public AttributeType Type { get; init; } = AttributeType.String;

    public bool MultiValued { get; init; }

    public string? Description { get; init; }

    public bool Required { get; init; }

    public bool CaseExact { get; init; }

    public Mutability Mutability { get; init; }

    public Returned Returned { get; init; }

    public Uniqueness Uniqueness { get; init; }

    public IReadOnlyList<string> CanonicalValues { get; init; } = [];

    public IReadOnlyList<string> ReferenceTypes { get; init; } = [];

    public IReadOnlyList<SchemaAttribute> SubAttributes { get; init; } = [];

    /// <summary>
    /// Whether <c>/Schemas</c> shows the attribute. One that is not shown is known all the same: it is accepted,
    /// stored, filtered by and returned. Written <c>"advertised": false</c> in a definition, and never sent.
    /// </summary>
    /// <remarks>
    /// Microsoft's web validator stops at the first sub-attribute that Entra does not map, such as
    /// <c>emails.display</c> and <c>emails.primary</c>. RFC 7643 section 2.4 gives every multi-valued attribute these
    /// sub-attributes anyhow, so leaving them out of <c>/Schemas</c> promises less than is kept, and nothing false.
    /// </remarks>
    public bool Advertised { get; init; } = true;

    public bool IsComplex => Type == AttributeType.Complex;

    /// <summary>The sub-attribute of that name, in any case.</summary>
    public SchemaAttribute? Sub(string name) =>
        SubAttributes.FirstOrDefault(x => x.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
