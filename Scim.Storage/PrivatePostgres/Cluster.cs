using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Npgsql;

namespace Scim.Storage.PrivatePostgres;

/// <summary>One data folder, and what PostgreSQL's programs do with it.</summary>
internal sealed partial class Cluster(string dataDir, PrivatePostgresOptions options, ServerAccount account)
{
    private const string Role = "scim";
    private const string SocketDirPrefix = "/tmp/scim-socket-";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // pg_trgm asks LC_CTYPE what a letter is, whatever the locale provider: under C, or the builtin C.UTF-8 over C, it keeps ASCII only.
    private static readonly string[] Letters = OperatingSystem.IsWindows()
        ? ["en-US", "English_United States.1252"]
        : ["C.UTF-8", "en_US.UTF-8", "UTF-8"];

    private static readonly string[] WithoutSync = ["--no-sync"];
    private static readonly string[] Forgetful = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

    private readonly string _home = Path.Combine(dataDir, "postgres");

    public string Data => Path.Combine(_home, "data");

    private string Log => Path.Combine(_home, "log");
    private string PasswordFile => Path.Combine(dataDir, "password");

    /// <summary>The major version that made the data, or null where there is none yet.</summary>
    public int? Major => Path.Combine(Data, "PG_VERSION") is var file && File.Exists(file)
        ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture)
        : null;

    /// <summary>The socket's folder: beside the data if its path is short and plain enough, else one that nobody can guess.</summary>
    public string ChooseSocketDir()
    {
        // sun_path holds 107 bytes on Linux and 103 on macOS; the plain characters spare us three kinds of quoting.
        var beside = Path.Combine(_home, ".s.PGSQL.5432");
        return beside.Length <= 103 && PlainPath().IsMatch(beside) ? _home : $"{SocketDirPrefix}{Guid.NewGuid():N}";
    }

    public static void RemoveSocketDir(string? folder)
    {
        if (folder is not null && folder.StartsWith(SocketDirPrefix, StringComparison.Ordinal) && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    public async Task InitializeAsync(PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        await account.CreateFolderAsync(_home, cancellationToken);
        var unfinished = Path.Combine(_home, "data.new");
        var result = new ProgramResult(-1, "");

        foreach (var letters in Letters)
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);

            result = await account.RunAsync(
                binaries.Initdb,
                [
                    "-D", unfinished, "-U", Role, "--encoding=UTF8", "--locale=C", $"--lc-ctype={letters}", "--no-instructions",
                    .. await AuthenticationAsync(cancellationToken), .. options.Durable ? [] : WithoutSync,
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
                    $"PostgreSQL (process {server.ProcessId}) has been {server.Status} for {Patience.TotalSeconds} s. {LastLines()}");

            await Task.Delay(100, cancellationToken);
        }

        return null;
    }

    public async Task<PostmasterFile> StartAsync(PostgresBinaries binaries, string socketDir, CancellationToken cancellationToken)
    {
        var killed = PostmasterFile.Read(Data);
        // PostgreSQL refuses to start while the number in this file is somebody's. Its memory segment still guards against a second server.
        if (killed is { ProcessExists: true })
            File.Delete(PostmasterFile.PathIn(Data));
        RemoveSocketDir(killed?.SocketDir);

        if (!options.UseTcp)
        {
            await account.CreateFolderAsync(socketDir, cancellationToken);
            foreach (var left in Directory.EnumerateFiles(socketDir, ".s.PGSQL.*"))
                File.Delete(left);
        }

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
            ["start", "-s", "-w", "-t", $"{Patience.TotalSeconds}", "-D", Data, "-l", Log, "-o", string.Join(' ', Settings(socketDir))],
            cancellationToken);
    }

    public async Task StopAsync(PostgresBinaries binaries)
    {
        var result = await account.RunAsync(
            binaries.PgCtl, ["stop", "-s", "-w", "-t", $"{Patience.TotalSeconds}", "-m", "fast", "-D", Data], CancellationToken.None);

        if (result.ExitCode != 0 && PostmasterFile.Read(Data) is { IsServing: true } server)
            throw new PrivatePostgresException($"PostgreSQL (process {server.ProcessId}) did not stop: {result.Output}");
    }

    public string ConnectionString(PostmasterFile server, string database)
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = server.SocketDir.Length > 0 ? server.SocketDir : "127.0.0.1",
            Port = server.Port,
            Username = Role,
            Database = database,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        if (server.SocketDir.Length == 0)
            builder.Password = File.ReadAllText(PasswordFile);

        return builder.ConnectionString;
    }

    private IEnumerable<string> Settings(string socketDir)
    {
        string[] settings =
        [
            "cluster_name=scim",
            $"max_connections={options.MaxConnections}",
            "shared_buffers=128MB",
            "log_checkpoints=off",
            .. options.UseTcp
                ? new[] { "listen_addresses=127.0.0.1", "unix_socket_directories=", $"port={FreePort()}" }
                : ["listen_addresses=", $"unix_socket_directories={socketDir}", "port=5432"],
            .. options.Durable ? [] : Forgetful,
        ];
        return settings.Select(setting => $"-c {setting}");
    }

    // On a socket no password is asked for: its folder has mode 0700, and whoever can enter that can read the data as well.
    private async Task<IEnumerable<string>> AuthenticationAsync(CancellationToken cancellationToken)
    {
        if (!options.UseTcp)
            return ["--auth-local=trust", "--auth-host=reject"];

        var file = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        // On Windows the folder, in the user's profile, is closed to others already.
        if (!OperatingSystem.IsWindows())
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(PasswordFile, file))
            await writer.WriteAsync(RandomNumberGenerator.GetHexString(64));
        await account.GiveAsync(PasswordFile, cancellationToken);

        return ["-A", "scram-sha-256", $"--pwfile={PasswordFile}"];
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string LastLines() =>
        File.Exists(Log) ? $"Its log ({Log}) ends:\n{string.Join('\n', File.ReadLines(Log).TakeLast(10))}" : "";

    [GeneratedRegex(@"\A[\w/.-]+\z", RegexOptions.ECMAScript)]
    private static partial Regex PlainPath();
}
