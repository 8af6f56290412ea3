using Dapper;

namespace Scim.Storage.Clients;

/// <summary>The OAuth clients of all tenants.</summary>
public sealed class ClientStore(ScimDatabase database)
{
    /// <summary>Live credentials of a client. Each makes an answer to a wrong one take longer.</summary>
    public const int MaxCredentials = 20;

    private const string Columns = "id, tenant_id AS tenant, name, scope, token_lifetime AS tokenLifetime, created, revoked";

    private const string CredentialColumns =
        "id, client_id AS clientId, kind, hash, jwk::text AS jwk, issuer, subject, audience, created, expires, last_used AS lastUsed, revoked";

    public async Task<Client> CreateAsync(string tenant, string name, string scope, TimeSpan tokenLifetime, CancellationToken cancellationToken)
    {
        const string sql = $"""
            INSERT INTO scim.client (id, tenant_id, name, scope, token_lifetime)
            VALUES (@id, @tenant, @name, @scope, @tokenLifetime)
            RETURNING {Columns}
            """;
        var parameters = new { id = Guid.CreateVersion7(), tenant, name, scope, tokenLifetime };
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<Client>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    /// <summary>All clients of the tenant and their credentials, the revoked ones too, oldest first.</summary>
    public async Task<IReadOnlyList<(Client Client, IReadOnlyList<ClientCredential> Credentials)>> ListAsync(string tenant, CancellationToken cancellationToken)
    {
        const string sql = $"""
            SELECT {Columns}
            FROM scim.client
            WHERE tenant_id = @tenant
            ORDER BY id;

            SELECT {CredentialColumns}
            FROM scim.client_credential
            WHERE client_id IN (SELECT id FROM scim.client WHERE tenant_id = @tenant)
            ORDER BY id
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(sql, new { tenant }, cancellationToken: cancellationToken));
        var clients = (await results.ReadAsync<Client>()).AsList();
        var credentials = (await results.ReadAsync<ClientCredential>()).ToLookup(x => x.ClientId);
        return [.. clients.Select(x => (x, (IReadOnlyList<ClientCredential>)[.. credentials[x.Id]]))];
    }

    /// <summary>The live client, or null, and its live credentials of one kind.</summary>
    public async Task<(Client? Client, IReadOnlyList<ClientCredential> Credentials)> FindAsync(Guid id, string kind, CancellationToken cancellationToken)
    {
        const string sql = $"""
            SELECT {Columns}
            FROM scim.client
            WHERE id = @id AND revoked IS NULL;

            SELECT {CredentialColumns}
            FROM scim.client_credential
            WHERE client_id = @id AND kind = @kind AND revoked IS NULL AND (expires IS NULL OR expires > now())
            ORDER BY id
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(sql, new { id, kind }, cancellationToken: cancellationToken));
        var client = await results.ReadSingleOrDefaultAsync<Client>();
        return (client, (await results.ReadAsync<ClientCredential>()).AsList());
    }

    /// <returns>The credential and its secret, which is nowhere else and cannot be had again; null where the client has as many as it may.</returns>
    public async Task<(ClientCredential Credential, string Secret)?> AddSecretAsync(Guid clientId, DateTimeOffset? expires, CancellationToken cancellationToken)
    {
        var secret = ClientSecret.Create();
        var added = await AddAsync(clientId, ClientCredential.Secret, new Content(Hash: ClientSecret.Hash(secret), Expires: expires?.UtcDateTime), cancellationToken);
        return added is null ? null : (added, secret);
    }

    /// <param name="clientId">The client.</param>
    /// <param name="jwk">The public key, as JSON.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null where the client has as many as it may.</returns>
    public Task<ClientCredential?> AddKeyAsync(Guid clientId, string jwk, CancellationToken cancellationToken) =>
        AddAsync(clientId, ClientCredential.Key, new Content(Jwk: jwk), cancellationToken);

    /// <returns>Null where the client has as many as it may.</returns>
    public Task<ClientCredential?> AddFederatedAsync(Guid clientId, string issuer, string subject, string audience, CancellationToken cancellationToken) =>
        AddAsync(clientId, ClientCredential.Federated, new Content(Issuer: issuer, Subject: subject, Audience: audience), cancellationToken);

    /// <summary>Ends a client and with it the tokens it was given.</summary>
    /// <returns>False where there is no such client, or it was revoked before.</returns>
    public Task<bool> RevokeAsync(Guid id, CancellationToken cancellationToken)
    {
        const string sql = """
            UPDATE scim.client
            SET revoked = now()
            WHERE id = @id AND revoked IS NULL
            """;
        return ExecuteAsync(sql, new { id }, cancellationToken);
    }

    /// <summary>Ends one credential. Tokens that were given for it last as long as they last.</summary>
    /// <returns>False where the client has no such credential, or it was revoked before.</returns>
    public Task<bool> RevokeCredentialAsync(Guid clientId, Guid id, CancellationToken cancellationToken)
    {
        const string sql = """
            UPDATE scim.client_credential
            SET revoked = now()
            WHERE client_id = @clientId AND id = @id AND revoked IS NULL
            """;
        return ExecuteAsync(sql, new { clientId, id }, cancellationToken);
    }

    private async Task<ClientCredential?> AddAsync(Guid clientId, string kind, Content content, CancellationToken cancellationToken)
    {
        const string sql = $"""
            INSERT INTO scim.client_credential (id, client_id, kind, hash, jwk, issuer, subject, audience, expires)
            SELECT @id, @clientId, @kind, @hash, @jwk::jsonb, @issuer, @subject, @audience, @expires
            WHERE (SELECT count(*) FROM scim.client_credential WHERE client_id = @clientId AND revoked IS NULL AND (expires IS NULL OR expires > now())) < @max
            RETURNING {CredentialColumns}
            """;
        var parameters = new
        {
            id = Guid.CreateVersion7(),
            clientId,
            kind,
            max = MaxCredentials,
            content.Hash,
            content.Jwk,
            content.Issuer,
            content.Subject,
            content.Audience,
            content.Expires,
        };
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<ClientCredential>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    private async Task<bool> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)) == 1;
    }

    private sealed record Content(
        byte[]? Hash = null, string? Jwk = null, string? Issuer = null, string? Subject = null, string? Audience = null, DateTime? Expires = null);
}
