using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Scim.Storage.Migrations;

namespace Scim.Tests.Databases;

/// <summary>A database of a fixture's own, with all migrations applied.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly string Run = $"scim_test_{Guid.NewGuid():N}"[..20];
    private static readonly Lazy<Task> Template = new(() => Task.Run(CreateTemplateAsync));
    private static int _count;

    private TestDatabase(string name, string connectionString)
    {
        Name = name;
        ConnectionString = connectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync()
    {
        await Template.Value;

        var name = $"{Run}_{Interlocked.Increment(ref _count)}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Run}");
        return new TestDatabase(name, await ConnectionStringAsync(name));
    }

    public async ValueTask DisposeAsync()
    {
        using (var connection = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(connection);

        await ExecuteAsync($"DROP DATABASE {Name} WITH (FORCE)");
    }

    internal static async Task DropTemplateAsync()
    {
        if (Template is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await ExecuteAsync($"DROP DATABASE {Run} WITH (FORCE)");
    }

    /// <summary>Makes the tables, in the template alone; the fixtures' databases are copies of it.</summary>
    private static Task<IReadOnlyList<string>> MigrateAsync(string connectionString) =>
        Migrator.MigrateAsync(connectionString, NullLogger.Instance, CancellationToken.None);

    private static async Task CreateTemplateAsync()
    {
        await ExecuteAsync($"CREATE DATABASE {Run}");
        // A template is copied only while nobody is connected to it, and a pool would stay connected.
        await MigrateAsync(new NpgsqlConnectionStringBuilder(await ConnectionStringAsync(Run)) { Pooling = false }.ConnectionString);
    }

    private static async Task<string> ConnectionStringAsync(string database)
    {
        var server = await TestServer.GetAsync();
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database, MaxPoolSize = 20 }.ConnectionString;
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection((await TestServer.GetAsync()).ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
