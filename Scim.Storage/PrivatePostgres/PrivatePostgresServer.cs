using Npgsql;

namespace Scim.Storage.PrivatePostgres;

/// <summary>
/// A PostgreSQL of the service's own, in a data folder of its own. Three lock files in that folder keep the processes that use it apart;
/// the operating system releases them when their holder dies.
/// <list type="bullet">
/// <item><c>start.lock</c> is held while starting, joining or stopping, so that these happen one at a time.</item>
/// <item><c>serve.lock</c> is held for life by the one process that serves; a second one is refused.</item>
/// <item><c>use.lock</c> is shared by everyone who uses the database.</item>
/// </list>
/// A server that is running already is joined, whoever started it; so one that outlived its killed owner is adopted. The process that serves
/// stops the server when it ends. Any other stops it only when it is the last to use it.
/// </summary>
public sealed class PrivatePostgresServer : IAsyncDisposable
{
    private const string Database = "scim";

    private readonly string _dataDir;
    private readonly bool _temporary;
    private readonly Cluster _cluster;
    private readonly List<IDisposable> _held = [];
    private FolderLock? _serve;
    private FolderLock? _use;
    private PostgresBinaries? _binaries;
    private string? _socketDir;
    private bool _stopped;

    private PrivatePostgresServer(string dataDir, PrivatePostgresOptions options, ServerAccount account)
    {
        _dataDir = dataDir;
        _temporary = options.Temporary;
        _cluster = new Cluster(dataDir, options, account);
    }

    /// <summary>Leads to the database <c>scim</c>, as a role that may do everything.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Whether the server was running already.</summary>
    public bool Joined { get; private set; }

    public PostgresBinaries Binaries => _binaries!;

    public static async Task<PrivatePostgresServer> StartAsync(
        PrivatePostgresOptions options, Action<string> log, CancellationToken cancellationToken)
    {
        var account = ServerAccount.Choose();
        var dataDir = options.Temporary ? TemporaryFolder() : Path.GetFullPath(options.DataDir);
        // pg_ctl puts the path between double quotes for the shell, and quotes nothing inside.
        if (!OperatingSystem.IsWindows() && dataDir.AsSpan().ContainsAny("\"$`\\"))
            throw new PrivatePostgresException($"PostgreSQL cannot work in {dataDir}: choose a path without double quote, $, ` and \\.");
        Directory.CreateDirectory(dataDir);

        var server = new PrivatePostgresServer(dataDir, options, account);
        try
        {
            await server.StartAsync(options, account, log, cancellationToken);
            return server;
        }
        catch
        {
            await server.UndoAsync();
            throw;
        }
    }

    /// <summary>Stops the server, where that is ours to do, and waits until it has stopped.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
            return;

        _stopped = true;
        try
        {
            using var starting = await FolderLock.ExclusiveAsync(PathOf("start.lock"), CancellationToken.None);
            _use!.Dispose();
            using var last = FolderLock.TryExclusive(PathOf("use.lock"));

            if (_serve is not null || last is not null)
            {
                NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString));
                await _cluster.StopAsync(_binaries!);
                Cluster.RemoveSocketDir(_socketDir);
            }
        }
        finally
        {
            Abandon();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StartAsync(
        PrivatePostgresOptions options, ServerAccount account, Action<string> log, CancellationToken cancellationToken)
    {
        using var starting = await FolderLock.ExclusiveAsync(PathOf("start.lock"), cancellationToken);

        if (options.Serves)
            _serve = FolderLock.TryExclusive(PathOf("serve.lock")) ?? throw new PrivatePostgresException(
                $"Another process is serving from {_dataDir}. Stop it first, or give this one a data folder of its own.");
        _use = FolderLock.TryShared(PathOf("use.lock"));

        _binaries = await BinarySearch.FindAsync(options, account, _cluster.Major, log, cancellationToken);

        var running = await _cluster.FindRunningAsync(cancellationToken);
        Joined = running is not null;

        if (running is null)
        {
            _socketDir = _cluster.ChooseSocketDir();
            if (options.Temporary && ParentWatch.Begin(_dataDir, _socketDir) is { } watch)
                _held.Add(watch);

            if (_cluster.Major is null)
            {
                log($"Making a database in {_dataDir} with PostgreSQL {_binaries.Version} from {_binaries.Folder}");
                await _cluster.InitializeAsync(_binaries, cancellationToken);
            }

            running = await _cluster.StartAsync(_binaries, _socketDir, cancellationToken);
        }

        _socketDir = running.SocketDir;
        ConnectionString = _cluster.ConnectionString(running, Database);
        await CreateDatabaseAsync(_cluster.ConnectionString(running, "postgres"), cancellationToken);
        log($"PostgreSQL {_binaries.Version} {(Joined ? "was running" : "is running")} on {_dataDir}");
    }

    private static async Task CreateDatabaseAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var exists = source.CreateCommand($"SELECT 1 FROM pg_database WHERE datname = '{Database}'");

        if (await exists.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = source.CreateCommand($"CREATE DATABASE {Database}");
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static string TemporaryFolder()
    {
        var folder = Directory.CreateTempSubdirectory("scim-").FullName;
        // The server's account, when it is not ours, has to come through to its own folder inside.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return folder;
    }

    private async Task UndoAsync()
    {
        if (ConnectionString.Length > 0)
        {
            await StopAsync();
            return;
        }

        Cluster.RemoveSocketDir(_socketDir);
        Abandon();
    }

    private string PathOf(string name) => Path.Combine(_dataDir, name);

    private void Abandon()
    {
        _serve?.Dispose();
        _use?.Dispose();
        if (_temporary && Directory.Exists(_dataDir))
            Directory.Delete(_dataDir, recursive: true);
        _held.ForEach(held => held.Dispose());
    }
}
