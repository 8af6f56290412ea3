using System.Globalization;

namespace Scim.Storage.PrivatePostgres;

/// <summary>One data folder, and what PostgreSQL's programs do with it.</summary>
internal sealed class Cluster(string dataDir, PrivatePostgresOptions options, ServerAccount account)
{
    // Recovery after a power cut may take minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // pg_trgm asks LC_CTYPE what a letter is, whatever the locale provider: under C, or the builtin C.UTF-8 over C, it keeps ASCII only.
    private static readonly string[] Letters = OperatingSystem.IsWindows()
        ? ["en-US", "English_United States.1252"]
        : ["C.UTF-8", "en_US.UTF-8", "UTF-8"];

    private static readonly string[] WithoutSync = ["--no-sync"];
    private static readonly string[] Forgetful = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

    private readonly string _home = Path.Combine(dataDir, "postgres");

    public ClusterDoor Door { get; } = new(dataDir, options.UseTcp, account);

    /// <summary>The major version that made the data, or null where there is none yet.</summary>
    public int? Major => Path.Combine(Data, "PG_VERSION") is var file && File.Exists(file)
        ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture)
        : null;

    private string Data => Path.Combine(_home, "data");

    private string Log => Path.Combine(_home, "log");

    public async Task InitializeAsync(PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        await account.CreateFolderAsync(_home, cancellationToken);
        string[] authentication = [.. await Door.InitdbArgumentsAsync(cancellationToken)];
        var unfinished = Path.Combine(_home, "data.new");
        var result = new ProgramResult(-1, "");

        foreach (var letters in Letters)
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);

            result = await account.RunAsync(
                binaries.Initdb,
                [
                    "-D", unfinished, "--encoding=UTF8", "--locale=C", $"--lc-ctype={letters}", "--no-instructions",
                    .. authentication, .. options.Durable ? [] : WithoutSync,
                ],
                cancellationToken);

            if (result.ExitCode == 0)
            {
                Directory.Move(unfinished, Data);
                return;
            }

            if (!result.Output.Contains("locale", StringComparison.Ordinal))
                break;
        }

        throw new PrivatePostgresException($"initdb failed in {_home}: {result.Output}");
    }

    /// <summary>The server that is at work on this folder, once it answers.</summary>
    public async Task<PostmasterFile?> FindRunningAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);

        while (PostmasterFile.Read(Data) is { IsServing: true } server)
        {
            if (server.Status == "ready")
                return server;
            if (patience.IsCancellationRequested)
                throw new PrivatePostgresException(
                    $"PostgreSQL (process {server.ProcessId}) has been {server.Status} for {Patience.TotalMinutes} minutes. {LastLines()}");

            await Task.Delay(100, cancellationToken);
        }

        return null;
    }

    public async Task<PostmasterFile> StartAsync(PostgresBinaries binaries, string socketDir, CancellationToken cancellationToken)
    {
        var killed = PostmasterFile.Read(Data);
        // PostgreSQL refuses to start while the number in this file is anybody's. Its memory segment still guards against a second server.
        if (killed is { ProcessExists: true })
            File.Delete(PostmasterFile.PathIn(Data));
        ClusterDoor.Remove(killed?.SocketDir);
        await Door.PrepareAsync(socketDir, cancellationToken);

        var result = await PgCtlStartAsync();
        // The backends of a killed server hold its memory until they notice.
        for (var attempt = 0; result.ExitCode != 0 && killed is not null && attempt < 10; attempt++)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5), cancellationToken);
            result = await PgCtlStartAsync();
        }

        return result.ExitCode == 0 && PostmasterFile.Read(Data) is { } server
            ? server
            : throw new PrivatePostgresException($"PostgreSQL {binaries.Version} did not start on {Data}. {result.Output}\n{LastLines()}");

        Task<ProgramResult> PgCtlStartAsync() => account.RunAsync(
            binaries.PgCtl,
            ["start", .. PgCtlArguments, "-l", Log, "-o", string.Join(' ', Settings(socketDir).Select(setting => $"-c {setting}"))],
            cancellationToken);
    }

    public async Task StopAsync(PostgresBinaries binaries)
    {
        var result = await account.RunAsync(binaries.PgCtl, ["stop", .. PgCtlArguments, "-m", "fast"], CancellationToken.None);

        if (result.ExitCode != 0 && PostmasterFile.Read(Data) is { IsServing: true } server)
            throw new PrivatePostgresException($"PostgreSQL (process {server.ProcessId}) did not stop: {result.Output}");
    }

    private IEnumerable<string> PgCtlArguments => ["-s", "-w", "-t", $"{Patience.TotalSeconds}", "-D", Data];

    private IEnumerable<string> Settings(string socketDir) =>
    [
        "cluster_name=scim",
        $"max_connections={options.MaxConnections}",
        "shared_buffers=128MB",
        "log_checkpoints=off",
        // A refused userName is personal data, and nothing rotates this log: the server's own events are enough.
        "log_min_messages=log",
        "log_min_error_statement=panic",
        "log_error_verbosity=terse",
        .. Door.Settings(socketDir),
        .. options.Durable ? [] : Forgetful,
    ];

    private string LastLines() =>
        File.Exists(Log) ? $"Its log ({Log}) ends:\n{string.Join('\n', File.ReadLines(Log).TakeLast(10))}" : "";
}
