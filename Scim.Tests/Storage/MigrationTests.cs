using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Scim.Storage.Migrations;
using Scim.Tests.Databases;

namespace Scim.Tests.Storage;

public class MigrationTests
{
    private string _connectionString = null!;
    private string _name = null!;

    [SetUp]
    public async Task Create()
    {
        _name = $"scim_migration_{Guid.NewGuid():N}"[..30];
        await ServerAsync($"CREATE DATABASE {_name}");
        var server = (await TestServer.GetAsync()).ConnectionString;
        _connectionString = new NpgsqlConnectionStringBuilder(server) { Database = _name, Pooling = false }.ConnectionString;
    }

    [TearDown]
    public async Task Drop() => await ServerAsync($"DROP DATABASE {_name} WITH (FORCE)");

    [Test]
    public async Task Runs_each_script_once_and_notes_it()
    {
        var first = await MigrateAsync();
        var second = await MigrateAsync();

        Assert.That(first, Is.Not.Empty.And.Ordered);
        Assert.That(first[0], Does.EndWith("0001_resources.sql"));
        Assert.That(second, Is.Empty);
        Assert.That(await RowsAsync("SELECT scriptname FROM public.scim_migration ORDER BY 1"), Is.EqualTo(first));
        Assert.That(await RowsAsync("SELECT id FROM scim.tenant"), Is.EqualTo(new[] { "default" }));
    }

    [Test]
    public async Task Replicas_that_start_together_run_each_script_once()
    {
        var ran = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(MigrateAsync)));

        Assert.That(ran.Count(x => x.Count > 0), Is.EqualTo(1));
        Assert.That(await RowsAsync("SELECT scriptname FROM public.scim_migration ORDER BY 1"), Is.EqualTo(ran.Single(x => x.Count > 0)));
    }

    [Test]
    public async Task A_script_that_fails_leaves_nothing_and_can_run_again()
    {
        await RowsAsync("CREATE SCHEMA scim");

        Assert.That(MigrateAsync, Throws.TypeOf<MigrationException>().With.Message.Contains("0001_resources.sql"));
        Assert.That(await RowsAsync("SELECT extname FROM pg_extension WHERE extname = 'pg_trgm'"), Is.Empty);

        await RowsAsync("DROP SCHEMA scim");
        Assert.That(await MigrateAsync(), Is.Not.Empty);
    }

    [Test]
    public async Task Another_role_that_holds_the_lock_is_named_and_not_waited_for_without_end()
    {
        var role = $"{_name}_other"[..20];
        await ServerAsync($"CREATE ROLE {role} LOGIN PASSWORD 'other'");
        await using (var other = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connectionString) { Username = role, Password = "other", ApplicationName = "curious" }.ConnectionString))
        {
            await other.OpenAsync();
            await other.ExecuteAsync($"SELECT pg_advisory_lock({Migrator.AdvisoryLock})");
            Assert.That(
                () => Migrator.MigrateAsync(_connectionString, TimeSpan.FromMilliseconds(200), NullLogger.Instance, CancellationToken.None),
                Throws.TypeOf<MigrationException>().With.Message.Match($"^Role {role} \\(process [0-9]+ of curious, since .*\\) holds the lock of migrations\\."));
        }

        Assert.That(await MigrateAsync(), Is.Not.Empty);
        await ServerAsync($"DROP ROLE {role}");
    }

    [Test]
    public async Task A_migration_of_the_same_role_takes_the_time_it_needs()
    {
        await using var first = new NpgsqlConnection(_connectionString);
        await first.OpenAsync();
        await first.ExecuteAsync($"SELECT pg_advisory_lock({Migrator.AdvisoryLock})");
        var second = Migrator.MigrateAsync(_connectionString, TimeSpan.FromMilliseconds(50), NullLogger.Instance, CancellationToken.None);
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        Assert.That(second.IsCompleted, Is.False);

        await first.CloseAsync();
        Assert.That(await second, Is.Not.Empty);
    }

    private Task<IReadOnlyList<string>> MigrateAsync() => Migrator.MigrateAsync(_connectionString, NullLogger.Instance, CancellationToken.None);

    private async Task<IReadOnlyList<string>> RowsAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        return (await connection.QueryAsync<string>(sql)).AsList();
    }

    private static async Task ServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection((await TestServer.GetAsync()).ConnectionString);
        await connection.ExecuteAsync(sql);
    }
}
