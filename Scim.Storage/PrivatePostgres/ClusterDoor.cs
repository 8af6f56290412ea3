using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Npgsql;

namespace Scim.Storage.PrivatePostgres;

/// <summary>How clients reach a cluster, and what keeps others out: a socket in a closed folder, or TCP and a password.</summary>
internal sealed partial class ClusterDoor(string dataDir, bool useTcp, ServerAccount account)
{
    private const string Role = "scim";
    private const string SocketDirPrefix = "/tmp/scim-socket-";

    private readonly string _home = Path.Combine(dataDir, "postgres");
    private readonly string _passwordFile = Path.Combine(dataDir, "password");

    /// <summary>The socket's folder: the server's own if its path is short and plain enough, else one that nobody can guess.</summary>
    public string ChooseSocketDir()
    {
        // sun_path holds 107 bytes on Linux and 103 on macOS; the plain characters spare us three kinds of quoting.
        var socket = Path.Combine(_home, ".s.PGSQL.5432");
        return socket.Length <= 103 && PlainPath().IsMatch(socket) ? _home : $"{SocketDirPrefix}{Guid.NewGuid():N}";
    }

    public static void Remove(string? socketDir)
    {
        // The path comes from a file that the server's account writes, and it may be root who deletes.
        if (socketDir is not null && socketDir.StartsWith(SocketDirPrefix, StringComparison.Ordinal) && !socketDir[SocketDirPrefix.Length..].Contains('/', StringComparison.Ordinal)
            && Directory.Exists(socketDir))
            Directory.Delete(socketDir, recursive: true);
    }

    /// <summary>Makes the socket's folder, without the socket that a killed server left.</summary>
    public async Task PrepareAsync(string socketDir, CancellationToken cancellationToken)
    {
        if (useTcp)
            return;

        await account.CreateFolderAsync(socketDir, cancellationToken);
        foreach (var left in Directory.EnumerateFiles(socketDir, ".s.PGSQL.*"))
            File.Delete(left);
    }

    // On a socket no password is asked for: its folder has mode 0700, and whoever can enter that can read the data as well.
    public async Task<IEnumerable<string>> InitdbArgumentsAsync(CancellationToken cancellationToken)
    {
        if (!useTcp)
            return ["-U", Role, "--auth-local=trust", "--auth-host=reject"];

        var file = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        // On Windows the folder, in the user's profile, is closed to others already.
        if (!OperatingSystem.IsWindows())
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(_passwordFile, file))
            await writer.WriteAsync(RandomNumberGenerator.GetHexString(64));
        await account.GiveAsync(_passwordFile, cancellationToken);

        return ["-U", Role, "-A", "scram-sha-256", $"--pwfile={_passwordFile}"];
    }

    public IEnumerable<string> Settings(string socketDir) => useTcp
        ? ["listen_addresses=127.0.0.1", "unix_socket_directories=", $"port={FreePort()}"]
        : ["listen_addresses=", $"unix_socket_directories={socketDir}", "port=5432"];

    /// <summary>Leads to the server as it was started, which need not be as we would start it.</summary>
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
        if (File.Exists(_passwordFile))
            builder.Password = File.ReadAllText(_passwordFile);

        return builder.ConnectionString;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"\A[\w/.-]+\z", RegexOptions.ECMAScript)]
    private static partial Regex PlainPath();
}
