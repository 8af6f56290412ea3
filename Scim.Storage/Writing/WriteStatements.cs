namespace Scim.Storage.Writing;

/// <summary>
/// The statements of writes. Those of one write go out together and are one transaction. Zero rows are no error to PostgreSQL, so whatever depends
/// on an earlier step selects from its result. Locks are taken in one order everywhere: members by id, then the group.
/// </summary>
internal static class WriteStatements
{
    /// <summary>The members to add that exist, kept from being deleted until the group holds them.</summary>
    public const string LockAddedMembers = """
        SELECT m.id
        FROM scim.resource m
        WHERE m.tenant_id = @tenant AND m.id = ANY (@added)
        ORDER BY m.id
        FOR KEY SHARE
        """;

    /// <summary>Separate from the change, which then sees what others committed while this one waited.</summary>
    public const string LockResource = """
        SELECT r.version
        FROM scim.resource r
        WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type
        FOR NO KEY UPDATE
        """;

    /// <summary>A name that is taken is no error but no row, so that in bulk a transaction goes on after it.</summary>
    public const string Create = $"""
        WITH changed AS (
            INSERT INTO scim.resource
                (tenant_id, id, type, unique_key, external_id, display, created, last_modified, doc, search, search_text)
            SELECT @tenant, @id, @type, @uniqueKey, @externalId, @display, time.now, time.now, @document::json, @search::jsonb, @searchText
            FROM (SELECT date_trunc('milliseconds', now()) AS now) time
            WHERE {AnyMemberKnown}
            ON CONFLICT ON CONSTRAINT resource_unique_key DO NOTHING
            RETURNING tenant_id, id, version),
        marked AS (
            {DueMarks.OfCreated})
        {Log}
        """;

    /// <summary>After <see cref="Create"/>, whose row these rows refer to.</summary>
    public const string AddFirstMembers = $"""
        INSERT INTO scim.membership (tenant_id, group_id, member_id, member_type)
        SELECT m.tenant_id, r.id, m.id, m.type
        FROM scim.resource r
        JOIN scim.resource m ON m.tenant_id = r.tenant_id AND m.id = ANY (@added)
        WHERE r.tenant_id = @tenant AND r.id = @id
        """;

    /// <summary>The document, and with it the members, where the version is still the one that was read.</summary>
    public const string Update = $"""
        WITH renamed AS (
            SELECT r.id
            FROM scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.display IS DISTINCT FROM @display),
        changed AS (
            UPDATE scim.resource r
            SET unique_key = @uniqueKey,
                external_id = @externalId,
                display = @display,
                doc = @document::json,
                search = @search::jsonb,
                search_text = @searchText,
                {NextVersion}
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND r.version = @version AND {AnyMemberKnown}
            RETURNING r.tenant_id, r.id, r.version),
        gone AS (
            DELETE FROM scim.membership m
            USING changed
            WHERE m.tenant_id = changed.tenant_id AND m.group_id = changed.id AND {IsRemoved}
            RETURNING m.member_id, m.member_type),
        cleared AS (
            DELETE FROM scim.membership m
            USING changed
            WHERE m.tenant_id = changed.tenant_id AND m.group_id = changed.id AND {IsCleared}
            RETURNING m.member_id, m.member_type),
        added AS (
            INSERT INTO scim.membership (tenant_id, group_id, member_id, member_type)
            SELECT m.tenant_id, changed.id, m.id, m.type
            FROM changed
            JOIN scim.resource m ON m.tenant_id = changed.tenant_id AND m.id = ANY (@added)
            ON CONFLICT DO NOTHING
            RETURNING member_id, member_type),
        marked AS (
            {DueMarks.OfUpdated})
        {Log}
        """;

    /// <summary>Members alone, whatever the document's version. A group of any size costs the same.</summary>
    public const string UpdateMembers = $"""
        WITH gone AS (
            DELETE FROM scim.membership m
            USING scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND {Precondition} AND {AnyMemberKnown}
              AND m.tenant_id = r.tenant_id AND m.group_id = r.id AND {IsRemoved}
            RETURNING m.member_id, m.member_type),
        cleared AS (
            DELETE FROM scim.membership m
            USING scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND {Precondition} AND {AnyMemberKnown}
              AND m.tenant_id = r.tenant_id AND m.group_id = r.id AND {IsCleared}
            RETURNING m.member_id, m.member_type),
        added AS (
            INSERT INTO scim.membership (tenant_id, group_id, member_id, member_type)
            SELECT m.tenant_id, r.id, m.id, m.type
            FROM scim.resource r
            JOIN scim.resource m ON m.tenant_id = r.tenant_id AND m.id = ANY (@added)
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND {Precondition}
            ON CONFLICT DO NOTHING
            RETURNING member_id, member_type),
        changed AS (
            UPDATE scim.resource r
            SET {NextVersion}
            WHERE r.tenant_id = @tenant AND r.id = @id AND (EXISTS (SELECT FROM gone) OR EXISTS (SELECT FROM cleared) OR EXISTS (SELECT FROM added))
            RETURNING r.tenant_id, r.id, r.version),
        marked AS (
            {DueMarks.OfUpdatedMembers})
        {Log}
        """;

    /// <summary>
    /// In front of a bulk request, what it names. Its locks pile up, and taken one by one in its own order they would often lock others out.
    /// </summary>
    public const string LockForBulk = """
        SELECT r.id
        FROM scim.resource r
        WHERE r.tenant_id = @tenant AND r.id = ANY (@deleted)
        ORDER BY r.id
        FOR UPDATE;

        SELECT m.id
        FROM scim.resource m
        WHERE m.tenant_id = @tenant AND m.id = ANY (@added)
        ORDER BY m.id
        FOR KEY SHARE;

        SELECT r.id
        FROM scim.resource r
        WHERE r.tenant_id = @tenant AND r.id IN (
            SELECT changed.id
            FROM unnest(@changed) changed (id)
            UNION
            SELECT m.group_id
            FROM scim.membership m
            WHERE m.tenant_id = @tenant AND m.member_id = ANY (@deleted))
        ORDER BY r.id
        FOR NO KEY UPDATE
        """;

    /// <summary>Locks in the order of all writes: the resource, then the groups it is in.</summary>
    public static readonly IReadOnlyList<string> DeleteInSteps = [LockDeleted, LockGroupsOfDeleted, DueMarks.OfDeleted, LeaveGroups, DeleteMembers, Delete];

    /// <summary>If-Match and If-None-Match, for <c>scim.resource r</c>.</summary>
    public const string Precondition = "(@anyVersion OR r.version = ANY (@only)) AND r.version <> ALL (@except)";

    private const string AnyMemberKnown = """
        (@asked = 0 OR EXISTS (SELECT FROM scim.resource m WHERE m.tenant_id = @tenant AND m.id = ANY (@added)))
        """;

    private const string IsRemoved = "m.member_id = ANY (@removed)";

    // A statement of its own: beside IsRemoved, a prepared plan would read all members to remove one. Where members are cleared, none is removed.
    private const string IsCleared = "@clear AND m.member_id <> ALL (@added)";

    private const string LockDeleted = """
        SELECT r.version
        FROM scim.resource r
        WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type
        FOR UPDATE
        """;

    private const string LockGroupsOfDeleted = """
        SELECT g.id
        FROM scim.resource g
        WHERE g.tenant_id = @tenant AND g.id IN (
            SELECT m.group_id
            FROM scim.membership m
            WHERE m.tenant_id = @tenant AND m.member_id = @id)
        ORDER BY g.id
        FOR NO KEY UPDATE
        """;

    /// <summary>The groups it leaves get a new version; a group in itself does not, since the statements to come look at the one it has.</summary>
    private const string LeaveGroups = $"""
        WITH gone AS (
            DELETE FROM scim.membership m
            USING scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND {Precondition} AND m.tenant_id = r.tenant_id AND m.member_id = r.id
            RETURNING m.group_id)
        UPDATE scim.resource r
        SET {NextVersion}
        WHERE r.tenant_id = @tenant AND r.id IN (SELECT group_id FROM gone) AND r.id <> @id
        """;

    private const string DeleteMembers = $"""
        DELETE FROM scim.membership m
        USING scim.resource r
        WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND {Precondition} AND m.tenant_id = r.tenant_id AND m.group_id = r.id
        """;

    private const string Delete = $"""
        WITH changed AS (
            DELETE FROM scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND {Precondition}
            RETURNING r.tenant_id, r.id, r.version)
        {Log}
        """;

    // A clock set back does not take lastModified back.
    private const string NextVersion =
        "version = r.version + 1, last_modified = greatest(date_trunc('milliseconds', now()), r.last_modified)";

    /// <summary>In the transaction of the change, and only where there was one.</summary>
    private const string Log = """
        INSERT INTO scim.provisioning_log
            (tenant_id, id, operation, type, resource_id, version, credential, correlation_id, ignored)
        SELECT changed.tenant_id, @logId, @operation, @type, changed.id, changed.version, @credential, @correlationId,
               @ignored || ARRAY(
                   SELECT 'members ' || asked.id
                   FROM unnest(@added) asked (id)
                   WHERE NOT EXISTS (SELECT FROM scim.resource m WHERE m.tenant_id = @tenant AND m.id = asked.id))
        FROM changed
        RETURNING version
        """;
}
