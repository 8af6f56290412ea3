using Dapper;
using DbUp;
using DbUp.Engine;
using Npgsql;
using Scim.Storage.Migrations;
using Scim.Tests.Databases;

namespace Scim.Tests.Operations;

/// <summary>A database with the tables of an earlier state of the service, and in them what a database of now has, as far as they have room for it.</summary>
internal static class EarlierDatabase
{
    private const string Prefix = "Scim.Storage.Migrations.";

    /// <summary>The scripts of all states, in order; a state is the last of those that it has.</summary>
    public static IReadOnlyList<string> Scripts { get; } =
    [
        .. typeof(Migrator).Assembly.GetManifestResourceNames().Where(x => x.StartsWith(Prefix, StringComparison.Ordinal) && x.EndsWith(".sql", StringComparison.Ordinal))
            .Select(x => x[Prefix.Length..]).Order(StringComparer.Ordinal),
    ];

    /// <param name="last">The last script that has been run in it.</param>
    /// <param name="source">The database whose rows it gets; null for none.</param>
    public static async Task<EmptyDatabase> CreateAsync(string last, string? source)
    {
        var database = await EmptyDatabase.CreateAsync();
        try
        {
            Migrate(database.ConnectionString, last);
            if (source is not null) await CopyAsync(source, database.ConnectionString);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    private static void Migrate(string connectionString, string last)
    {
        var result = DeployChanges.To.PostgresqlDatabase(connectionString)
            .JournalToPostgresqlTable("public", "scim_migration")
            .WithScripts(Scripts.TakeWhile(x => string.CompareOrdinal(x, last) <= 0).Select(Script))
            .WithTransactionPerScript().WithVariablesDisabled().LogToNowhere().Build().PerformUpgrade();
        Assert.That(result.Successful, Is.True, result.Error?.ToString());
    }

    private static SqlScript Script(string name) => SqlScript.FromStream(name, typeof(Migrator).Assembly.GetManifestResourceStream(Prefix + name)!);

    private static async Task CopyAsync(string source, string target)
    {
        await using var from = new NpgsqlConnection(source);
        await using var to = new NpgsqlConnection(target + ";Pooling=false");
        await from.OpenAsync();
        await to.OpenAsync();

        // References are checked by triggers, which this leaves out, so that the order of tables does not matter; the upgrade would find what is missing.
        await to.ExecuteAsync("SET session_replication_role = replica; DELETE FROM scim.tenant");
        foreach (var table in await to.QueryAsync<string>("SELECT relname FROM pg_class WHERE relnamespace = 'scim'::regnamespace AND relkind = 'r'"))
        {
            const string columns = """
                SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS "All", string_agg(quote_ident(attname), ',' ORDER BY attnum) FILTER (WHERE attnotnull) AS "Needed"
                FROM pg_attribute WHERE attrelid = ('scim.' || @table)::regclass AND attnum > 0 AND NOT attisdropped
                """;
            var (all, needed) = await to.QuerySingleAsync<(string, string)>(columns, new { table });
            // Rows of a kind that there was not yet have no value where one was needed.
            var rows = $"SELECT {all} FROM scim.{table} WHERE num_nulls({needed}) = 0{Kind(table, all)}";
            await using var reader = await from.BeginRawBinaryCopyAsync($"COPY ({rows}) TO STDOUT (FORMAT binary)");
            await using var writer = await to.BeginRawBinaryCopyAsync($"COPY scim.{table} ({all}) FROM STDIN (FORMAT binary)");
            await reader.CopyToAsync(writer);
        }
    }

    private static string Kind(string table, string columns) => (table, columns.Contains("outcome", StringComparison.Ordinal), columns.Contains("client_id", StringComparison.Ordinal)) switch
    {
        ("provisioning_log", false, _) => " AND outcome = 'done' AND operation <> 'grafana'",
        ("token", _, false) => " AND client_id IS NULL",
        _ => "",
    };
}
