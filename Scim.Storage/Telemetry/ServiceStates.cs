using Dapper;

namespace Scim.Storage.Telemetry;

/// <summary>Reads <see cref="ServiceState"/>.</summary>
public sealed class ServiceStates(ScimDatabase database)
{
    /// <summary>A credential that has ended is shown for so long.</summary>
    public static readonly TimeSpan EndedShownFor = TimeSpan.FromDays(30);

    /// <summary>Credentials that are shown, of all tenants together; those that end first.</summary>
    public const int MaxCredentials = 1_000;

    public async Task<ServiceState> ReadAsync(CancellationToken cancellationToken)
    {
        var sql = $"""
            SELECT t.tenant_id AS tenant, t.last_pass AS lastPass,
                   count(*) FILTER (WHERE d.attempts = 0 AND d.held_since IS NULL) AS waiting,
                   count(*) FILTER (WHERE d.attempts > 0 AND d.held_since IS NULL) AS failing,
                   count(*) FILTER (WHERE d.held_since IS NOT NULL) AS held,
                   coalesce(extract(epoch FROM now() - min(d.marked) FILTER (WHERE d.held_since IS NULL)), 0)::float8 AS age
            FROM scim.grafana_tenant t
            LEFT JOIN scim.grafana_due d ON d.tenant_id = t.tenant_id
            GROUP BY t.tenant_id
            ORDER BY t.tenant_id;

            SELECT tenant, kind, name, CASE WHEN bool_and(expires IS NOT NULL) THEN max(expires) END AS expires, max(last_used) AS lastUsed
            FROM (
                SELECT tenant_id AS tenant, 'token' AS kind, name, expires, last_used
                FROM scim.token
                WHERE client_id IS NULL AND revoked IS NULL
                UNION ALL
                SELECT client.tenant_id, 'client_' || credential.kind, client.name, credential.expires, credential.last_used
                FROM scim.client_credential credential
                JOIN scim.client ON client.id = credential.client_id
                WHERE client.revoked IS NULL AND credential.revoked IS NULL) credential
            WHERE expires IS NULL OR expires > now() - @ended
            GROUP BY tenant, kind, name
            ORDER BY expires NULLS LAST, tenant, kind, name
            LIMIT @most;

            SELECT tenant.id AS tenant, last.at,
                   EXISTS (SELECT FROM scim.token t
                           WHERE t.tenant_id = tenant.id AND t.client_id IS NULL AND t.scope <> 'scim.admin' AND t.revoked IS NULL AND (t.expires IS NULL OR t.expires > now()))
                   OR EXISTS (SELECT FROM scim.client c
                              JOIN scim.client_credential d ON d.client_id = c.id
                              WHERE c.tenant_id = tenant.id AND c.revoked IS NULL AND d.revoked IS NULL AND (d.expires IS NULL OR d.expires > now())) AS isExpected
            FROM scim.tenant
            CROSS JOIN LATERAL ({LastClientRequest.Of("tenant.id")}) AS last
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(
            new CommandDefinition(sql, new { ended = EndedShownFor, most = MaxCredentials }, cancellationToken: cancellationToken));
        var tenants = (await results.ReadAsync<ConnectedState>()).AsList();
        var credentials = (await results.ReadAsync<CredentialState>()).AsList();
        var requests = (await results.ReadAsync<LastRequestState>()).AsList();
        return new ServiceState(tenants, credentials, requests);
    }
}
