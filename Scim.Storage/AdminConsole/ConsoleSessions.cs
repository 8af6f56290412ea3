using Dapper;
using Scim.Storage.Tokens;

namespace Scim.Storage.AdminConsole;

/// <summary>Who is signed in to the console: rows that all replicas share. All times are the database's.</summary>
public sealed class ConsoleSessions(ScimDatabase database)
{
    /// <summary>A session ends after this time, however much it is used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    /// <summary>A session that nobody uses for so long ends.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromHours(1);

    private static readonly SecretForm Form = new("");

    private const string LogRow = """
        INSERT INTO scim.provisioning_log (tenant_id, id, operation, outcome, credential, correlation_id, detail)
        SELECT tenant_id, scim.log_id(), 'console', 'done', @Credential, @CorrelationId
        """;

    /// <summary>Whether the text can be a session's secret at all.</summary>
    public static bool IsSecret(string text) => Form.Fits(text);

    /// <summary>Opens a session, which the log has by the same transaction, and deletes those of all tenants that have ended.</summary>
    /// <param name="caller">Whose tenant, and the name of the token.</param>
    /// <param name="token">The token that was shown.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session's secret, in hexadecimal; what is stored is its hash.</returns>
    public async Task<string> OpenAsync(Caller caller, string token, CancellationToken cancellationToken)
    {
        const string sql = $"""
            DELETE FROM scim.console_session
            WHERE expires < now() OR last_used < now() - @idle;

            WITH opened AS (
                INSERT INTO scim.console_session (tenant_id, hash, credential_hash, expires)
                VALUES (@Tenant, @hash, @credentialHash, now() + @lifetime)
                RETURNING tenant_id)
            {LogRow}, 'signed in to the console'
            FROM opened
            """;
        var secret = Form.Create();
        var parameters = new
        {
            caller.Tenant,
            caller.Credential,
            caller.CorrelationId,
            hash = SecretForm.Hash(secret),
            credentialHash = TokenSecret.Hash(token),
            lifetime = Lifetime,
            idle = IdleTime,
        };
        await ExecuteAsync(sql, parameters, cancellationToken);
        return secret;
    }

    /// <summary>The session, unless it has ended.</summary>
    /// <param name="tenant">Whose tenant.</param>
    /// <param name="secret">As <see cref="OpenAsync"/> returned it.</param>
    /// <param name="isUse">A person does something, so that the idle time begins anew.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ConsoleSession?> FindAsync(string tenant, string secret, bool isUse, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT s.tenant_id AS tenant, s.credential_hash AS credentialHash, s.expires, t.id AS tokenId, t.name AS tokenName
            FROM scim.console_session s
            LEFT JOIN scim.token t ON t.hash = s.credential_hash AND t.tenant_id = s.tenant_id AND t.scope = 'scim.admin'
                                  AND t.revoked IS NULL AND (t.expires IS NULL OR t.expires > now())
            WHERE s.tenant_id = @tenant AND s.hash = @hash AND s.expires > now() AND s.last_used > now() - @idle;

            UPDATE scim.console_session
            SET last_used = now()
            WHERE @isUse AND tenant_id = @tenant AND hash = @hash AND last_used < now() - interval '1 minute' AND last_used > now() - @idle
            """;
        var parameters = new { tenant, hash = SecretForm.Hash(secret), idle = IdleTime, isUse };
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<ConsoleSession>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    /// <summary>Signs out. Where the caller has a credential, the log has it by the same transaction.</summary>
    public Task CloseAsync(Caller caller, string secret, CancellationToken cancellationToken) => ExecuteAsync($"""
        WITH closed AS (
            DELETE FROM scim.console_session
            WHERE tenant_id = @Tenant AND hash = @hash
            RETURNING tenant_id)
        {LogRow}, 'signed out of the console'
        FROM closed
        WHERE @Credential::text IS NOT NULL
        """, new { caller.Tenant, caller.Credential, caller.CorrelationId, hash = SecretForm.Hash(secret) }, cancellationToken);

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
