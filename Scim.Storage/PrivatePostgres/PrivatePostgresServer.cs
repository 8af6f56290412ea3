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
    private readonly PrivatePostgresOptions _options;
    private readonly ServerAccount _account;
    private readonly Cluster _cluster;
    private FolderLock? _serve;
    private FolderLock? _use;
    private ParentWatch? _watch;
    private string? _socketDir;
    private bool _stopped;

    private PrivatePostgresServer(string dataDir, PrivatePostgresOptions options, ServerAccount account)
    {
        _dataDir = dataDir;
        _options = options;
        _account = account;
        _cluster = new Cluster(dataDir, options, account);
    }

    /// <summary>Leads to the database <c>scim</c>, as a role that may do everything.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Whether the server was running already.</summary>
    public bool Joined { get; private set; }

    public PostgresBinaries Binaries { get; private set; } = null!;

    public static async Task<PrivatePostgresServer> StartAsync(
        PrivatePostgresOptions options, Action<string> log, CancellationToken cancellationToken)
    {
        var account = ServerAccount.Choose();
        var dataDir = options.Temporary ? Directory.CreateTempSubdirectory("scim-").FullName : Path.GetFullPath(options.DataDir);

        // pg_ctl puts the path between double quotes for the shell, and quotes nothing inside.
        if (!OperatingSystem.IsWindows() && dataDir.AsSpan().ContainsAny("\"$`\\"))
            throw new PrivatePostgresException($"PostgreSQL cannot work in {dataDir}: choose a path without double quote, $, ` and \\.");

        Directory.CreateDirectory(dataDir);
        var server = new PrivatePostgresServer(dataDir, options, account);
        try
        {
            await account.LetInAsync(dataDir, cancellationToken);
            using var starting = await FolderLock.ExclusiveAsync(server.PathOf("start.lock"), cancellationToken);
            await server.StartAsync(log, cancellationToken);
            return server;
        }
        catch
        {
            server.Release();
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
            _use?.Dispose();
            using var last = FolderLock.TryExclusive(PathOf("use.lock"));

            if (_serve is not null || last is not null)
                await StopServerAsync();
        }
        finally
        {
            Release();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StartAsync(Action<string> log, CancellationToken cancellationToken)
    {
        if (_options.Serves)
            _serve = FolderLock.TryExclusive(PathOf("serve.lock")) ?? throw new PrivatePostgresException(
                $"Another process is serving from {_dataDir}. Stop it first, or give this one a data folder of its own.");
        _use = FolderLock.TryShared(PathOf("use.lock"));

        Binaries = await BinarySearch.FindAsync(_options, _account, _cluster.Major, log, cancellationToken);

        var running = await _cluster.FindRunningAsync(cancellationToken);
        Joined = running is not null;
        try
        {
            running ??= await StartServerAsync(log, cancellationToken);
            _socketDir = running.SocketDir;
            ConnectionString = _cluster.Door.ConnectionString(running, Database);
            await CreateDatabaseAsync(_cluster.Door.ConnectionString(running, "postgres"), cancellationToken);
        }
        catch when (!Joined)
        {
            await StopServerAsync();
            throw;
        }

        log($"PostgreSQL {Binaries.Version} {(Joined ? "was running" : "is running")} on {_dataDir}");
    }

    private async Task<PostmasterFile> StartServerAsync(Action<string> log, CancellationToken cancellationToken)
    {
        _socketDir = _cluster.Door.ChooseSocketDir();
        if (_options.Temporary)
            _watch = ParentWatch.Begin(_dataDir, _socketDir);

        if (_cluster.Major is null)
        {
            log($"Making a database in {_dataDir} with PostgreSQL {Binaries.Version} from {Binaries.Folder}");
            await _cluster.InitializeAsync(Binaries, cancellationToken);
        }

        return await _cluster.StartAsync(Binaries, _socketDir, cancellationToken);
    }

    private async Task StopServerAsync()
    {
        if (ConnectionString.Length > 0)
            NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString));
        await _cluster.StopAsync(Binaries);
        ClusterDoor.Remove(_socketDir);
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

    private string PathOf(string name) => Path.Combine(_dataDir, name);

    private void Release()
    {
        _serve?.Dispose();
        _use?.Dispose();
        if (_options.Temporary && Directory.Exists(_dataDir))
            Directory.Delete(_dataDir, recursive: true);
        _watch?.Dispose();
    }
}
