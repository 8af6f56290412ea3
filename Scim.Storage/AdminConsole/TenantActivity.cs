using Dapper;
using Scim.Storage.Logging;
using Scim.Storage.Telemetry;

namespace Scim.Storage.AdminConsole;

/// <summary>Whether anything comes in for a tenant, and what is refused of it.</summary>
public sealed record TenantActivity
{
    public long Users { get; init; }

    public long Groups { get; init; }

    /// <summary>When a client last sent a request; of a client that only reads, to the minute. Null where none ever did, or it is no longer known.</summary>
    public DateTime? LastRequest { get; init; }

    /// <summary>The credential of that request.</summary>
    public string? LastCredential { get; init; }

    /// <summary>Requests that were refused or failed since the time that was asked for.</summary>
    public long Refused { get; init; }

    /// <summary>The latest of them, the newest first.</summary>
    public IReadOnlyList<LogEntry> Refusals { get; init; } = [];

    /// <summary>Reads it.</summary>
    /// <param name="database">The database.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="since">Refusals from then on.</param>
    /// <param name="most">So many of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<TenantActivity> ReadAsync(ScimDatabase database, string tenant, DateTimeOffset since, int most, CancellationToken cancellationToken)
    {
        var sql = $"""
            SELECT (SELECT count(*) FROM scim.resource r WHERE r.tenant_id = @tenant AND r.type = 'User') AS users,
                   (SELECT count(*) FROM scim.resource r WHERE r.tenant_id = @tenant AND r.type = 'Group') AS groups,
                   (SELECT count(*) FROM scim.provisioning_log l
                    WHERE l.tenant_id = @tenant AND l.id >= @start AND l.outcome IN ('refused', 'failed') AND l.operation <> 'grafana') AS refused,
                   last.at AS lastRequest, last.credential AS lastCredential
            FROM (SELECT) AS one
            LEFT JOIN ({LastClientRequest.Of("@tenant")}) AS last ON TRUE;

            SELECT l.id, l.at, l.operation, l.outcome, l.type, l.resource_id AS resourceId, l.credential, l.correlation_id AS correlationId, l.status, l.detail
            FROM scim.provisioning_log l
            WHERE l.tenant_id = @tenant AND l.id >= @start AND l.outcome IN ('refused', 'failed') AND l.operation <> 'grafana'
            ORDER BY l.id DESC
            LIMIT @most
            """;
        await using var connection = await database.Statements.OpenConnectionAsync(cancellationToken);
        var parameters = new { tenant, start = LogId.Earliest(since), most };
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        var activity = await results.ReadSingleAsync<TenantActivity>();
        return activity with { Refusals = (await results.ReadAsync<LogEntry>()).AsList() };
    }
}
