namespace Scim.Resources.Schemas;

/// <summary>A schema of RFC 7643 section 7, as <c>/Schemas</c> shows it.</summary>
public sealed record Schema
{
    /// <summary>The URN, in its canonical spelling.</summary>
    public required string Id { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<SchemaAttribute> Attributes { get; init; } = [];

    /// <summary>The attribute of that name, in any case.</summary>
    public SchemaAttribute? Find(string name) =>
        Attributes.FirstOrDefault(x => x.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
