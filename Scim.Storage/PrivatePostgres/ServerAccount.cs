using System.Diagnostics;

namespace Scim.Storage.PrivatePostgres;

/// <summary>The account that PostgreSQL's programs run as: our own, or another one when we are root, which PostgreSQL refuses.</summary>
internal sealed class ServerAccount
{
    private static readonly string[] InsteadOfRoot = ["postgres", "nobody"];

    // What programs need to find one another, their libraries, temporary files and the time.
    private static readonly string[] Handed =
        ["PATH", "HOME", "TMPDIR", "TMP", "TEMP", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot", "SystemDrive", "USERPROFILE", "APPDATA"];

    private readonly string? _userName;

    private ServerAccount(string? userName) => _userName = userName;

    public static ServerAccount Choose()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return new ServerAccount(null);

        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet();

        return InsteadOfRoot.FirstOrDefault(accounts.Contains) is { } userName
            ? new ServerAccount(userName)
            : throw new PrivatePostgresException(
                "PostgreSQL does not run as root, and there is neither an account postgres nor nobody to run it as. Start as an ordinary user.");
    }

    /// <summary>Sees to it that the account can come through a folder of ours to its own inside.</summary>
    public async Task LetInAsync(string folder, CancellationToken cancellationToken)
    {
        if (_userName is null || OperatingSystem.IsWindows())
            return;

        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        if ((await RunAsync("test", ["-x", folder], cancellationToken)).ExitCode != 0)
            throw new PrivatePostgresException(
                $"PostgreSQL does not run as root, and {_userName}, whom it is run as instead, cannot enter {folder}. "
                + "Choose a folder outside root's home, such as /var/lib/scim.");
    }

    /// <summary>Makes a folder that only the account (and root) can enter.</summary>
    public async Task CreateFolderAsync(string folder, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await GiveAsync(folder, cancellationToken);
    }

    public async Task GiveAsync(string path, CancellationToken cancellationToken)
    {
        if (_userName is null)
            return;

        var chown = await RunAsync(Start("chown", [$"{_userName}:", path]), null, cancellationToken);
        if (chown.ExitCode != 0)
            throw new PrivatePostgresException($"{path} could not be given to {_userName}: {chown.Output}");
    }

    /// <summary>Runs a program as the account, to its end.</summary>
    public Task<ProgramResult> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = Start(program, arguments);
        if (_userName is not null)
            start.UserName = _userName;

        return RunAsync(start, _userName, cancellationToken);
    }

    private static ProcessStartInfo Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetPathRoot(Environment.SystemDirectory) is { Length: > 0 } root ? root : "/",
        };

        // The service's secrets stand in its environment, and a database shows its own to whoever may run programs in it.
        foreach (var name in start.Environment.Keys.Except(Handed, StringComparer.OrdinalIgnoreCase).ToList())
            start.Environment.Remove(name);

        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static async Task<ProgramResult> RunAsync(ProcessStartInfo start, string? userName, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var error = process.StandardError.ReadToEndAsync(CancellationToken.None);

            try
            {
                await process.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                throw;
            }

            // On Windows the server inherits these pipes from pg_ctl, and their end never comes.
            await Task.WhenAny(Task.WhenAll(output, error), Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None));
            return new ProgramResult(process.ExitCode, string.Join('\n', Completed(output), Completed(error)).Trim());
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return new ProgramResult(-1, userName is null ? e.Message : $"{e.Message} (as {userName})");
        }
    }

    private static string Completed(Task<string> text) => text.IsCompletedSuccessfully ? text.Result.Trim() : "";
}

internal sealed record ProgramResult(int ExitCode, string Output);
