using Dapper;
using Npgsql;

namespace Scim.Storage.Logging;

/// <summary>
/// The provisioning log beside what <see cref="ResourceStore"/> writes into it: who asked for what and was refused, and what was done in Grafana.
/// Every change is in it with the transaction that made it.
/// </summary>
public sealed class ProvisioningLog(ScimDatabase database)
{
    // Short enough that nobody waits for it.
    private const int PurgedAtOnce = 5_000;

    // A client waits for its refusal meanwhile.
    private const int RefusalTimeoutSeconds = 3;

    private static readonly Statement InsertRefusal = new("""
        INSERT INTO scim.provisioning_log
            (tenant_id, id, operation, outcome, type, resource_id, credential, correlation_id, status, detail, keys)
        SELECT @tenant, scim.log_id(), @operation, @outcome, @type, (@ids)[1], @credential, @correlationId, @status, @detail,
               ARRAY(SELECT scim.log_key(@tenant, name.kind, name.value) FROM unnest(@kinds, @values) name (kind, value))
        """);

    /// <summary>Adds requests that were refused, or operations of one bulk request.</summary>
    public async Task AddAsync(Caller caller, IReadOnlyList<Refusal> refusals, CancellationToken cancellationToken)
    {
        if (refusals.Count == 0) return;

        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { Timeout = RefusalTimeoutSeconds };
        foreach (var refusal in refusals) batch.BatchCommands.Add(InsertRefusal.With(Values(caller, refusal)));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Adds what was done, or could not be done, in Grafana.</summary>
    public async Task AddAsync(string tenant, GrafanaEntry entry, CancellationToken cancellationToken)
    {
        const string sql = """
            INSERT INTO scim.provisioning_log (tenant_id, id, operation, outcome, type, resource_id, detail, added, removed)
            SELECT @tenant, scim.log_id(), 'grafana', @outcome, @type, @resourceId, @detail,
                   ARRAY(SELECT l.resource_id FROM scim.grafana_link l WHERE l.kind = 'user' AND l.grafana_id = ANY (@added) AND l.tenant_id = @tenant),
                   ARRAY(SELECT l.resource_id FROM scim.grafana_link l WHERE l.kind = 'user' AND l.grafana_id = ANY (@removed) AND l.tenant_id = @tenant)
            """;
        var parameters = new
        {
            tenant,
            outcome = Text(entry.Outcome),
            type = entry.Type,
            resourceId = entry.ResourceId,
            detail = entry.Detail,
            added = entry.Added.ToArray(),
            removed = entry.Removed.ToArray(),
        };
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    /// <summary>Deletes what is older, of all tenants, in small steps.</summary>
    /// <returns>The rows that went.</returns>
    public async Task<long> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        const string sql = """
            DELETE FROM scim.provisioning_log
            WHERE (tenant_id, id) IN (
                SELECT old.tenant_id, old.id
                FROM scim.tenant t
                CROSS JOIN LATERAL (
                    SELECT l.tenant_id, l.id
                    FROM scim.provisioning_log l
                    WHERE l.tenant_id = t.id AND l.id < @end
                    ORDER BY l.id
                    LIMIT @most) old)
            """;
        var gone = 0L;
        for (var step = -1; step != 0;)
        {
            await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
            step = await connection.ExecuteAsync(new CommandDefinition(sql, new { end = LogId.Earliest(before), most = PurgedAtOnce }, cancellationToken: cancellationToken));
            gone += step;
        }

        return gone;
    }

    public static string Text(LogOutcome outcome) => outcome switch
    {
        LogOutcome.Done => "done",
        LogOutcome.Refused => "refused",
        LogOutcome.Failed => "failed",
        LogOutcome.Held => "held",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "There is no such outcome."),
    };

    private static Dictionary<string, object?> Values(Caller caller, Refusal refusal) => new()
    {
        ["tenant"] = caller.Tenant,
        ["operation"] = refusal.Operation,
        ["outcome"] = Text(refusal.Status < 500 ? LogOutcome.Refused : LogOutcome.Failed),
        ["type"] = refusal.Type,
        ["credential"] = caller.Credential,
        ["correlationId"] = caller.CorrelationId,
        ["status"] = (short)refusal.Status,
        ["detail"] = refusal.Detail,
        ["ids"] = refusal.Subject.Ids.ToArray(),
        ["kinds"] = refusal.Subject.Names.Select(x => x.Kind).ToArray(),
        ["values"] = refusal.Subject.Names.Select(x => x.Value).ToArray(),
    };
}
