using System.Security.Cryptography;
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

    private const int SecretBytes = 32;

    /// <summary>Opens a session, and deletes those of all tenants that have ended.</summary>
    /// <param name="tenant">Whose tenant.</param>
    /// <param name="token">The token that was shown.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session's secret, in hexadecimal; what is stored is its hash.</returns>
    public async Task<string> OpenAsync(string tenant, string token, CancellationToken cancellationToken)
    {
        const string sql = """
            DELETE FROM scim.console_session
            WHERE expires < now() OR last_used < now() - @idle;

            INSERT INTO scim.console_session (tenant_id, hash, credential_hash, expires)
            VALUES (@tenant, @hash, @credentialHash, now() + @lifetime)
            """;
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        var parameters = new { tenant, hash = SecretForm.Hash(secret), credentialHash = TokenSecret.Hash(token), lifetime = Lifetime, idle = IdleTime };
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

    /// <summary>Signs out.</summary>
    public Task CloseAsync(string tenant, string secret, CancellationToken cancellationToken) => ExecuteAsync("""
        DELETE FROM scim.console_session
        WHERE tenant_id = @tenant AND hash = @hash
        """, new { tenant, hash = SecretForm.Hash(secret) }, cancellationToken);

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
