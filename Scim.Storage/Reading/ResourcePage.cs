using Scim.Resources.Representation;

namespace Scim.Storage.Reading;

/// <summary>A page of a list.</summary>
/// <param name="TotalResults">All matches, on every page; null on a page that a cursor led to.</param>
/// <param name="Resources">Those of this page, in order.</param>
public sealed record ResourcePage(long? TotalResults, IReadOnlyList<Resource> Resources)
{
    /// <summary>Where the next page begins, if there is one and it was asked for.</summary>
    public Position? Next { get; init; }

    /// <summary>Where the page before it begins, if there is one and it was asked for.</summary>
    public Position? Previous { get; init; }
}
