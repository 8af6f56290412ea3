using System.Globalization;
using System.Text.RegularExpressions;

namespace Scim.Storage.PrivatePostgres;

/// <summary>Where PostgreSQL's programs may be on this machine, best first.</summary>
public static partial class BinarySearch
{
    private static readonly string[] Usual = OperatingSystem.IsWindows()
        ? ["PostgreSQL/*/bin"]
        :
        [
            "usr/lib/postgresql/*/bin",       // Debian
            "usr/pgsql-*/bin",                // Red Hat, PostgreSQL's own packages
            "usr/bin",                        // Red Hat, Arch
            "usr/lib/postgresql*/bin",        // SUSE
            "usr/libexec/postgresql*",        // Alpine
            "opt/homebrew/opt/postgresql@*/bin",
            "usr/local/opt/postgresql@*/bin",
            "home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
            "Applications/Postgres.app/Contents/Versions/*/bin",
        ];

    public static string SystemRoot =>
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles) : "/";

    /// <summary>The folders with a <c>pg_ctl</c>: those of <paramref name="searchPath"/>, then the usual ones under <paramref name="root"/>.</summary>
    public static IReadOnlyList<string> Folders(string? searchPath, string root) =>
    [
        .. (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathRooted)
            .Concat(Usual.SelectMany(pattern => Expand(root, pattern)))
            .Select(folder => new FileInfo(PostgresBinaries.Program(folder, "pg_ctl")))
            .Where(program => program.Exists)
            .Select(program => Path.GetDirectoryName((program.ResolveLinkTarget(returnFinalTarget: true) ?? program).FullName)!)
            .Distinct(),
    ];

    internal static async Task<PostgresBinaries> FindAsync(
        PrivatePostgresOptions options, ServerAccount account, int? major, Action<string> log, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var folders = options.BinDir is { } only ? [only]
            : options.SearchSystem ? Folders(Environment.GetEnvironmentVariable("PATH"), SystemRoot)
            : [];

        foreach (var folder in folders)
        {
            var (binaries, problem) = await PostgresBinaries.InspectAsync(folder, account, cancellationToken);
            if (binaries is not null && (major ?? binaries.Major) == binaries.Major)
                return binaries;

            problems.Add($"{folder}: {(binaries is null ? problem : $"it is version {binaries.Version}, and the data is of version {major}")}");
        }

        var archive = options.BinDir is null ? BinaryArchive.ForThisMachine() : null;
        if (archive is not null && (major ?? archive.Major) == archive.Major)
        {
            try
            {
                var folder = await new BinaryDownload(options.DownloadUrl, options.CacheDir, log).GetAsync(archive, cancellationToken);
                await account.LetInAsync(options.CacheDir, cancellationToken);
                var (binaries, problem) = await PostgresBinaries.InspectAsync(folder, account, cancellationToken);
                if (binaries is not null)
                    return binaries;

                problems.Add($"{folder}: {problem}");
            }
            catch (PrivatePostgresException e)
            {
                problems.Add(e.Message);
            }
        }

        throw new PrivatePostgresException(string.Join('\n',
        [
            "No PostgreSQL was found that can be used. Install "
                + (major is null ? $"PostgreSQL {PostgresBinaries.OldestMajor} or later" : $"PostgreSQL {major}")
                + " with its contrib package, or configure a connection string.",
            .. problems,
        ]));
    }

    private static IEnumerable<string> Expand(string root, string pattern)
    {
        var segments = pattern.Split('/');
        var star = Array.FindIndex(segments, segment => segment.Contains('*', StringComparison.Ordinal));
        if (star < 0)
            return [Path.Combine([root, .. segments])];

        var parent = Path.Combine([root, .. segments[..star]]);
        return !Directory.Exists(parent)
            ? []
            : Directory.EnumerateDirectories(parent, segments[star])
                .OrderByDescending(Number)
                .Select(folder => Path.Combine([folder, .. segments[(star + 1)..]]));
    }

    private static decimal Number(string folder) =>
        decimal.TryParse(Digits().Match(Path.GetFileName(folder)).Value, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Digits();
}
