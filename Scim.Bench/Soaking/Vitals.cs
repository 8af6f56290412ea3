using Dapper;
using Npgsql;

namespace Scim.Bench.Soaking;

/// <summary>What would grow if something leaked, as PostgreSQL counts it. Sizes are mebibytes.</summary>
internal sealed class Vitals
{
    /// <summary>Of the service; the one that asks does not count.</summary>
    public required long Connections { get; init; }

    /// <summary>Tables of resources and memberships, without indexes.</summary>
    public required double Tables { get; init; }

    public required double Indexes { get; init; }

    /// <summary>Grows with each change, as it should.</summary>
    public required double Log { get; init; }

    /// <summary>Versions of rows that wait for vacuum.</summary>
    public required long DeadRows { get; init; }

    public required long Updates { get; init; }

    /// <summary>Of the updates, those that touched no index.</summary>
    public required long HotUpdates { get; init; }

    public required long Vacuums { get; init; }

    /// <summary>Pages of the GIN indexes that every search reads beside the index, until they are merged into it.</summary>
    public required long PendingPages { get; init; }

    /// <exception cref="PostgresException">The server lacks the extension pgstattuple.</exception>
    public static async Task<Vitals> OfAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "vitals", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync("CREATE EXTENSION IF NOT EXISTS pgstattuple");
        return await connection.QuerySingleAsync<Vitals>("""
            SELECT (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'vitals' AND backend_type = 'client backend') AS "Connections",
                   sum(pg_table_size(relid)) FILTER (WHERE relname <> 'provisioning_log') / 1048576.0 AS "Tables",
                   sum(pg_indexes_size(relid)) FILTER (WHERE relname <> 'provisioning_log') / 1048576.0 AS "Indexes",
                   sum(pg_total_relation_size(relid)) FILTER (WHERE relname = 'provisioning_log') / 1048576.0 AS "Log",
                   sum(n_dead_tup)::bigint AS "DeadRows",
                   sum(n_tup_upd)::bigint AS "Updates",
                   sum(n_tup_hot_upd)::bigint AS "HotUpdates",
                   sum(vacuum_count + autovacuum_count)::bigint AS "Vacuums",
                   (SELECT sum(pending_pages)::bigint
                    FROM pg_index i, pg_class c, pg_am a, LATERAL pgstatginindex(c.oid::regclass)
                    WHERE i.indexrelid = c.oid AND c.relam = a.oid AND a.amname = 'gin') AS "PendingPages"
            FROM pg_stat_user_tables
            WHERE schemaname = 'scim' AND relname IN ('resource', 'membership', 'provisioning_log')
            """);
    }
}
