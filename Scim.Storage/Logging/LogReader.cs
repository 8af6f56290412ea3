using System.Runtime.CompilerServices;
using Dapper;

namespace Scim.Storage.Logging;

/// <summary>Reads the provisioning log: what happened to one resource, what happened last, and all of it.</summary>
public sealed class LogReader(ScimDatabase database)
{
    /// <summary>Members that a timeline names of one change. The counts tell of the others.</summary>
    public const int MembersShown = 10;

    private const string Columns = """
        l.id, l.at, l.operation, l.outcome, l.type, l.resource_id AS resourceId, l.version, l.credential, l.correlation_id AS correlationId,
        l.status, l.detail, l.changed, l.new_values AS newValues, l.ignored
        """;

    private const string Shown = $"""
        {Columns}, l.added[1:@shown] AS added, l.removed[1:@shown] AS removed, cardinality(l.added) AS addedCount, cardinality(l.removed) AS removedCount
        """;

    /// <summary>What happened to whatever the subject means, in the order of time.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="subject">The resource. A name can mean several: a user and a group, or one that was deleted and one made anew.</param>
    /// <param name="since">Nothing before.</param>
    /// <param name="most">The latest so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<LogTimeline> FindAsync(string tenant, LogSubject subject, DateTimeOffset since, int most, CancellationToken cancellationToken)
    {
        const string resources = """
            WITH name AS (
                SELECT name.kind, name.value, scim.log_key(@tenant, name.kind, name.value) AS key
                FROM unnest(@kinds, @values) name (kind, value))
            SELECT r.id
            FROM scim.resource r
            JOIN name ON r.type = name.kind AND r.unique_key = name.value
            WHERE r.tenant_id = @tenant
            UNION
            SELECT r.id
            FROM name
            JOIN scim.resource r ON r.type = ANY (@kinds) AND r.external_id = name.value
            WHERE r.tenant_id = @tenant AND name.kind = 'externalId'
            UNION
            SELECT l.resource_id
            FROM scim.provisioning_log l
            WHERE (l.keys || l.added || l.removed) && ARRAY(SELECT key FROM name) AND l.tenant_id = @tenant AND l.resource_id IS NOT NULL
            UNION
            SELECT unnest(@ids)
            """;
        const string entries = $"""
            SELECT {Shown}, l.added && @ids AS isAdded, l.removed && @ids AS isRemoved
            FROM scim.provisioning_log l
            WHERE (l.keys || l.added || l.removed) && (@ids || ARRAY(SELECT scim.log_key(@tenant, name.kind, name.value) FROM unnest(@kinds, @values) name (kind, value)))
              AND l.tenant_id = @tenant AND l.id >= @start
            ORDER BY l.id DESC
            LIMIT @most
            """;
        var (kinds, values) = (subject.Names.Select(x => x.Kind).ToArray(), subject.Names.Select(x => x.Value).ToArray());

        await using var connection = await database.Searches.OpenConnectionAsync(cancellationToken);
        var ids = (await connection.QueryAsync<Guid>(
            new CommandDefinition(resources, new { tenant, kinds, values, ids = subject.Ids.ToArray() }, cancellationToken: cancellationToken))).ToArray();
        var parameters = new { tenant, kinds, values, ids, start = LogId.Earliest(since), most, shown = MembersShown };
        var found = (await connection.QueryAsync<TimelineEntry>(new CommandDefinition(entries, parameters, cancellationToken: cancellationToken))).AsList();
        return await DescribeAsync(tenant, ids, found, cancellationToken);
    }

    /// <summary>What happened last, in the order of time.</summary>
    public async Task<LogTimeline> LatestAsync(string tenant, DateTimeOffset since, int most, CancellationToken cancellationToken)
    {
        const string sql = $"""
            SELECT {Shown}
            FROM scim.provisioning_log l
            WHERE l.tenant_id = @tenant AND l.id >= @start
            ORDER BY l.id DESC
            LIMIT @most
            """;
        await using var connection = await database.Searches.OpenConnectionAsync(cancellationToken);
        var parameters = new { tenant, start = LogId.Earliest(since), most, shown = MembersShown };
        var found = (await connection.QueryAsync<TimelineEntry>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
        return await DescribeAsync(tenant, [], found, cancellationToken);
    }

    /// <summary>All rows from one time to another, in the order of time, one after the other.</summary>
    public async IAsyncEnumerable<LogEntry> ExportAsync(
        string tenant, DateTimeOffset since, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string sql = $"""
            SELECT {Columns}, l.added, l.removed
            FROM scim.provisioning_log l
            WHERE l.tenant_id = @tenant AND l.id >= @start AND l.id < @end
            ORDER BY l.id
            """;
        await using var connection = await database.Searches.OpenConnectionAsync(cancellationToken);
        await foreach (var entry in connection.QueryUnbufferedAsync<LogEntry>(sql, new { tenant, start = LogId.Earliest(since), end = LogId.Earliest(until) })
            .WithCancellation(cancellationToken)) yield return entry;
    }

    /// <summary>Names are those of now: the log has none.</summary>
    private async Task<LogTimeline> DescribeAsync(string tenant, Guid[] ids, List<TimelineEntry> entries, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT r.id, r.type, r.display, r.version, r.created, r.last_modified AS lastModified,
                   d.marked AS dueSince, d.held_since AS heldSince, d.attempts, d.next_attempt AS nextAttempt, d.last_error AS lastError
            FROM scim.resource r
            LEFT JOIN scim.grafana_due d ON d.tenant_id = r.tenant_id AND d.resource_id = r.id
            WHERE r.tenant_id = @tenant AND r.id = ANY (@named)
            """;
        entries.Reverse();
        var named = entries.SelectMany(x => x.Added.Concat(x.Removed)).Concat(entries.Select(x => x.ResourceId).OfType<Guid>()).Concat(ids).Distinct().ToArray();
        await using var connection = await database.Searches.OpenConnectionAsync(cancellationToken);
        var resources = await connection.QueryAsync<LogResource>(new CommandDefinition(sql, new { tenant, named }, cancellationToken: cancellationToken));
        return new LogTimeline(ids, entries, resources.ToDictionary(x => x.Id));
    }
}
