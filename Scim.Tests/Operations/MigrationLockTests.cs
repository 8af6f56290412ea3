using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Scim.Storage.Migrations;

namespace Scim.Tests.Operations;

public class MigrationLockTests
{
    [Test]
    public async Task A_migration_that_waits_in_a_circle_with_a_request_runs_again_after_it()
    {
        await using var database = await EarlierDatabase.CreateAsync("0007_log_view.sql", null);
        await using var writer = await OpenAsync(database.ConnectionString);
        await using var reader = await OpenAsync(database.ConnectionString);
        await using var write = await writer.BeginTransactionAsync();
        await writer.ExecuteAsync("LOCK TABLE scim.resource IN ROW EXCLUSIVE MODE");
        var migration = Migrator.MigrateAsync(database.ConnectionString, NullLogger.Instance, CancellationToken.None);
        await WaitersAsync(writer, 1);

        // Holds what the migration needs next, and waits for what it will have by then; and would sooner wait for long than be the one that is ended.
        await using var read = await reader.BeginTransactionAsync();
        await reader.ExecuteAsync("SET LOCAL deadlock_timeout = '1h'; SELECT FROM scim.tenant");
        var reading = reader.ExecuteAsync("SELECT FROM scim.resource");
        await WaitersAsync(writer, 2);
        await write.CommitAsync();

        await reading;
        await read.CommitAsync();
        Assert.That(await migration, Does.Contain("0008_tenant_keys.sql"));
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task WaitersAsync(NpgsqlConnection connection, long count)
    {
        const string sql = "SELECT count(*) FROM pg_locks WHERE relation = 'scim.resource'::regclass AND NOT granted";
        Assert.That(async () => await connection.ExecuteScalarAsync<long>(sql), Is.EqualTo(count).After(20).Seconds.PollEvery(50).MilliSeconds);
    }
}
