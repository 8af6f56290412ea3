using Npgsql;
using Scim.Storage.PrivatePostgres;

namespace Scim.Tests.PrivatePostgres;

/// <summary>A data folder, and the private PostgreSQL in it.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    /// <summary>PostgreSQL's own folder in it.</summary>
    public string Cluster => _folder["postgres", "data"];

    public PrivatePostgresOptions Options => new() { DataDir = Path, Durable = false };

    public string this[params string[] names] => _folder[names];

    public static async Task<object?> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public Task<PrivatePostgresServer> StartAsync(bool serves = false) => StartAsync(Options with { Serves = serves });

    public static Task<PrivatePostgresServer> StartAsync(PrivatePostgresOptions options) => PrivatePostgresServer.StartAsync(options, _ => { }, CancellationToken.None);

    public void Dispose() => _folder.Dispose();
}
