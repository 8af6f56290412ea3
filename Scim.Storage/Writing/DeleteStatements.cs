namespace Scim.Storage.Writing;

/// <summary>The statements of a delete. Those of one go out together and are one transaction.</summary>
internal static class DeleteStatements
{
    /// <summary>
    /// The groups it leaves get a new version, and each a row of the log; a group in itself does not, since the statements to come look at the one it
    /// has.
    /// </summary>
    private const string LeaveGroups = $"""
        WITH gone AS (
            DELETE FROM scim.membership m
            USING scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND {WriteStatements.Precondition} AND m.tenant_id = r.tenant_id AND m.member_id = r.id
            RETURNING m.group_id),
        changed AS (
            UPDATE scim.resource r
            SET {WriteStatements.NextVersion}
            WHERE r.tenant_id = @tenant AND r.id IN (SELECT group_id FROM gone) AND r.id <> @id
            RETURNING r.tenant_id, r.id, r.type, r.version)
        INSERT INTO scim.provisioning_log
            (tenant_id, id, operation, type, resource_id, version, credential, correlation_id, removed)
        SELECT changed.tenant_id, scim.log_id(), 'leave', changed.type, changed.id, changed.version, @credential, @correlationId, ARRAY[@id]
        FROM changed
        """;

    private static readonly string Delete = $"""
        WITH gone AS (
            DELETE FROM scim.membership m
            USING scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND {WriteStatements.Precondition} AND m.tenant_id = r.tenant_id AND m.group_id = r.id
            RETURNING m.member_id),
        changed AS (
            DELETE FROM scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND {WriteStatements.Precondition}
            RETURNING r.tenant_id, r.id, r.unique_key, r.external_id, r.version)
        {WriteStatements.LogOfDeleted}
        """;

    /// <summary>Locks in the order of all writes: the resource, then the groups it is in.</summary>
    public static readonly IReadOnlyList<Statement> InSteps = [Locks.Deleted, Locks.GroupsOfDeleted, new(DueMarks.OfDeleted), new(LeaveGroups), new(Delete)];
}
