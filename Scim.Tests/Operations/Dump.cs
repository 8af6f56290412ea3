using System.Diagnostics;
using System.Globalization;
using Dapper;
using Npgsql;
using Scim.Storage.PrivatePostgres;
using Scim.Tests.Databases;
using Scim.Tests.PrivatePostgres;

namespace Scim.Tests.Operations;

/// <summary>A backup by <c>pg_dump</c>, and what the tables held at that moment.</summary>
internal sealed class Dump : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private Dump(IReadOnlyDictionary<string, string> tables) => Tables = tables;

    /// <summary>Of each table, how many rows it has and a hash of all of them.</summary>
    public IReadOnlyDictionary<string, string> Tables { get; private set; }

    /// <summary>The test is ignored where the machine has no <c>pg_dump</c> that is as new as the server.</summary>
    public static async Task<Dump> OfAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var program = await ProgramAsync("pg_dump", connection.PostgreSqlVersion.Major);

        // What is dumped is what is seen here, whatever is written meanwhile.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        var snapshot = await connection.ExecuteScalarAsync<string>("SELECT pg_export_snapshot()");
        var dump = new Dump(await TablesAsync(connection));
        await RunAsync(program, connectionString, "--format=custom", $"--snapshot={snapshot}", $"--file={dump._folder["dump"]}");
        return dump;
    }

    /// <summary>What the guide gives pg_restore, but for the names of database and role.</summary>
    private static IEnumerable<string> GuideOptions =>
        Documents.Section("docs/operations.md", "Backup and restore").Split('\n').Single(x => x.StartsWith("pg_restore ", StringComparison.Ordinal))
            .Split(' ').Where(x => x.StartsWith("--", StringComparison.Ordinal) && !x.Contains('=', StringComparison.Ordinal));

    /// <summary>Into a new database, as into a new server, as the guide to operations says.</summary>
    public async Task<EmptyDatabase> RestoreAsync()
    {
        var database = await EmptyDatabase.CreateAsync();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await RunAsync(await ProgramAsync("pg_restore", connection.PostgreSqlVersion.Major), database.ConnectionString, [.. GuideOptions, _folder["dump"]]);
        return database;
    }

    public static async Task<IReadOnlyDictionary<string, string>> TablesAsync(NpgsqlConnection connection)
    {
        const string tables = """
            SELECT format('%I.%I', n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('scim', 'public') AND c.relkind = 'r'
            """;
        var found = new Dictionary<string, string>();
        foreach (var table in (await connection.QueryAsync<string>(tables)).AsList())
            found[table] = (await connection.ExecuteScalarAsync<string>($"SELECT count(*) || ' rows, ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') FROM {table} t"))!;
        return found;
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> ProgramAsync(string name, int server)
    {
        var binaries = await BinarySearch.FindAsync(new PrivatePostgresOptions(), ServerAccount.Choose(), null, _ => { }, CancellationToken.None);
        var program = PostgresBinaries.Program(binaries.Folder, name);
        if (!File.Exists(program)) Assert.Ignore($"{binaries.Folder} has no {name}: install PostgreSQL's client programs.");
        if (int.Parse(binaries.Version.ToString()!.Split('.')[0], CultureInfo.InvariantCulture) < server)
            Assert.Ignore($"{program} is of PostgreSQL {binaries.Version}, and the server of {server}: install the client programs of {server}.");
        return program;
    }

    private static async Task RunAsync(string program, string connectionString, params string[] arguments)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(program, [$"--host={target.Host}", $"--port={target.Port}", $"--username={target.Username}", $"--dbname={target.Database}", "--no-password", .. arguments])
        {
            RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = target.Password;
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That((process.ExitCode, error), Is.EqualTo((0, "")));
    }
}
