using Dapper;

namespace Scim.Storage.Grafana;

/// <summary>What Grafana should show: users, groups and who is in them, groups in groups included.</summary>
public sealed class DesiredState(ScimDatabase database)
{
    /// <summary>Those of the given users that exist.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="ids">The users.</param>
    /// <param name="withGroups">Read the groups above each, which roles may come from.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<IReadOnlyDictionary<Guid, StoredUser>> UsersAsync(
        string tenant, IReadOnlyCollection<Guid> ids, bool withGroups, CancellationToken cancellationToken)
    {
        // OFFSET 0 keeps PostgreSQL from reading all resources and memberships for each user, which looks cheap to it where users are in many groups.
        const string groups = """
            ARRAY(
                WITH RECURSIVE up (id) AS (
                    SELECT m.group_id
                    FROM scim.membership m
                    WHERE m.tenant_id = r.tenant_id AND m.member_id = r.id
                    UNION
                    SELECT m.group_id
                    FROM up
                    CROSS JOIN LATERAL (
                        SELECT m.group_id
                        FROM scim.membership m
                        WHERE m.tenant_id = r.tenant_id AND m.member_id = up.id
                        OFFSET 0) m)
                SELECT unnest(ARRAY[g.id::text, g.display])
                FROM up
                CROSS JOIN LATERAL (
                    SELECT g.id, g.display
                    FROM scim.resource g
                    WHERE g.tenant_id = r.tenant_id AND g.id = up.id
                    OFFSET 0) g)
            """;
        var sql = $"""
            SELECT r.id, r.doc::text AS document, {(withGroups ? groups : "'{}'::text[]")} AS groups
            FROM scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = ANY (@ids) AND r.type = 'User'
            """;
        return (await QueryAsync<StoredUser>(sql, new { tenant, ids = ids.ToArray() }, cancellationToken)).ToDictionary(x => x.Id);
    }

    /// <summary>The names of those of the given groups that exist.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> GroupsAsync(string tenant, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT r.id, r.display
            FROM scim.resource r
            WHERE r.tenant_id = @tenant AND r.id = ANY (@ids) AND r.type = 'Group'
            """;
        return (await QueryAsync<(Guid Id, string Display)>(sql, new { tenant, ids = ids.ToArray() }, cancellationToken)).ToDictionary(x => x.Id, x => x.Display);
    }

    /// <summary>The users in a group and in the groups in it, in the order of ids. A circle of groups ends by itself.</summary>
    public Task<IReadOnlyList<GroupMember>> MembersAsync(string tenant, Guid groupId, CancellationToken cancellationToken) =>
        QueryAsync<GroupMember>("""
            WITH RECURSIVE down (id, type) AS (
                SELECT m.member_id, m.member_type
                FROM scim.membership m
                WHERE m.tenant_id = @tenant AND m.group_id = @groupId
                UNION
                SELECT m.member_id, m.member_type
                FROM down
                CROSS JOIN LATERAL (
                    SELECT m.member_id, m.member_type
                    FROM scim.membership m
                    WHERE m.tenant_id = @tenant AND m.group_id = down.id
                    OFFSET 0) m
                WHERE down.type <> 'User')
            SELECT down.id AS userId, l.grafana_id AS grafanaId, l.last_applied ->> 'email' AS email, coalesce(l.has_access, FALSE) AS hasAccess
            FROM down
            LEFT JOIN scim.grafana_link l ON l.tenant_id = @tenant AND l.resource_id = down.id
            WHERE down.type = 'User'
            ORDER BY down.id
            """, new { tenant, groupId }, cancellationToken);

    /// <summary>Ids of a type after the given one, in order.</summary>
    public Task<IReadOnlyList<Guid>> IdsAsync(string tenant, string type, Guid after, int most, CancellationToken cancellationToken) =>
        QueryAsync<Guid>("""
            SELECT r.id
            FROM scim.resource r
            WHERE r.tenant_id = @tenant AND r.type = @type AND r.id > @after
            ORDER BY r.id
            LIMIT @most
            """, new { tenant, type, after, most }, cancellationToken);

    /// <summary>How many users are about to lose access, and how many did of late.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="window">What counts as of late.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<AccessLosses> LossesAsync(string tenant, TimeSpan window, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT (SELECT count(*)
                    FROM scim.grafana_due d
                    JOIN scim.grafana_link l ON l.tenant_id = d.tenant_id AND l.resource_id = d.resource_id AND l.has_access
                    LEFT JOIN scim.resource r ON r.tenant_id = d.tenant_id AND r.id = d.resource_id
                    WHERE d.tenant_id = @tenant AND d.type = 'User' AND NOT d.released
                      AND (r.id IS NULL OR r.search -> 'active' = 'false')) AS pending,
                   (SELECT count(*)
                    FROM scim.grafana_link l
                    WHERE l.tenant_id = @tenant AND l.access_ended > now() - @window) AS recent,
                   (SELECT count(*)
                    FROM scim.grafana_link l
                    WHERE l.tenant_id = @tenant AND l.kind = 'user' AND l.has_access) AS managed
            """;
        return (await QueryAsync<AccessLosses>(sql, new { tenant, window }, cancellationToken)).Single();
    }

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
    }
}

/// <summary>A user as it is stored.</summary>
public sealed record StoredUser
{
    public required Guid Id { get; init; }

    public required string Document { get; init; }

    /// <summary>Ids and names of the groups above it.</summary>
    public required string[] Groups { get; init; }
}

/// <summary>A user in a group, directly or through another, and its account in Grafana.</summary>
public sealed record GroupMember
{
    public required Guid UserId { get; init; }

    /// <summary>Null where there is no account yet.</summary>
    public long? GrafanaId { get; init; }

    /// <summary>As Grafana has it.</summary>
    public string? Email { get; init; }

    public bool HasAccess { get; init; }
}

/// <param name="Pending">Due, and not released.</param>
/// <param name="Recent">Done within the window, and not released.</param>
/// <param name="Managed">All who have access.</param>
public sealed record AccessLosses(long Pending, long Recent, long Managed);
