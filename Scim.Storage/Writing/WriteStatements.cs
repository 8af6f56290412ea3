using Scim.Resources.Schemas;

namespace Scim.Storage.Writing;

/// <summary>
/// The statements of writes to resources of one type. Those of one write go out together and are one transaction. Zero rows are no error to
/// PostgreSQL, so whatever depends on an earlier step selects from its result. What a type has not, members above all, is not in its statements:
/// to PostgreSQL even a part that never runs costs more than the write.
/// </summary>
internal sealed class WriteStatements
{
    /// <summary>If-Match and If-None-Match, for <c>scim.resource r</c>.</summary>
    public const string Precondition = "(@anyVersion OR r.version = ANY (@only)) AND r.version <> ALL (@except)";

    /// <summary>A clock set back does not take lastModified back.</summary>
    public const string NextVersion = "version = r.version + 1, last_modified = greatest(date_trunc('milliseconds', now()), r.last_modified)";

    /// <summary>The names by which the history of a resource is found, also when it is gone; of the result <c>changed</c>.</summary>
    private const string Keys = """
        array_remove(ARRAY[scim.log_key(changed.tenant_id, @type, changed.unique_key), scim.log_key(changed.tenant_id, 'externalId', changed.external_id)], NULL)
        """;

    private const string LogHead = """
        INSERT INTO scim.provisioning_log
            (tenant_id, id, operation, type, resource_id, version, credential, correlation_id, changed, new_values, keys, added, removed, ignored)
        SELECT changed.tenant_id, scim.log_id(), @operation, @type, changed.id, changed.version, @credential, @correlationId, @changed, @newValues::jsonb,
        """;

    private const string LogTail = """
        FROM changed
        RETURNING version
        """;

    private const string KnownMembers = "ARRAY(SELECT m.id FROM scim.resource m WHERE m.tenant_id = @tenant AND m.id = ANY (@added))";

    private const string NoIds = "ARRAY[]::uuid[]";

    private const string ChangedMembers = "ARRAY(SELECT member_id FROM added), ARRAY(SELECT member_id FROM gone UNION ALL SELECT member_id FROM cleared)";

    /// <summary>Of the members that were asked for, some may be no resources.</summary>
    private const string Ignored = """
        @ignored || ARRAY(
            SELECT 'members ' || asked.id
            FROM unnest(@added) asked (id)
            WHERE NOT EXISTS (SELECT FROM scim.resource m WHERE m.tenant_id = @tenant AND m.id = asked.id)
            LIMIT 100)
        """;

    private const string Document = """
        unique_key = @uniqueKey, external_id = @externalId, display = @display, doc = @document::json, search = @search::jsonb, search_text = @searchText
        """;

    private const string AnyMemberKnown = """
        (@asked = 0 OR EXISTS (SELECT FROM scim.resource m WHERE m.tenant_id = @tenant AND m.id = ANY (@added)))
        """;

    private const string IsRemoved = "m.member_id = ANY (@removed)";

    // A statement of its own: beside IsRemoved, a prepared plan would read all members to remove one. Where members are cleared, none is removed.
    private const string IsCleared = "@clear AND m.member_id <> ALL (@added)";

    public WriteStatements(ResourceType type)
    {
        var takesMembers = type.Schema.Find("members") is not null;
        var marked = Marked(DueMarks.OfUpdated(type));
        Create = new Statement(CreateOf(takesMembers, Marked(DueMarks.OfCreated(type))));
        Update = new Statement(takesMembers ? UpdateWithMembers(marked) : UpdateAlone(marked));
        UpdateMembers = new Statement(UpdateMembersOf(Marked(DueMarks.OfUpdatedMembers(type))));
    }

    /// <summary>Of a delete, from the results <c>changed</c> and <c>gone</c>, its members.</summary>
    public static string LogOfDeleted { get; } = Log(Keys, $"{NoIds}, ARRAY(SELECT member_id FROM gone)");

    /// <summary>
    /// Results in the version and the time of creation. A name that is taken is no error but no row, so that in bulk a transaction goes on after it.
    /// </summary>
    public Statement Create { get; }

    /// <summary>After <see cref="Create"/>, whose row these rows refer to.</summary>
    public static Statement AddFirstMembers { get; } = new("""
        INSERT INTO scim.membership (tenant_id, group_id, member_id, member_type)
        SELECT m.tenant_id, r.id, m.id, m.type
        FROM scim.resource r
        JOIN scim.resource m ON m.tenant_id = r.tenant_id AND m.id = ANY (@added)
        WHERE r.tenant_id = @tenant AND r.id = @id
        """);

    /// <summary>The document, and with it the members, where the version is still the one that was read.</summary>
    public Statement Update { get; }

    /// <summary>Members alone, whatever the document's version. A group of any size costs the same.</summary>
    public Statement UpdateMembers { get; }

    /// <summary>In the transaction of the change, and only where there was one.</summary>
    /// <param name="keys">What the history is found by.</param>
    /// <param name="members">Those added, and those removed.</param>
    /// <param name="takesMembers">Some that were asked for may be no resources.</param>
    private static string Log(string keys, string? members = null, bool takesMembers = false) => $"""
        {LogHead} {keys}, {members ?? $"{NoIds}, {NoIds}"}, {(takesMembers ? Ignored : "@ignored")}
        {LogTail}
        """;

    private static string Marked(string? marks) => marks is null ? "" : $", marked AS ({marks})";

    private static string CreateOf(bool takesMembers, string marked) => $"""
        WITH changed AS (
            INSERT INTO scim.resource
                (tenant_id, id, type, unique_key, external_id, display, created, last_modified, doc, search, search_text)
            SELECT @tenant, @id, @type, @uniqueKey, @externalId, @display, time.now, time.now, @document::json, @search::jsonb, @searchText
            FROM (SELECT date_trunc('milliseconds', now()) AS now) time
            {(takesMembers ? $"WHERE {AnyMemberKnown}" : "")}
            ON CONFLICT ON CONSTRAINT resource_unique_key DO NOTHING
            RETURNING tenant_id, id, unique_key, external_id, version, created)
        {marked}
        {Log(Keys, takesMembers ? $"{KnownMembers}, {NoIds}" : null, takesMembers)}, (SELECT created FROM changed)
        """;

    private static string UpdateAlone(string marked) => $"""
        WITH changed AS (
            UPDATE scim.resource r
            SET {Document}, {NextVersion}
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND r.version = @version
            RETURNING r.tenant_id, r.id, r.unique_key, r.external_id, r.version)
        {marked}
        {Log(Keys)}
        """;

    private static string UpdateWithMembers(string marked) => $"""
        WITH renamed AS (
            SELECT r.id
            FROM scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.display IS DISTINCT FROM @display),
        changed AS (
            UPDATE scim.resource r
            SET {Document}, {NextVersion}
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND r.version = @version AND {AnyMemberKnown}
            RETURNING r.tenant_id, r.id, r.unique_key, r.external_id, r.version),
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
            RETURNING member_id, member_type)
        {marked}
        {Log(Keys, ChangedMembers, takesMembers: true)}
        """;

    private static string UpdateMembersOf(string marked) => $"""
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
            RETURNING r.tenant_id, r.id, r.version)
        {marked}
        {Log(NoIds, ChangedMembers, takesMembers: true)}
        """;
}
