using Microsoft.Extensions.Logging;
using Npgsql;

namespace Scim.Storage.Migrations;

/// <summary>
/// An advisory lock of a session. Whoever may connect may take it, so it is not waited for without end: a migration of the same role takes the time it needs,
/// and anybody else who holds the lock is named.
/// </summary>
internal sealed class MigrationLock(NpgsqlConnection connection, long key)
{
    /// <param name="patience">How long another role may hold it, and how often one of the same role is told of.</param>
    /// <param name="logger">Hears who is waited for.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="MigrationException">Another role holds it.</exception>
    public async Task TakeAsync(TimeSpan patience, ILogger logger, CancellationToken cancellationToken)
    {
        await ExecuteAsync($"SET lock_timeout = {(long)patience.TotalMilliseconds}", cancellationToken);
        while (!await TriedAsync(cancellationToken))
        {
            if (await FindHolderAsync(cancellationToken) is not { } holder) continue;

            if (!holder.IsOurs)
                throw new MigrationException($"{holder.Text} holds the lock of migrations. Nothing was changed. If that is no migration, end it (SELECT pg_terminate_backend({holder.Pid})), and start again.");
            logger.LogWarning("Waits for the migration of {Holder}", holder.Text);
        }

        await ExecuteAsync("RESET lock_timeout", cancellationToken);
    }

    private async Task<bool> TriedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync($"SELECT pg_advisory_lock({key})", cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    private async Task<Holder?> FindHolderAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT a.pid, format('Role %s (process %s%s, since %s)', a.usename, a.pid, ' of ' || nullif(a.application_name, ''), date_trunc('second', a.backend_start)),
                   a.usename = current_user
            FROM pg_locks l
            JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND l.classid::bigint << 32 | l.objid::bigint = $1
            """;
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = key } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new Holder(reader.GetInt32(0), reader.GetString(1), reader.GetBoolean(2)) : null;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Holder(int Pid, string Text, bool IsOurs);
}
