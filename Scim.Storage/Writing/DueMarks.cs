using Scim.Resources.Schemas;

namespace Scim.Storage.Writing;

/// <summary>
/// Marks what a change makes due in Grafana, in the transaction of the change and only for tenants that a connector brings there. A group's team
/// holds the members of the groups in it, so the groups above are due with it. Where roles come from groups, so are the users below. Rows are
/// written in the order of their ids, so that two changes never wait for one another. Other types are nothing to Grafana and have no marks.
/// </summary>
internal static class DueMarks
{
    /// <summary>A user, from the result <c>changed</c>.</summary>
    private const string OfUser = $"""
        INSERT INTO scim.grafana_due (tenant_id, resource_id, type)
        SELECT connected.tenant_id, changed.id, 'User'
        FROM scim.grafana_tenant connected
        CROSS JOIN changed
        WHERE connected.tenant_id = @tenant
        {OnConflict}
        """;

    private const string OfCreatedGroup = $"""
        {Head}
            SELECT changed.id, @type AS type
            FROM changed
            UNION
            {UsersBelow}
                SELECT m.id, m.type
                FROM scim.resource m
                WHERE m.tenant_id = @tenant AND m.id = ANY (@added)
            {End}
        {Tail}
        """;

    private const string OfUpdatedGroup = $"""
        {Head}
            SELECT changed.id, @type AS type
            FROM changed
            UNION
            SELECT above.id, 'Group'
            FROM ({Above}) above
            WHERE EXISTS (SELECT FROM gone) OR EXISTS (SELECT FROM cleared) OR EXISTS (SELECT FROM added)
            UNION
            {UsersBelow}
                {ChangedMembers}
                UNION
                SELECT renamed.id, @type
                FROM renamed
            {End}
        {Tail}
        """;

    private const string OfMembersOfGroup = $"""
        {Head}
            SELECT changed.id, @type AS type
            FROM changed
            UNION
            SELECT above.id, 'Group'
            FROM ({Above}) above
            UNION
            {UsersBelow}
                {ChangedMembers}
            {End}
        {Tail}
        """;

    /// <summary>A statement of its own, in front of those that delete.</summary>
    public const string OfDeleted = $"""
        WITH changed AS (
            SELECT r.id, r.type
            FROM scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = @id AND r.type = @type AND {WriteStatements.Precondition})
        {Head}
            SELECT changed.id, @type AS type
            FROM changed
            UNION
            SELECT above.id, 'Group'
            FROM ({Above}) above
            UNION
            {UsersBelow}
                SELECT changed.id, changed.type
                FROM changed
            {End}
        {Tail}
        """;

    private const string Head = """
        INSERT INTO scim.grafana_due (tenant_id, resource_id, type)
        SELECT connected.tenant_id, touched.id, touched.type
        FROM scim.grafana_tenant connected
        CROSS JOIN LATERAL (
        """;

    private const string Tail = $"""
        ) touched
        WHERE connected.tenant_id = @tenant AND @type IN ('User', 'Group') AND EXISTS (SELECT FROM changed)
        ORDER BY touched.id
        {OnConflict}
        """;

    private const string OnConflict = """
        ON CONFLICT (tenant_id, resource_id) DO UPDATE
        SET generation = grafana_due.generation + 1, next_attempt = least(grafana_due.next_attempt, now()), released = FALSE
        """;

    private const string Above = """
        WITH RECURSIVE up (id) AS (
            SELECT m.group_id
            FROM scim.membership m
            WHERE m.tenant_id = @tenant AND m.member_id = @id
            UNION
            SELECT m.group_id
            FROM up
            CROSS JOIN LATERAL (
                SELECT m.group_id
                FROM scim.membership m
                WHERE m.tenant_id = @tenant AND m.member_id = up.id
                OFFSET 0) m)
        SELECT up.id
        FROM up
        """;

    private const string UsersBelow = """
        SELECT below.id, 'User'
        FROM (
            WITH RECURSIVE first AS (
        """;

    private const string ChangedMembers = """
        SELECT gone.member_id AS id, gone.member_type AS type
        FROM gone
        UNION
        SELECT cleared.member_id, cleared.member_type
        FROM cleared
        UNION
        SELECT added.member_id, added.member_type
        FROM added
        """;

    // An array and OFFSET 0 keep the planner from expecting the members of all groups, and then reading all members.
    private const string End = """
            ),
            down (id, type) AS (
                SELECT top.id, 'Group' COLLATE "C"
                FROM unnest(ARRAY(SELECT first.id FROM first WHERE first.type = 'Group')) top (id)
                WHERE connected.roles_from_groups AND @type = 'Group'
                UNION
                SELECT m.member_id, m.member_type
                FROM down
                CROSS JOIN LATERAL (
                    SELECT m.member_id, m.member_type
                    FROM scim.membership m
                    WHERE m.tenant_id = @tenant AND m.group_id = down.id
                    OFFSET 0) m
                WHERE down.type = 'Group')
            SELECT first.id
            FROM first
            WHERE first.type = 'User' AND connected.roles_from_groups AND @type = 'Group'
            UNION
            SELECT down.id
            FROM down
            WHERE down.type = 'User') below
        """;

    /// <summary>A new resource, from the result <c>changed</c>.</summary>
    public static string? OfCreated(ResourceType type) => Of(type, OfCreatedGroup);

    /// <summary>From the result <c>changed</c>, of a group also from <c>renamed</c>, and those of the members: <c>gone</c>, <c>cleared</c> and <c>added</c>.</summary>
    public static string? OfUpdated(ResourceType type) => Of(type, OfUpdatedGroup);

    /// <summary>From the results <c>changed</c>, <c>gone</c>, <c>cleared</c> and <c>added</c>.</summary>
    public static string? OfUpdatedMembers(ResourceType type) => Of(type, OfMembersOfGroup);

    private static string? Of(ResourceType type, string ofGroup) => type.Name switch
    {
        "User" => OfUser,
        "Group" => ofGroup,
        _ => null,
    };
}
