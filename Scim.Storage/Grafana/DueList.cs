using System.Data;
using Dapper;

namespace Scim.Storage.Grafana;

/// <summary>
/// What is to be brought to Grafana. Work is claimed in a short transaction and done with none open; it is settled where no mark has come since.
/// A claim that is not renewed ends by itself, so that what a dead process left is done by another. All times are the database's.
/// </summary>
public sealed class DueList(ScimDatabase database)
{
    // Over each that is held and its generation, which another mark raises.
    private const string HeldTag = """
        encode(sha256(convert_to(string_agg(d.resource_id || ':' || d.generation, ' ' ORDER BY d.resource_id) FILTER (WHERE d.held_since IS NOT NULL), 'UTF8')), 'hex')
        """;

    // In the order of marks, so that a change and this never wait for one another.
    private const string OwnInOrder = """
        SELECT d.tenant_id, d.resource_id
        FROM scim.grafana_due d
        WHERE d.claim = @claim
        ORDER BY d.tenant_id, d.resource_id
        FOR UPDATE
        """;

    /// <summary>Claims what may be tried now, the longest waiting first. Two processes never claim the same.</summary>
    public async Task<IReadOnlyList<DueItem>> ClaimAsync(
        IReadOnlyCollection<string> tenants, string type, int most, TimeSpan lease, CancellationToken cancellationToken)
    {
        const string sql = """
            WITH next AS (
                SELECT d.tenant_id, d.resource_id
                FROM scim.grafana_due d
                WHERE d.type = @type AND d.next_attempt <= now() AND d.tenant_id = ANY (@tenants)
                  AND (d.claimed_until IS NULL OR d.claimed_until < now())
                ORDER BY d.next_attempt
                LIMIT @most
                FOR UPDATE SKIP LOCKED)
            UPDATE scim.grafana_due d
            SET claim = @claim, claimed_until = now() + @lease
            FROM next
            WHERE d.tenant_id = next.tenant_id AND d.resource_id = next.resource_id
            RETURNING d.tenant_id AS tenant, d.resource_id AS resourceId, d.type, d.generation, d.claim, d.attempts, d.thorough, d.released, d.last_error AS lastError,
                      CASE WHEN d.held_since IS NOT NULL THEN d.last_error END AS held
            """;
        var parameters = new { tenants = tenants.ToArray(), type, most, lease, claim = Guid.NewGuid() };
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<DueItem>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Keeps what is still claimed for as long again.</summary>
    public Task RenewAsync(Guid claim, TimeSpan lease, CancellationToken cancellationToken) => ExecuteAsync($"""
        WITH own AS (
            {OwnInOrder})
        UPDATE scim.grafana_due d
        SET claimed_until = now() + @lease
        FROM own
        WHERE d.tenant_id = own.tenant_id AND d.resource_id = own.resource_id
        """, new { claim, lease }, cancellationToken);

    /// <summary>Takes it off the list, or leaves it there as new where it was marked since.</summary>
    public Task SettleAsync(DueItem item, CancellationToken cancellationToken) => ExecuteAsync("""
        WITH done AS (
            DELETE FROM scim.grafana_due
            WHERE tenant_id = @Tenant AND resource_id = @ResourceId AND claim = @Claim AND generation = @Generation
            RETURNING resource_id)
        UPDATE scim.grafana_due
        SET claim = NULL, claimed_until = NULL, attempts = 0, last_error = NULL, held_since = NULL, released = FALSE
        WHERE tenant_id = @Tenant AND resource_id = @ResourceId AND claim = @Claim AND NOT EXISTS (SELECT FROM done)
        """, item, cancellationToken);

    /// <summary>Leaves it for a later try; for one at once where it was marked since.</summary>
    public Task RetryAsync(DueItem item, string error, TimeSpan after, CancellationToken cancellationToken) => ExecuteAsync("""
        UPDATE scim.grafana_due
        SET claim = NULL, claimed_until = NULL, attempts = attempts + 1, last_error = @error, held_since = NULL,
            next_attempt = CASE WHEN generation = @Generation THEN now() + @after ELSE next_attempt END
        WHERE tenant_id = @Tenant AND resource_id = @ResourceId AND claim = @Claim
        """, new { item.Tenant, item.ResourceId, item.Claim, item.Generation, error, after }, cancellationToken);

    /// <summary>Leaves it until a person releases it, or until it is marked again.</summary>
    public Task HoldAsync(DueItem item, string reason, CancellationToken cancellationToken) => ExecuteAsync("""
        UPDATE scim.grafana_due
        SET claim = NULL, claimed_until = NULL, last_error = @reason, held_since = coalesce(held_since, now()),
            next_attempt = CASE WHEN generation = @Generation THEN 'infinity' ELSE next_attempt END
        WHERE tenant_id = @Tenant AND resource_id = @ResourceId AND claim = @Claim
        """, new { item.Tenant, item.ResourceId, item.Claim, item.Generation, reason }, cancellationToken);

    /// <summary>Gives up what is still claimed, as if it had never been.</summary>
    public Task FreeAsync(Guid claim, CancellationToken cancellationToken) => ExecuteAsync($"""
        WITH own AS (
            {OwnInOrder})
        UPDATE scim.grafana_due d
        SET claim = NULL, claimed_until = NULL
        FROM own
        WHERE d.tenant_id = own.tenant_id AND d.resource_id = own.resource_id
        """, new { claim }, cancellationToken);

    /// <summary>Marks resources, or what is left of them, to be compared with Grafana. What is due and not begun is just compared more thoroughly.</summary>
    public Task MarkAsync(string tenant, string type, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) => ExecuteAsync("""
        INSERT INTO scim.grafana_due (tenant_id, resource_id, type, thorough)
        SELECT @tenant, id, @type, TRUE
        FROM unnest(@ids) id
        ORDER BY id
        ON CONFLICT (tenant_id, resource_id) DO UPDATE
        SET generation = grafana_due.generation + (grafana_due.claim IS NOT NULL)::int, next_attempt = least(grafana_due.next_attempt, now()), thorough = TRUE
        """, new { tenant, type, ids = ids.Distinct().ToArray() }, cancellationToken);

    /// <summary>
    /// Lets what the brake holds pass it, and notes in the log of each who did so. It is a mark as well: what is worked on meanwhile and held again is
    /// tried at once.
    /// </summary>
    /// <param name="caller">Whose tenant, and who does it.</param>
    /// <param name="seen">The <see cref="DueReport.HeldTag"/> that the person saw: where others are held by now, nothing is released. Null for all there are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were released.</returns>
    public async Task<int> ReleaseAsync(Caller caller, string? seen, CancellationToken cancellationToken)
    {
        const string sql = $"""
            WITH held AS (
                SELECT d.tenant_id, d.resource_id, d.generation, d.held_since
                FROM scim.grafana_due d
                WHERE d.tenant_id = @Tenant AND d.held_since IS NOT NULL
                ORDER BY d.resource_id
                FOR UPDATE),
            released AS (
                UPDATE scim.grafana_due d
                SET released = TRUE, held_since = NULL, last_error = NULL, next_attempt = now(), generation = d.generation + 1
                FROM held
                WHERE d.tenant_id = held.tenant_id AND d.resource_id = held.resource_id
                  AND (@seen::text IS NULL OR @seen::text = (SELECT {HeldTag} FROM held d))
                RETURNING d.tenant_id, d.resource_id, d.type)
            INSERT INTO scim.provisioning_log (tenant_id, id, operation, outcome, type, resource_id, credential, correlation_id)
            SELECT tenant_id, scim.log_id(), 'release', 'done', type, resource_id, @Credential, @CorrelationId
            FROM released
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            sql, new { caller.Tenant, caller.Credential, caller.CorrelationId, seen }, cancellationToken: cancellationToken));
    }

    /// <summary>Counts, and the rows that a person would want to see: held, failed, then the longest waiting.</summary>
    public async Task<DueReport> ReportAsync(string tenant, int most, CancellationToken cancellationToken)
    {
        const string sql = $"""
            SELECT count(*) AS due,
                   count(*) FILTER (WHERE d.held_since IS NOT NULL) AS held,
                   count(*) FILTER (WHERE d.attempts > 0 AND d.held_since IS NULL) AS failing,
                   min(d.marked) AS oldest,
                   {HeldTag} AS heldTag
            FROM scim.grafana_due d
            WHERE d.tenant_id = @tenant;

            SELECT d.type, d.resource_id AS resourceId,
                   coalesce(r.display, l.last_applied ->> 'login', l.last_applied ->> 'name') AS name,
                   d.marked, d.attempts, nullif(d.next_attempt, 'infinity') AS nextAttempt, d.last_error AS lastError, d.held_since AS heldSince
            FROM scim.grafana_due d
            LEFT JOIN scim.resource r ON r.tenant_id = d.tenant_id AND r.id = d.resource_id
            LEFT JOIN scim.grafana_link l ON l.tenant_id = d.tenant_id AND l.resource_id = d.resource_id
            WHERE d.tenant_id = @tenant
            ORDER BY d.held_since IS NULL, d.attempts = 0, d.marked, d.resource_id
            LIMIT @most
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);

        // So that the tag is of those that the rows name.
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(sql, new { tenant, most }, snapshot, cancellationToken: cancellationToken));
        var report = await results.ReadSingleAsync<DueReport>();
        return report with { Rows = (await results.ReadAsync<DueRow>()).AsList() };
    }

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
