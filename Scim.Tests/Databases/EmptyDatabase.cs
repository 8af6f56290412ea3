using Npgsql;

namespace Scim.Tests.Databases;

/// <summary>A database without any tables, on the server of the test run.</summary>
internal sealed class EmptyDatabase : IAsyncDisposable
{
    private readonly string _name = $"scim_empty_{Guid.NewGuid():N}"[..30];

    private EmptyDatabase(string server) => ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = _name, MaxPoolSize = 20 }.ConnectionString;

    public string ConnectionString { get; }

    public static async Task<EmptyDatabase> CreateAsync()
    {
        var database = new EmptyDatabase((await TestServer.GetAsync()).ConnectionString);
        await ExecuteAsync($"CREATE DATABASE {database._name}");
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        using (var own = new NpgsqlConnection(ConnectionString)) NpgsqlConnection.ClearPool(own);
        await ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection((await TestServer.GetAsync()).ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
