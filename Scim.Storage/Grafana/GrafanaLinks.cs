using Dapper;

namespace Scim.Storage.Grafana;

/// <summary>What in Grafana is managed from here. Nothing else there is ever touched.</summary>
public sealed class GrafanaLinks(ScimDatabase database)
{
    private const string Columns = """
        l.tenant_id AS tenant, l.resource_id AS resourceId, l.kind, l.grafana_id AS grafanaId, l.uid, l.origin, l.last_applied AS lastApplied,
        l.has_access AS hasAccess,
        EXISTS (
            SELECT FROM scim.grafana_link o
            WHERE o.kind = l.kind AND o.grafana_id = l.grafana_id AND o.tenant_id <> l.tenant_id
              AND (o.created, o.tenant_id) < (l.created, l.tenant_id)) AS isGuest,
        EXISTS (
            SELECT FROM scim.grafana_link o
            WHERE o.kind = l.kind AND o.grafana_id = l.grafana_id AND o.tenant_id <> l.tenant_id AND o.has_access) AS isShared
        """;

    public async Task<IReadOnlyDictionary<Guid, GrafanaLink>> FindAsync(string tenant, IReadOnlyCollection<Guid> resourceIds, CancellationToken cancellationToken)
    {
        const string sql = $"""
            SELECT {Columns}
            FROM scim.grafana_link l
            WHERE l.tenant_id = @tenant AND l.resource_id = ANY (@ids)
            """;
        return (await QueryAsync(sql, new { tenant, ids = resourceIds.ToArray() }, cancellationToken)).ToDictionary(x => x.ResourceId);
    }

    /// <summary>The tenant's link to that object; null where it is not managed from there.</summary>
    public async Task<GrafanaLink?> FindAsync(string tenant, LinkKind kind, long grafanaId, CancellationToken cancellationToken)
    {
        const string sql = $"""
            SELECT {Columns}
            FROM scim.grafana_link l
            WHERE l.kind = @kind AND l.grafana_id = @grafanaId AND l.tenant_id = @tenant
            """;
        return (await QueryAsync(sql, new { tenant, kind = Text(kind), grafanaId }, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Whether another tenant manages that object.</summary>
    public async Task<bool> IsManagedElsewhereAsync(string tenant, LinkKind kind, long grafanaId, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT EXISTS (
                SELECT FROM scim.grafana_link l
                WHERE l.kind = @kind AND l.grafana_id = @grafanaId AND l.tenant_id <> @tenant)
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(sql, new { tenant, kind = Text(kind), grafanaId }, cancellationToken: cancellationToken));
    }

    /// <summary>Those of the given accounts that have access, though their users are deleted: they are not closed yet.</summary>
    public async Task<IReadOnlySet<long>> NotClosedYetAsync(string tenant, IReadOnlyCollection<long> userIds, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT l.grafana_id
            FROM scim.grafana_link l
            WHERE l.kind = 'user' AND l.grafana_id = ANY (@ids) AND l.tenant_id = @tenant AND l.has_access
              AND NOT EXISTS (SELECT FROM scim.resource r WHERE r.tenant_id = l.tenant_id AND r.id = l.resource_id)
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        var found = await connection.QueryAsync<long>(new CommandDefinition(sql, new { tenant, ids = userIds.ToArray() }, cancellationToken: cancellationToken));
        return found.ToHashSet();
    }

    /// <summary>How many of the given accounts have access.</summary>
    public async Task<int> CountWithAccessAsync(string tenant, IReadOnlyCollection<long> userIds, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT count(*)
            FROM scim.grafana_link l
            WHERE l.kind = 'user' AND l.grafana_id = ANY (@ids) AND l.tenant_id = @tenant AND l.has_access
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(sql, new { tenant, ids = userIds.ToArray() }, cancellationToken: cancellationToken));
    }

    /// <summary>Forgets accounts that were deleted longer ago than that.</summary>
    public Task PurgeAsync(string tenant, TimeSpan window, CancellationToken cancellationToken) => ExecuteAsync("""
        DELETE FROM scim.grafana_link
        WHERE tenant_id = @tenant AND kind = 'user' AND grafana_id IS NULL AND NOT has_access
          AND coalesce(access_ended, created) < now() - @window
        """, new { tenant, window }, cancellationToken);

    /// <summary>Links of a kind after the given resource, in the order of ids.</summary>
    public Task<IReadOnlyList<GrafanaLink>> ListAsync(string tenant, LinkKind kind, Guid after, int most, CancellationToken cancellationToken) =>
        QueryAsync($"""
            SELECT {Columns}
            FROM scim.grafana_link l
            WHERE l.tenant_id = @tenant AND l.kind = @kind AND l.resource_id > @after
            ORDER BY l.resource_id
            LIMIT @most
            """, new { tenant, kind = Text(kind), after, most }, cancellationToken);

    /// <summary>
    /// Stores the link. Where it changes who the members of teams are, the groups above the resource, and those whose teams hold its account, are due
    /// with it, in the same transaction.
    /// </summary>
    /// <param name="link">The link.</param>
    /// <param name="marksGroups">The user came, left, or became another account.</param>
    /// <param name="isReleased">A person has let the loss of access pass, so it does not count for the brake.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task SaveAsync(GrafanaLink link, bool marksGroups, bool isReleased, CancellationToken cancellationToken)
    {
        const string sql = """
            INSERT INTO scim.grafana_link (tenant_id, resource_id, kind, grafana_id, uid, origin, last_applied, has_access)
            VALUES (@tenant, @resourceId, @kind, @grafanaId, @uid, @origin, @lastApplied::jsonb, @hasAccess)
            ON CONFLICT (tenant_id, resource_id) DO UPDATE
            SET grafana_id = excluded.grafana_id,
                uid = excluded.uid,
                origin = excluded.origin,
                last_applied = excluded.last_applied,
                has_access = excluded.has_access,
                access_ended = CASE
                    WHEN excluded.has_access THEN NULL
                    WHEN grafana_link.has_access AND NOT @isReleased THEN now()
                    ELSE grafana_link.access_ended
                END
            """;
        const string mark = """
            WITH RECURSIVE up (id) AS (
                SELECT m.group_id
                FROM scim.membership m
                WHERE m.tenant_id = @tenant AND m.member_id = @resourceId
                UNION
                SELECT m.group_id
                FROM up
                CROSS JOIN LATERAL (
                    SELECT m.group_id
                    FROM scim.membership m
                    WHERE m.tenant_id = @tenant AND m.member_id = up.id
                    OFFSET 0) m)
            INSERT INTO scim.grafana_due (tenant_id, resource_id, type)
            SELECT @tenant, touched.id, 'Group'
            FROM (
                SELECT up.id
                FROM up
                UNION
                SELECT m.group_id
                FROM scim.grafana_member m
                JOIN scim.grafana_link l ON l.tenant_id = @tenant AND l.resource_id = @resourceId AND l.grafana_id = m.user_id
                WHERE m.tenant_id = @tenant) touched
            ORDER BY touched.id
            ON CONFLICT (tenant_id, resource_id) DO UPDATE
            SET generation = grafana_due.generation + 1, next_attempt = least(grafana_due.next_attempt, now())
            """;
        var parameters = new
        {
            tenant = link.Tenant,
            resourceId = link.ResourceId,
            kind = Text(link.Kind),
            grafanaId = link.GrafanaId,
            uid = link.Uid,
            origin = Text(link.Origin),
            lastApplied = link.LastApplied,
            hasAccess = link.HasAccess,
            isReleased,
        };
        await ExecuteAsync(marksGroups ? $"{mark};\n{sql}" : sql, parameters, cancellationToken);
    }

    /// <summary>Gives what another resource left behind to this one, in place of what this one had: the user or group was made anew.</summary>
    public Task MoveAsync(GrafanaLink link, Guid toResourceId, CancellationToken cancellationToken) => ExecuteAsync("""
        DELETE FROM scim.grafana_link
        WHERE tenant_id = @tenant AND resource_id = @to;

        UPDATE scim.grafana_link
        SET resource_id = @to
        WHERE tenant_id = @tenant AND resource_id = @from;

        DELETE FROM scim.grafana_member
        WHERE tenant_id = @tenant AND group_id = @to;

        UPDATE scim.grafana_member
        SET group_id = @to
        WHERE tenant_id = @tenant AND group_id = @from
        """, new { tenant = link.Tenant, from = link.ResourceId, to = toResourceId }, cancellationToken);

    /// <summary>Forgets the object: from now on it is not managed from here.</summary>
    public Task DeleteAsync(GrafanaLink link, CancellationToken cancellationToken) => ExecuteAsync("""
        DELETE FROM scim.grafana_link
        WHERE tenant_id = @tenant AND resource_id = @id;

        DELETE FROM scim.grafana_member
        WHERE tenant_id = @tenant AND group_id = @id
        """, new { tenant = link.Tenant, id = link.ResourceId }, cancellationToken);

    /// <summary>The accounts that were put into a group's team from here.</summary>
    public async Task<IReadOnlySet<long>> MembersAsync(string tenant, Guid groupId, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT user_id
            FROM scim.grafana_member
            WHERE tenant_id = @tenant AND group_id = @groupId
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<long>(new CommandDefinition(sql, new { tenant, groupId }, cancellationToken: cancellationToken))).ToHashSet();
    }

    /// <summary>Remembers members, before they are put into the team: should the process die in between, they are still told from those added by hand.</summary>
    public Task AddMembersAsync(string tenant, Guid groupId, IReadOnlyCollection<long> userIds, CancellationToken cancellationToken) => ExecuteAsync("""
        INSERT INTO scim.grafana_member (tenant_id, group_id, user_id)
        SELECT @tenant, @groupId, id
        FROM unnest(@ids) id
        ON CONFLICT DO NOTHING
        """, new { tenant, groupId, ids = userIds.ToArray() }, cancellationToken);

    /// <summary>Forgets members, after they were taken out of the team.</summary>
    public Task RemoveMembersAsync(string tenant, Guid groupId, IReadOnlyCollection<long> userIds, CancellationToken cancellationToken) => ExecuteAsync("""
        DELETE FROM scim.grafana_member
        WHERE tenant_id = @tenant AND group_id = @groupId AND user_id = ANY (@ids)
        """, new { tenant, groupId, ids = userIds.ToArray() }, cancellationToken);

    private static string Text(LinkKind kind) => kind == LinkKind.User ? "user" : "team";

    private static string Text(LinkOrigin origin) => origin == LinkOrigin.Created ? "created" : "adopted";

    private async Task<IReadOnlyList<GrafanaLink>> QueryAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<GrafanaLink>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
    }

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
