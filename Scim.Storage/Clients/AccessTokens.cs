using Dapper;
using Scim.Storage.Tokens;

namespace Scim.Storage.Clients;

/// <summary>Gives out access tokens (RFC 6749 section 1.4).</summary>
public sealed class AccessTokens(ScimDatabase database)
{
    /// <summary>Gives the client a token, uses the assertion up, and clears some of what has ended.</summary>
    /// <param name="client">The client.</param>
    /// <param name="credentialId">What it has shown.</param>
    /// <param name="scope">One of <see cref="TokenScope"/>.</param>
    /// <param name="assertion">Null where it may be shown again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The token; null where the assertion was used before, or client or credential were revoked in between.</returns>
    public async Task<string?> IssueAsync(Client client, Guid credentialId, string scope, UsedAssertion? assertion, CancellationToken cancellationToken)
    {
        // One statement, so that of two replicas with one assertion one waits for the other.
        const string issue = """
            WITH shown AS (
                SELECT client.id, client.tenant_id, client.name, client.token_lifetime
                FROM scim.client JOIN scim.client_credential credential ON credential.client_id = client.id
                WHERE client.id = @clientId AND credential.id = @credentialId AND client.revoked IS NULL AND credential.revoked IS NULL
            ), used AS (
                INSERT INTO scim.used_assertion (client_id, hash, expires)
                SELECT id, @assertion, @assertionExpires
                FROM shown
                WHERE @assertion IS NOT NULL
                ON CONFLICT DO NOTHING
                RETURNING 1
            )
            INSERT INTO scim.token (id, tenant_id, name, hash, scope, client_id, expires)
            SELECT @id, tenant_id, name, @hash, @scope, shown.id, now() + token_lifetime
            FROM shown
            WHERE @assertion IS NULL OR EXISTS (SELECT FROM used)
            """;
        var secret = TokenSecret.Create();
        var parameters = new
        {
            id = Guid.CreateVersion7(),
            clientId = client.Id,
            credentialId,
            hash = TokenSecret.Hash(secret),
            scope,
            assertion = assertion?.Hash(),
            assertionExpires = assertion?.Expires,
        };
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        if (await connection.ExecuteAsync(new CommandDefinition(issue, parameters, cancellationToken: cancellationToken)) == 0) return null;

        await TidyAsync(connection, credentialId, cancellationToken);
        return secret;
    }

    /// <summary>Notes the use, at most once a minute, and deletes more than one issue adds, so that what has ended does not pile up.</summary>
    private static Task<int> TidyAsync(System.Data.Common.DbConnection connection, Guid credentialId, CancellationToken cancellationToken)
    {
        const string sql = """
            UPDATE scim.client_credential
            SET last_used = now()
            WHERE id = @credentialId AND (last_used IS NULL OR last_used < now() - interval '1 minute');

            DELETE FROM scim.token
            WHERE id IN (SELECT id FROM scim.token WHERE client_id IS NOT NULL AND expires < now() LIMIT 20 FOR UPDATE SKIP LOCKED);

            -- Whether an assertion has expired is told by a replica's clock, which may be behind this one.
            DELETE FROM scim.used_assertion
            WHERE ctid = ANY (ARRAY(SELECT ctid FROM scim.used_assertion WHERE expires < now() - interval '5 minutes' LIMIT 20 FOR UPDATE SKIP LOCKED))
            """;
        return connection.ExecuteAsync(new CommandDefinition(sql, new { credentialId }, cancellationToken: cancellationToken));
    }
}
