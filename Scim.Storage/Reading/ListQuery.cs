using Scim.Resources.Filtering;

namespace Scim.Storage.Reading;

/// <summary>A list that a client asks for (RFC 7644 section 3.4.2).</summary>
/// <param name="Filter">Null for all resources of the type.</param>
/// <param name="Offset">Matches before the first of the page.</param>
/// <param name="Count">The most that the page holds; 0 asks for the number of matches alone.</param>
public sealed record ListQuery(BoundFilter? Filter, long Offset, int Count);
