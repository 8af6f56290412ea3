using Scim.Resources.Schemas;

namespace Scim.Resources.Representation;

/// <summary>A stored resource, as far as it was asked for.</summary>
public sealed record Resource
{
    public required ResourceType Type { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Counts the changes, from 1.</summary>
    public required long Version { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    /// <summary>The document in normal form as UTF-8 JSON, without what is derived.</summary>
    public required ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>A JSON array of the members; null where there are none, or they were not asked for.</summary>
    public ReadOnlyMemory<byte>? Members { get; init; }

    /// <summary>The groups it belongs to, directly and indirectly; null where there are none, or they were not asked for.</summary>
    public IReadOnlyList<GroupReference>? Groups { get; init; }

    /// <summary>The weak entity tag of RFC 7644 section 3.14.</summary>
    public string ETag => $"W/\"{Version}\"";

    /// <param name="baseUri">The base that was called, without a slash at its end.</param>
    public string Location(string baseUri) => $"{baseUri}{Type.Endpoint}/{Id}";
}
