using Dapper;

namespace Scim.Storage.Tokens;

/// <summary>The bearer tokens of all tenants. What a caller with a credential does to one is in the provisioning log, by the same transaction.</summary>
public sealed class TokenStore(ScimDatabase database)
{
    private const string Columns = "id, tenant_id AS tenant, name, scope, client_id AS clientId, created, expires, last_used AS lastUsed, revoked";

    private const string LogRow = """
        INSERT INTO scim.provisioning_log (tenant_id, id, operation, outcome, credential, correlation_id, detail)
        SELECT tenant_id, scim.log_id(), 'console', 'done', @Credential, @CorrelationId
        """;

    /// <summary>Makes a token that may do everything.</summary>
    /// <returns>The token and its secret, which is nowhere else and cannot be had again.</returns>
    public Task<(Token Token, string Secret)> CreateAsync(string tenant, string name, DateTimeOffset? expires, CancellationToken cancellationToken) =>
        CreateAsync(tenant, name, TokenScope.Full, expires, cancellationToken);

    /// <summary>Makes a token.</summary>
    /// <returns>The token and its secret, which is nowhere else and cannot be had again.</returns>
    public Task<(Token Token, string Secret)> CreateAsync(string tenant, string name, string scope, DateTimeOffset? expires, CancellationToken cancellationToken) =>
        CreateAsync(new Caller(tenant), name, scope, expires, cancellationToken);

    /// <summary>Makes a token.</summary>
    /// <returns>The token and its secret, which is nowhere else and cannot be had again.</returns>
    public async Task<(Token Token, string Secret)> CreateAsync(
        Caller caller, string name, string scope, DateTimeOffset? expires, CancellationToken cancellationToken)
    {
        const string sql = $"""
            WITH made AS (
                INSERT INTO scim.token (id, tenant_id, name, hash, scope, expires)
                VALUES (@id, @Tenant, @name, @hash, @scope, @expires)
                RETURNING *),
            logged AS (
                {LogRow}, format('token "%s" (%s) made', name, scope)
                FROM made
                WHERE @Credential::text IS NOT NULL)
            SELECT {Columns}
            FROM made
            """;
        var secret = TokenSecret.Create();
        var parameters = new { caller.Tenant, caller.Credential, caller.CorrelationId, id = Guid.CreateVersion7(), name, hash = TokenSecret.Hash(secret), scope, expires = expires?.UtcDateTime };
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return (await connection.QuerySingleAsync<Token>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)), secret);
    }

    /// <summary>All tokens of the tenant but those of clients, the revoked and expired ones too, oldest first.</summary>
    public async Task<IReadOnlyList<Token>> ListAsync(string tenant, CancellationToken cancellationToken)
    {
        const string sql = $"""
            SELECT {Columns}
            FROM scim.token
            WHERE tenant_id = @tenant AND client_id IS NULL
            ORDER BY id
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<Token>(new CommandDefinition(sql, new { tenant }, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Tokens but those of clients, the newest first, a page of them.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="text">What their names contain, in any case; empty for all.</param>
    /// <param name="withEnded">The revoked and expired ones too.</param>
    /// <param name="offset">So many before the first of the page.</param>
    /// <param name="most">So many on the page at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The page, and how many match.</returns>
    public async Task<(IReadOnlyList<Token> Tokens, long Total)> SearchAsync(
        string tenant, string text, bool withEnded, int offset, int most, CancellationToken cancellationToken)
    {
        const string matches = """
            FROM scim.token
            WHERE tenant_id = @tenant AND client_id IS NULL AND strpos(lower(name), lower(@text)) > 0
              AND (@withEnded OR (revoked IS NULL AND (expires IS NULL OR expires > now())))
            """;
        const string sql = $"""
            SELECT count(*)
            {matches};

            SELECT {Columns}
            {matches}
            ORDER BY id DESC
            OFFSET @offset
            LIMIT @most
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(
            new CommandDefinition(sql, new { tenant, text, withEnded, offset, most }, cancellationToken: cancellationToken));
        var total = await results.ReadSingleAsync<long>();
        return ((await results.ReadAsync<Token>()).AsList(), total);
    }

    /// <summary>
    /// The token with that secret, whether or not it is live, or null. An access token ends with its client too. Notes the use of a live one, at most
    /// once a minute.
    /// </summary>
    public async Task<Token?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT t.id, t.tenant_id AS tenant, t.name, t.scope, t.client_id AS clientId, t.created, t.expires, t.last_used AS lastUsed,
                   coalesce(t.revoked, c.revoked) AS revoked
            FROM scim.token t
            LEFT JOIN scim.client c ON c.id = t.client_id
            WHERE t.hash = @hash;

            UPDATE scim.token
            SET last_used = now()
            WHERE hash = @hash AND revoked IS NULL AND (expires IS NULL OR expires > now()) AND (last_used IS NULL OR last_used < now() - interval '1 minute')
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Token>(
            new CommandDefinition(sql, new { hash = TokenSecret.Hash(secret) }, cancellationToken: cancellationToken));
    }

    /// <summary>Makes a token of the same name and scope in the place of one, which goes on for a while.</summary>
    /// <param name="caller">Whose tenant, and who does it.</param>
    /// <param name="id">The old token's.</param>
    /// <param name="overlap">For how long the old one still serves, unless it ends before; none ends it at once.</param>
    /// <param name="expires">When the new one ends; null for as long a life as the old one was given.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The new token and its secret; null where the tenant has no such token that lives.</returns>
    public async Task<(Token Token, string Secret)?> RotateAsync(
        Caller caller, Guid id, TimeSpan overlap, DateTimeOffset? expires, CancellationToken cancellationToken)
    {
        const string sql = $"""
            WITH old AS (
                SELECT id, tenant_id, name, scope, expires - created AS life
                FROM scim.token
                WHERE tenant_id = @Tenant AND id = @id AND client_id IS NULL AND revoked IS NULL AND (expires IS NULL OR expires > now())
                FOR UPDATE
            ), ended AS (
                UPDATE scim.token t
                SET expires = CASE WHEN @overlap > interval '0' THEN LEAST(t.expires, now() + @overlap) ELSE t.expires END,
                    revoked = CASE WHEN @overlap > interval '0' THEN NULL ELSE now() END
                FROM old
                WHERE t.id = old.id
            ), made AS (
                INSERT INTO scim.token (id, tenant_id, name, hash, scope, expires)
                SELECT @newId, tenant_id, name, @hash, scope, COALESCE(@expires::timestamptz, now() + life)
                FROM old
                RETURNING *
            ), logged AS (
                {LogRow}, format('token "%s" (%s) rotated; the old one ends in %s hours', name, scope, @hours)
                FROM made
                WHERE @Credential::text IS NOT NULL
            )
            SELECT {Columns}
            FROM made
            """;
        var secret = TokenSecret.Create();
        var parameters = new
        {
            caller.Tenant,
            caller.Credential,
            caller.CorrelationId,
            id,
            overlap,
            hours = (long)overlap.TotalHours,
            newId = Guid.CreateVersion7(),
            hash = TokenSecret.Hash(secret),
            expires = expires?.UtcDateTime,
        };
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        var made = await connection.QuerySingleOrDefaultAsync<Token>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        return made is null ? null : (made, secret);
    }

    /// <inheritdoc cref="RevokeAsync(Caller, Guid, CancellationToken)"/>
    public Task<bool> RevokeAsync(string tenant, Guid id, CancellationToken cancellationToken) => RevokeAsync(new Caller(tenant), id, cancellationToken);

    /// <summary>Ends a token.</summary>
    /// <returns>False where the tenant has no such token but a client's, or it was revoked before.</returns>
    public async Task<bool> RevokeAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        const string sql = $"""
            WITH ended AS (
                UPDATE scim.token
                SET revoked = now()
                WHERE tenant_id = @Tenant AND id = @id AND client_id IS NULL AND revoked IS NULL
                RETURNING tenant_id, name, scope),
            logged AS (
                {LogRow}, format('token "%s" (%s) revoked', name, scope)
                FROM ended
                WHERE @Credential::text IS NOT NULL)
            SELECT count(*)
            FROM ended
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        var parameters = new { caller.Tenant, caller.Credential, caller.CorrelationId, id };
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)) == 1;
    }
}
