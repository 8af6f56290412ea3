using System.Diagnostics;

namespace Scim.Storage.PrivatePostgres;

/// <summary>A shell that outlives this process just long enough to stop its server and remove the folders.</summary>
internal sealed class ParentWatch : IDisposable
{
    // The read ends when this process is gone, whatever ended it. SIGQUIT is PostgreSQL's immediate shutdown.
    private const string Script = """
        trap '' HUP INT TERM
        exec >/dev/null 2>&1
        cat
        server=$(head -n 1 "$1/postgres/data/postmaster.pid")
        kill -QUIT "$server"
        for attempt in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$server" && sleep 0.5; done
        rm -rf "$1" "$2"
        """;

    private readonly Process _shell;

    private ParentWatch(Process shell) => _shell = shell;

    public static ParentWatch? Begin(string dataDir, string socketDir)
    {
        if (OperatingSystem.IsWindows())
            return null;

        string[] shell = ["sh", "-c", Script, "sh", dataDir, socketDir];
        // In a session of its own it also survives a signal to the whole process group.
        string[] command = File.Exists("/usr/bin/setsid") ? ["/usr/bin/setsid", .. shell] : shell;

        return new ParentWatch(Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        })!);
    }

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.Dispose();
    }
}
