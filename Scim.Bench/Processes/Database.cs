using Microsoft.Extensions.Logging.Abstractions;
using Scim.Storage.Migrations;
using Scim.Storage.PrivatePostgres;

namespace Scim.Bench.Processes;

/// <summary>The database that is measured: one that was named, or a private one that goes when the process ends.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly PrivatePostgresServer? _server;

    private Database(string connectionString, string description, PrivatePostgresServer? server)
    {
        ConnectionString = connectionString;
        Description = description;
        _server = server;
    }

    public string ConnectionString { get; }

    /// <summary>What it is, for the head of a result.</summary>
    public string Description { get; }

    /// <summary>Durable, as the service runs it, with all tables.</summary>
    public static async Task<Database> OpenAsync(string? connectionString)
    {
        var database = connectionString is null ? await PrivateAsync() : new Database(connectionString, "the PostgreSQL that --connection names", null);
        await Migrator.MigrateAsync(database.ConnectionString, NullLogger.Instance, CancellationToken.None);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    private static async Task<Database> PrivateAsync()
    {
        var server = await PrivatePostgresServer.StartAsync(new PrivatePostgresOptions { Temporary = true }, Console.Error.WriteLine, CancellationToken.None);
        return new Database(server.ConnectionString, $"private PostgreSQL {server.Binaries.Version}, settings as the service makes them", server);
    }
}
