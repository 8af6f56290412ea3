namespace Scim.Storage.Filtering;

/// <summary>A filter as a condition on <c>scim.resource r</c>.</summary>
/// <param name="Sql">The condition, in parentheses.</param>
/// <param name="IsIndexed">An index can find the matches, or nearly.</param>
/// <param name="IsSelective">What the index finds are matches, of whatever type, and no other tenant's.</param>
/// <param name="IsUnique">At most one resource of the tenant and the type fulfils it, and an index that is unique finds that.</param>
internal sealed record CompiledFilter(string Sql, bool IsIndexed, bool IsSelective = false, bool IsUnique = false);
