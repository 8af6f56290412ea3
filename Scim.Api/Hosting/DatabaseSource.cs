using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Scim.Resources.Text;
using Scim.Storage;
using Scim.Storage.Migrations;
using Scim.Storage.PrivatePostgres;

namespace Scim.Api.Hosting;

/// <summary>The database of this process: the one that is configured, or a private one. Its schema is up to date.</summary>
public sealed class DatabaseSource : IAsyncDisposable
{
    private readonly PrivatePostgresServer? _server;

    private DatabaseSource(string connectionString, PrivatePostgresServer? server)
    {
        try
        {
            Database = new ScimDatabase(connectionString);
        }
        catch (ArgumentException)
        {
            // Without the reason, which may quote the password.
            throw new OptionsValidationException(
                "Scim", typeof(ScimDatabase), ["ConnectionStrings__Scim cannot be read; write it like Host=db;Database=scim;Username=scim;Password=..."]);
        }

        _server = server;
    }

    public ScimDatabase Database { get; }

    public bool IsPrivate => _server is not null;

    /// <param name="configuration">Names the database under <c>ConnectionStrings:Scim</c>.</param>
    /// <param name="options">The settings.</param>
    /// <param name="serves">This process serves; another one with the same private database is refused.</param>
    /// <param name="migrates">Brings a configured database up to date, which takes rights that other commands need not have. A private one always is.</param>
    /// <param name="log">Receives what a person would want to know while waiting.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static async Task<DatabaseSource> OpenAsync(
        IConfiguration configuration, ScimOptions options, bool serves, bool migrates, Action<string> log, CancellationToken cancellationToken)
    {
        if (!PreparedText.IsSupported)
            throw new PlatformNotSupportedException("This machine has no ICU, without which text cannot be compared. Install ICU, and leave DOTNET_SYSTEM_GLOBALIZATION_INVARIANT unset.");

        var given = configuration.GetConnectionString("Scim");
        var server = string.IsNullOrWhiteSpace(given)
            ? await PrivatePostgresServer.StartAsync(PrivateOptions(options, serves), log, cancellationToken)
            : null;

        var source = new DatabaseSource(server?.ConnectionString ?? given!, server);
        try
        {
            if (!migrates && server is null) return source;

            var scripts = await Migrator.MigrateAsync(source.Database.ConnectionString, NullLogger.Instance, cancellationToken);
            if (scripts.Count > 0) log($"Brought the database up to date: {string.Join(", ", scripts)}");

            // Not refused: while replicas are replaced one by one, the old ones go on with the new tables.
            var newer = await Migrator.FindNewerAsync(source.Database.ConnectionString, cancellationToken);
            if (newer.Count > 0)
                log($"WARNING: The database is newer than this version of the service, which knows nothing of {string.Join(", ", newer)}. It goes on, as it should while replicas are replaced; otherwise run the newer version. docs/operations.md, \"Upgrade and rollback\", says what holds.");
            return source;
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    private static PrivatePostgresOptions PrivateOptions(ScimOptions options, bool serves)
    {
        var defaults = new PrivatePostgresOptions { Serves = serves, BinDir = options.PostgresBinDir };
        return defaults with
        {
            DataDir = options.DataDir ?? defaults.DataDir,
            DownloadUrl = options.PostgresDownloadUrl ?? defaults.DownloadUrl,
        };
    }
}
