namespace Scim.Storage.Writing;

/// <summary>The statements of a delete. Those of one go out together and are one transaction.</summary>
internal static class DeleteStatements
{
    /// <summary>The groups it leaves get a new version; a group in itself does not, since the statements to come look at the one it has.</summary>
    private const string LeaveGroups = $"""
        WITH gone AS (
            DELETE FROM scim.membership m
            USING scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND {WriteStatements.Precondition} AND m.tenant_id = r.tenant_id AND m.member_id = r.id
            RETURNING m.group_id)
        UPDATE scim.resource r
        SET {WriteStatements.NextVersion}
        WHERE r.tenant_id = @tenant AND r.id IN (SELECT group_id FROM gone) AND r.id <> @id
        """;

    private const string DeleteMembers = $"""
        DELETE FROM scim.membership m
        USING scim.resource r
        WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND {WriteStatements.Precondition} AND m.tenant_id = r.tenant_id AND m.group_id = r.id
        """;

    private const string Delete = $"""
        WITH changed AS (
            DELETE FROM scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND {WriteStatements.Precondition}
            RETURNING r.tenant_id, r.id, r.version)
        {WriteStatements.Log}
        """;

    /// <summary>Locks in the order of all writes: the resource, then the groups it is in.</summary>
    public static readonly IReadOnlyList<Statement> InSteps = [Locks.Deleted, Locks.GroupsOfDeleted, new(DueMarks.OfDeleted), new(LeaveGroups), new(DeleteMembers), new(Delete)];
}
