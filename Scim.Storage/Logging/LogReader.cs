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
        const string keys = """
            SELECT scim.log_key(@tenant, name.kind, name.value)
            FROM unnest(@kinds, @values) name (kind, value)
            """;
        const string subjects = """
            WITH name AS (
                SELECT name.kind, name.value
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
            WHERE array_append(l.keys || l.added || l.removed, l.resource_id) && @keys
              AND l.tenant_id = @tenant AND l.outcome = 'done' AND l.resource_id IS NOT NULL
            UNION
            SELECT unnest(@ids)
            """;

        // With LIMIT in one statement PostgreSQL would walk through all rows backwards, since it takes each hundredth for one of these.
        const string entries = $"""
            WITH about AS MATERIALIZED (
                SELECT l.id
                FROM scim.provisioning_log l
                WHERE array_append(l.keys || l.added || l.removed, l.resource_id) && @about AND l.tenant_id = @tenant AND l.id >= @start),
            latest AS (
                SELECT id
                FROM about
                ORDER BY id DESC
                LIMIT @most)
            SELECT {Shown}, l.added && @ids AS isAdded, l.removed && @ids AS isRemoved
            FROM latest
            JOIN scim.provisioning_log l ON l.tenant_id = @tenant AND l.id = latest.id
            ORDER BY l.id DESC
            """;
        var (kinds, values) = (subject.Names.Select(x => x.Kind).ToArray(), subject.Names.Select(x => x.Value).ToArray());
        await using var connection = await database.Searches.OpenConnectionAsync(cancellationToken);
        var hashes = (await connection.QueryAsync<Guid>(new CommandDefinition(keys, new { tenant, kinds, values }, cancellationToken: cancellationToken))).ToArray();
        var named = new { tenant, kinds, values, keys = hashes, ids = subject.Ids.ToArray() };
        var ids = (await connection.QueryAsync<Guid>(new CommandDefinition(subjects, named, cancellationToken: cancellationToken))).ToArray();
        var parameters = new { tenant, ids, about = ids.Concat(hashes).ToArray(), start = LogId.Earliest(since), most, shown = MembersShown };
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

    /// <summary>
    /// Names are those of now: the log has none. What is due in Grafana outlives the resource it is about, and of groups that the subjects are in it is of
    /// interest too.
    /// </summary>
    private async Task<LogTimeline> DescribeAsync(string tenant, Guid[] ids, List<TimelineEntry> entries, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT named.id, coalesce(r.type, d.type) AS type, r.display, r.version, r.last_modified AS lastModified,
                   d.marked AS dueSince, d.held_since AS heldSince, d.attempts, nullif(d.next_attempt, 'infinity') AS nextAttempt, d.last_error AS lastError
            FROM (
                SELECT unnest(@named)
                UNION
                SELECT m.group_id
                FROM scim.membership m
                JOIN scim.grafana_due due ON due.tenant_id = m.tenant_id AND due.resource_id = m.group_id
                WHERE m.tenant_id = @tenant AND m.member_id = ANY (@ids)) named (id)
            LEFT JOIN scim.resource r ON r.tenant_id = @tenant AND r.id = named.id
            LEFT JOIN scim.grafana_due d ON d.tenant_id = @tenant AND d.resource_id = named.id
            WHERE r.id IS NOT NULL OR d.resource_id IS NOT NULL;

            SELECT problem
            FROM scim.grafana_tenant
            WHERE tenant_id = @tenant
            """;
        entries.Reverse();
        var named = entries.SelectMany(x => x.Added.Concat(x.Removed)).Concat(entries.Select(x => x.ResourceId).OfType<Guid>()).Concat(ids).Distinct().ToArray();
        await using var connection = await database.Searches.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(sql, new { tenant, ids, named }, cancellationToken: cancellationToken));
        var resources = (await results.ReadAsync<LogResource>()).ToDictionary(x => x.Id);
        return new LogTimeline(ids, entries, resources, await results.ReadSingleOrDefaultAsync<string>());
    }
}
