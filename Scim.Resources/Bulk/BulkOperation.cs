using Scim.Resources.Operations;
using Scim.Resources.Schemas;

namespace Scim.Resources.Bulk;

/// <summary>One operation of a bulk request, read as far as it can be.</summary>
public sealed record BulkOperation
{
    /// <summary>In capitals, or as it was sent where it is none of the four; null where it was not.</summary>
    public string? Method { get; init; }

    public string? BulkId { get; init; }

    /// <summary>The type that the path names.</summary>
    public ResourceType? Type { get; init; }

    /// <summary>The id in the path; null for POST, and where the path is of no use.</summary>
    public string? Id { get; init; }

    /// <summary>The place in the request of the operation that creates what the path names as <c>bulkId:x</c>.</summary>
    public int? Target { get; init; }

    /// <summary>The operation; null where there is a <see cref="Fault"/>.</summary>
    public ResourceOperation? Operation { get; init; }

    /// <summary>What is wrong with the operation, whatever is stored.</summary>
    public ScimException? Fault { get; init; }

    /// <summary>The places in the request of the operations whose <c>bulkId</c> it names.</summary>
    public IReadOnlyList<int> References { get; init; } = [];
}
