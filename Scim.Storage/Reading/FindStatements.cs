using System.Collections.Concurrent;

namespace Scim.Storage.Reading;

/// <summary>The statements that read one resource, by <c>@tenant</c>, <c>@type</c> and <c>@id</c>.</summary>
internal static class FindStatements
{
    private static readonly ConcurrentDictionary<(bool Members, bool Groups, bool IsShallow, bool Locks), Statement> All = new();

    /// <param name="view">What of it to read.</param>
    /// <param name="isShallow">Of the groups only those that hold it themselves (<see cref="ResourceColumns.Of"/>).</param>
    /// <param name="locks">Keeps it from changes until the transaction ends.</param>
    public static Statement Of(ResourceView view, bool isShallow = false, bool locks = false) =>
        All.GetOrAdd((view.Members, view.Groups, isShallow && view.Groups, locks), _ => new Statement($"""
            SELECT {ResourceColumns.Of(view, isShallow)}
            FROM scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type
            {(locks ? "FOR NO KEY UPDATE" : "")}
            """));
}
