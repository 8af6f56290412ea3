using Dapper;

namespace Scim.Storage.Grafana;

/// <summary>The tenants that are brought to Grafana, and what a person wants to know of each.</summary>
public sealed class ConnectedTenants(ScimDatabase database)
{
    /// <summary>From now on the tenant's changes are marked as due. A tenant that does not exist is made. All of it is compared with Grafana soon.</summary>
    public Task ConnectAsync(string tenant, long orgId, bool rolesFromGroups, CancellationToken cancellationToken) => ExecuteAsync("""
        INSERT INTO scim.tenant (id)
        VALUES (@tenant)
        ON CONFLICT DO NOTHING;

        INSERT INTO scim.grafana_tenant (tenant_id, org_id, roles_from_groups)
        VALUES (@tenant, @orgId, @rolesFromGroups)
        ON CONFLICT (tenant_id) DO UPDATE
        SET org_id = excluded.org_id, roles_from_groups = excluded.roles_from_groups, next_pass = now()
        """, new { tenant, orgId, rolesFromGroups }, cancellationToken);

    /// <summary>Whether it is time to compare all of the tenant, and nobody else does. Who is told so has the lease to do it.</summary>
    public async Task<bool> TryBeginPassAsync(string tenant, TimeSpan lease, CancellationToken cancellationToken)
    {
        const string sql = """
            UPDATE scim.grafana_tenant
            SET next_pass = now() + @lease
            WHERE tenant_id = @tenant AND next_pass <= now()
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, new { tenant, lease }, cancellationToken: cancellationToken)) == 1;
    }

    public Task EndPassAsync(string tenant, TimeSpan interval, CancellationToken cancellationToken) => ExecuteAsync("""
        UPDATE scim.grafana_tenant
        SET last_pass = now(), next_pass = now() + @interval
        WHERE tenant_id = @tenant
        """, new { tenant, interval }, cancellationToken);

    /// <summary>The pass was not finished; another is due in a minute.</summary>
    public Task PutOffPassAsync(string tenant, CancellationToken cancellationToken) => ExecuteAsync("""
        UPDATE scim.grafana_tenant
        SET next_pass = now() + interval '1 minute'
        WHERE tenant_id = @tenant
        """, new { tenant }, cancellationToken);

    /// <summary>Notes whether the connector may do its work, and if not, why.</summary>
    public Task ReportAsync(string tenant, string? problem, CancellationToken cancellationToken) => ExecuteAsync("""
        UPDATE scim.grafana_tenant
        SET checked = now(), problem = @problem
        WHERE tenant_id = @tenant
        """, new { tenant, problem }, cancellationToken);

    public async Task<IReadOnlyList<ConnectedTenant>> ListAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT t.tenant_id AS tenant, t.org_id AS orgId, t.last_pass AS lastPass, t.checked, t.problem,
                   (SELECT count(*) FROM scim.grafana_link l WHERE l.tenant_id = t.tenant_id AND l.kind = 'user') AS users,
                   (SELECT count(*) FROM scim.grafana_link l WHERE l.tenant_id = t.tenant_id AND l.kind = 'user' AND l.has_access) AS usersWithAccess,
                   (SELECT count(*) FROM scim.grafana_link l WHERE l.tenant_id = t.tenant_id AND l.kind = 'team') AS teams
            FROM scim.grafana_tenant t
            ORDER BY t.tenant_id
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<ConnectedTenant>(new CommandDefinition(sql, cancellationToken: cancellationToken))).AsList();
    }

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}

/// <summary>A tenant that is brought to Grafana.</summary>
public sealed record ConnectedTenant
{
    public required string Tenant { get; init; }

    public required long OrgId { get; init; }

    /// <summary>When all of it was last compared with Grafana.</summary>
    public DateTime? LastPass { get; init; }

    /// <summary>When a connector last looked whether it may do its work.</summary>
    public DateTime? Checked { get; init; }

    /// <summary>Why it may not; null where it may.</summary>
    public string? Problem { get; init; }

    /// <summary>Managed accounts, those of leavers included.</summary>
    public long Users { get; init; }

    public long UsersWithAccess { get; init; }

    public long Teams { get; init; }
}
