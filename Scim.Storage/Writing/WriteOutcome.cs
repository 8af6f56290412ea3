using Scim.Resources;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;

namespace Scim.Storage.Writing;

/// <summary>How a write ended.</summary>
public abstract record WriteOutcome
{
    private protected WriteOutcome()
    {
    }
}

/// <summary>The resource is stored as shown; where the request changed nothing, as it was.</summary>
public sealed record Stored(Resource Resource) : WriteOutcome;

/// <summary>The resource is gone.</summary>
public sealed record Deleted : WriteOutcome;

/// <summary>The resource is at a version that the request rules out, and was left as it is.</summary>
public sealed record VersionMismatch(long Current) : WriteOutcome;

/// <summary>The tenant has no such resource.</summary>
public sealed record NotFound : WriteOutcome;

/// <summary>Another resource of the type has that value.</summary>
/// <param name="Attribute">The attribute that is kept unique.</param>
/// <param name="CaseExact">Whether values that differ in case alone are two.</param>
public sealed record NotUnique(string Attribute, bool CaseExact = false) : WriteOutcome
{
    internal static NotUnique Of(SchemaAttribute attribute) => new(attribute.Name, attribute.CaseExact);
}

/// <summary>None of the members to add is a resource of the tenant, so nothing was changed.</summary>
public sealed record UnknownMembers(IReadOnlyList<string> Ids) : WriteOutcome;

/// <summary>In bulk: what is asked cannot be done.</summary>
public sealed record Refused(ScimException Reason) : WriteOutcome;

/// <summary>In bulk: the operation that it refers to by <c>bulkId</c> failed, or was not reached.</summary>
/// <param name="BulkId">The other operation.</param>
/// <param name="IsInTheWay">The other one succeeded once this one was left out.</param>
public sealed record FailedReference(string BulkId, bool IsInTheWay = false) : WriteOutcome;

/// <summary>In bulk: the database or the service failed at this operation alone.</summary>
public sealed record Failed(Exception Exception) : WriteOutcome;
