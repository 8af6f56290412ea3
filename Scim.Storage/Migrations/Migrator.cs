using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using DbUp.Postgresql;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Scim.Storage.Migrations;

/// <summary>Brings a database's schema up to date. Replicas that start together wait for one another.</summary>
public static class Migrator
{
    private const string ScriptPrefix = "Scim.Storage.Migrations.";

    /// <summary>Any number; the same in every version of this service.</summary>
    public const long AdvisoryLock = 0x5C1A_2025_0000_0001;

    private const int Tries = 5;

    /// <summary>How long another role may hold the lock.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>The names of the scripts that ran.</returns>
    /// <exception cref="MigrationException">A script failed, or another role holds the lock. Each script runs in a transaction of its own, so none is half applied.</exception>
    public static Task<IReadOnlyList<string>> MigrateAsync(string connectionString, ILogger logger, CancellationToken cancellationToken) =>
        MigrateAsync(connectionString, Patience, logger, cancellationToken);

    /// <inheritdoc cref="MigrateAsync(string, ILogger, CancellationToken)"/>
    public static async Task<IReadOnlyList<string>> MigrateAsync(string connectionString, TimeSpan patience, ILogger logger, CancellationToken cancellationToken)
    {
        // The lock belongs to a session, so the session must not go back to a pool with it.
        // And it has a name, or metrics would call it by its connection string.
        var session = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        await using var source = new NpgsqlDataSourceBuilder(session) { Name = "migrations" }.Build();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await new MigrationLock(connection, AdvisoryLock).TakeAsync(patience, logger, cancellationToken);

        var upgrade = DeployChanges.To
            .PostgresqlDatabase(new PostgresqlConnectionManager(source))
            .JournalToPostgresqlTable("public", "scim_migration")
            .WithScripts(Scripts())
            .WithTransactionPerScript()
            .WithExecutionTimeout(TimeSpan.Zero) // a large table takes its time
            .WithVariablesDisabled()
            .LogTo(new UpgradeLog(logger))
            .Build();

        var done = new List<string>();
        for (var attempt = 1; ; attempt++)
        {
            var result = upgrade.PerformUpgrade();
            done.AddRange(result.Scripts.Select(x => x.Name));
            if (result.Successful) return done;

            // A script and the requests of running replicas can wait for each other; PostgreSQL then ends one of them.
            if (attempt == Tries || result.Error is not PostgresException e || !StorageErrors.IsConflict(e))
                throw new MigrationException($"Migration {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
        }
    }

    /// <returns>The names of scripts that a newer version of the service has run in this database, and that this one does not know.</returns>
    public static async Task<IReadOnlyList<string>> FindNewerAsync(string connectionString, CancellationToken cancellationToken)
    {
        const string sql = "SELECT scriptname FROM public.scim_migration WHERE scriptname <> ALL ($1) ORDER BY scriptname";
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = Scripts().Select(x => x.Name).ToArray() } } };
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) names.Add(reader.GetString(0));
        return names;
    }

    // By the names of their files alone: the journal outlives a change of namespace.
    private static IEnumerable<SqlScript> Scripts() =>
        from name in typeof(Migrator).Assembly.GetManifestResourceNames()
        where name.StartsWith(ScriptPrefix, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal)
        orderby name
        select SqlScript.FromStream(name[ScriptPrefix.Length..], typeof(Migrator).Assembly.GetManifestResourceStream(name)!);

    private sealed class UpgradeLog(ILogger logger) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) => Write(LogLevel.Trace, format, args);

        public void LogDebug(string format, params object[] args) => Write(LogLevel.Debug, format, args);

        public void LogInformation(string format, params object[] args) => Write(LogLevel.Debug, format, args);

        public void LogWarning(string format, params object[] args) => Write(LogLevel.Warning, format, args);

        public void LogError(string format, params object[] args) => Write(LogLevel.Error, format, args);

        public void LogError(Exception ex, string format, params object[] args) => logger.LogError(ex, "{Message}", Format(format, args));

        private void Write(LogLevel level, string format, object[] args) => logger.Log(level, "{Message}", Format(format, args));

        private static string Format(string format, object[] args) =>
            string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args);
    }
}
