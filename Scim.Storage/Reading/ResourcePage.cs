using Scim.Resources.Representation;

namespace Scim.Storage.Reading;

/// <summary>A page of a list.</summary>
/// <param name="TotalResults">All matches, on every page.</param>
/// <param name="Resources">Those of this page, in the order of their ids.</param>
public sealed record ResourcePage(long TotalResults, IReadOnlyList<Resource> Resources);
