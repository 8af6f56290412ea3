using Dapper;

namespace Scim.Storage.Tenants;

/// <summary>The tenants that there are.</summary>
public sealed class TenantStore(ScimDatabase database)
{
    /// <param name="name">As <see cref="Tenant.IsName"/> has it.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>False where there is one of that name.</returns>
    public async Task<bool> CreateAsync(string name, CancellationToken cancellationToken)
    {
        const string sql = """
            INSERT INTO scim.tenant (id)
            VALUES (@name)
            ON CONFLICT DO NOTHING
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, new { name }, cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>All of them, by name. It counts what they hold, which takes a while where that is much.</summary>
    public async Task<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT t.id AS name, t.created,
                   (SELECT count(*) FROM scim.resource r WHERE r.tenant_id = t.id AND r.type = 'User') AS users,
                   (SELECT count(*) FROM scim.resource r WHERE r.tenant_id = t.id AND r.type = 'Group') AS groups,
                   (SELECT count(*) FROM scim.token k
                    WHERE k.tenant_id = t.id AND k.client_id IS NULL AND k.revoked IS NULL AND (k.expires IS NULL OR k.expires > now())) AS liveTokens
            FROM scim.tenant t
            ORDER BY t.id
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<Tenant>(new CommandDefinition(sql, cancellationToken: cancellationToken))).AsList();
    }
}
