using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using Scim.Storage.PrivatePostgres;
using Scim.Tests.Api;
using Scim.Tests.PrivatePostgres;

namespace Scim.Tests.Faults;

/// <summary>A PostgreSQL of a test's own, durable, which can be killed, and started again at the same address.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServerAccount _account = ServerAccount.Choose();
    private readonly ParentWatch? _watch;
    private readonly PostgresBinaries _binaries;
    private readonly string _password;
    private SmallDisk? _disk;

    private PostgresCluster(PostgresBinaries binaries, string password)
    {
        (_binaries, _password) = (binaries, password);
        // When the test run itself is killed.
        _watch = ParentWatch.Begin(_folder.Path, _folder["no-socket"]);
    }

    public int Port { get; } = FreePort.Next();

    public string ConnectionString => ConnectionStringTo($"127.0.0.1:{Port}");

    /// <summary>Where it was given one.</summary>
    public SmallDisk Disk => _disk!;

    public bool IsRunning => File.Exists(PostmasterFile.PathIn(Data)) && PostmasterProcess.Of(Data).IsRunning;

    private string Data => _folder["postgres", "data"];

    /// <param name="disk">Mebibytes of a disk of its own; null for the machine's. Needs a user who may mount one, else the test is ignored.</param>
    public static async Task<PostgresCluster> StartNewAsync(int? disk = null)
    {
        var binaries = await BinarySearch.FindAsync(new PrivatePostgresOptions(), ServerAccount.Choose(), null, _ => { }, CancellationToken.None);
        var cluster = new PostgresCluster(binaries, RandomNumberGenerator.GetHexString(32));
        try
        {
            if (disk is { } size) cluster._disk = SmallDisk.Mount(cluster._folder["postgres"], size);
            await cluster.InitializeAsync();
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A standby that follows this one, and without which from now on nothing is acknowledged.</summary>
    public async Task<PostgresCluster> StartStandbyAsync()
    {
        if (!File.Exists(PostgresBinaries.Program(_binaries.Folder, "pg_basebackup"))) Assert.Ignore($"{_binaries.Folder} has no pg_basebackup.");

        var standby = new PostgresCluster(_binaries, _password);
        try
        {
            await standby._account.CreateFolderAsync(standby._folder["postgres"], CancellationToken.None);
            await standby.RunAsync("pg_basebackup", "-D", standby.Data, "-R", "-c", "fast", "-d", $"host=127.0.0.1 port={Port} user=scim password={_password}");
            await standby.StartAsync();
            await ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = '*'");
            await ExecuteAsync("SELECT pg_reload_conf()");
            while (await ExecuteAsync("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'") is null) await Task.Delay(50);
            return standby;
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }
    }

    /// <param name="hosts">Addresses with ports, separated by commas.</param>
    public string ConnectionStringTo(string hosts) => $"Host={hosts};Username=scim;Password={_password};Database=postgres;SSL Mode=Disable";

    public async Task StartAsync()
    {
        string[] settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", $"port={Port}", "max_connections=60", "shared_buffers=32MB"];
        await RunAsync("pg_ctl", "start", "-s", "-w", "-t", "120", "-D", Data, "-l", _folder["postgres", "log"], "-o", string.Join(' ', settings.Select(x => $"-c {x}")));
    }

    public Task PromoteAsync() => RunAsync("pg_ctl", "promote", "-s", "-w", "-D", Data);

    /// <summary>SIGKILL to all its processes. What the operating system holds in memory stays, so this is no power cut.</summary>
    public void Kill()
    {
        var postmaster = PostmasterProcess.Of(Data);
        var children = Process.GetProcesses().Select(x => x.Id).Where(x => ParentOf(x) == postmaster.Id).ToList();
        postmaster.Kill();
        foreach (var child in children.Select(x => new PostmasterProcess(x)).Where(x => x.IsRunning)) child.Kill();
    }

    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (IsRunning) Kill();
        }
        finally
        {
            _disk?.Dispose();
            _folder.Dispose();
            _watch?.Dispose();
        }

        await ValueTask.CompletedTask;
    }

    private async Task InitializeAsync()
    {
        await _account.CreateFolderAsync(_folder["postgres"], CancellationToken.None);
        var password = _folder.Write("password", _password);
        await _account.GiveAsync(password, CancellationToken.None);
        await RunAsync("initdb", "-D", Data, "-U", "scim", "-A", "scram-sha-256", $"--pwfile={password}", "--encoding=UTF8", "--locale=C", "--no-sync");
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        var result = await _account.RunAsync(PostgresBinaries.Program(_binaries.Folder, program), arguments, CancellationToken.None);
        if (result.ExitCode != 0) throw new InvalidOperationException($"{program}: {result.Output}");
    }

    private static int? ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
