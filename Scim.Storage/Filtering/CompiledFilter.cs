namespace Scim.Storage.Filtering;

/// <summary>A filter as a condition on <c>scim.resource r</c>.</summary>
/// <param name="Sql">The condition, in parentheses.</param>
/// <param name="IsIndexed">An index can find the matches, or nearly.</param>
internal sealed record CompiledFilter(string Sql, bool IsIndexed);
