namespace Scim.Storage.PrivatePostgres;

public sealed record PrivatePostgresOptions
{
    private static readonly bool IsRoot = !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>Where the database lives. Root's default is outside its home, which the server's account cannot enter.</summary>
    public string DataDir { get; init; } =
        IsRoot ? "/var/lib/scim" : Path.Combine(LocalData, "scim");

    /// <summary>The folder of <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>; when set, no other is looked at.</summary>
    public string? BinDir { get; init; }

    /// <summary>Whether PATH and the usual folders are searched before anything is downloaded.</summary>
    public bool SearchSystem { get; init; } = true;

    /// <summary>The npm registry, or a mirror of it, that the programs are downloaded from.</summary>
    public Uri DownloadUrl { get; init; } = new("https://registry.npmjs.org/");

    /// <summary>Where downloaded programs are kept.</summary>
    public string CacheDir { get; init; } = DefaultCacheDir();

    /// <summary>Held by one process at a time; the others are guests. See <see cref="PrivatePostgresServer"/>.</summary>
    public bool Serves { get; init; }

    /// <summary>Off, a power cut may lose the database: for tests.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>
    /// Uses a new folder instead of <see cref="DataDir"/>. When this process ends, in whatever way, the server stops and the folder goes.
    /// </summary>
    public bool Temporary { get; init; }

    public int MaxConnections { get; init; } = 200;

    /// <summary>TCP on the loopback address with a generated password, instead of a socket that only its owner can reach.</summary>
    public bool UseTcp { get; init; } = OperatingSystem.IsWindows();

    private static string LocalData =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    private static string DefaultCacheDir()
    {
        if (IsRoot)
            return "/var/cache/scim";
        if (OperatingSystem.IsWindows())
            return Path.Combine(LocalData, "scim", "cache");

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(home, ".cache"), "scim");
    }
}
