using System.Globalization;

namespace Scim.Storage.PrivatePostgres;

/// <summary>A folder that holds a PostgreSQL the service can use.</summary>
public sealed record PostgresBinaries(string Folder, string Version, int Major)
{
    public const int OldestMajor = 15;

    public string Initdb => Program(Folder, "initdb");
    public string PgCtl => Program(Folder, "pg_ctl");

    internal static string Program(string folder, string name) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>Asks the programs themselves, as the account that is to run them; null, and why, when they are of no use.</summary>
    internal static async Task<(PostgresBinaries? Binaries, string Problem)> InspectAsync(
        string folder, ServerAccount account, CancellationToken cancellationToken)
    {
        foreach (var name in new[] { "initdb", "pg_ctl", "postgres" })
            if (!File.Exists(Program(folder, name)))
                return (null, $"it has no {name}");

        var show = await account.RunAsync(Program(folder, "initdb"), ["--show", "-D", folder], cancellationToken);
        if (show.ExitCode != 0)
            return (null, $"its initdb does not run: {show.Output}");

        var settings = show.Output.Split('\n').Select(line => line.Trim().Split('=', 2)).Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0], pair => pair[1]);
        var version = settings["VERSION"].FirstOrDefault("").Split(' ')[0];
        var major = int.TryParse(string.Concat(version.TakeWhile(char.IsAsciiDigit)), CultureInfo.InvariantCulture, out var n) ? n : 0;

        if (major < OldestMajor)
            return (null, $"it is version {version}, and {OldestMajor} is the oldest that will do");
        if (!File.Exists(Path.Combine(settings["share_path"].FirstOrDefault(""), "extension", "pg_trgm.control")))
            return (null, "it lacks the extension pg_trgm (install PostgreSQL's contrib package)");

        return (new PostgresBinaries(folder, version, major), "");
    }
}
