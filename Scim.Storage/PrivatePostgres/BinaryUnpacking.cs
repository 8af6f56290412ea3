using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Scim.Storage.PrivatePostgres;

/// <summary>Unpacks what npm packed: files under <c>package/native</c>, and a list of symbolic links, which npm cannot pack.</summary>
internal static class BinaryUnpacking
{
    public const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static async Task UnpackAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(archive);
        await using var zip = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(zip);

        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is TarEntryType.Directory)
                continue;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                throw new PrivatePostgresException($"The archive has an entry of type {entry.EntryType}: {entry.Name}");

            if (Target(folder, "package/", entry.Name) is not { } path)
                continue;

            CreateFolders(Path.GetDirectoryName(path)!);
            await entry.ExtractToFileAsync(path, overwrite: false, cancellationToken);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, entry.Mode.HasFlag(UnixFileMode.UserExecute) ? Executable : Readable);
        }

        await LinkAsync(folder, cancellationToken);
    }

    private static async Task LinkAsync(string folder, CancellationToken cancellationToken)
    {
        var list = Path.Combine(folder, "pg-symlinks.json");
        if (!File.Exists(list))
            return;

        await using var json = File.OpenRead(list);
        var links = await JsonSerializer.DeserializeAsync<Link[]>(json, JsonSerializerOptions.Web, cancellationToken);

        foreach (var link in links ?? [])
        {
            // "Source" is the file that is there, "target" the link to be made.
            if (Target(folder, "", link.Source) is not { } source || Target(folder, "", link.Target) is not { } path)
                continue;

            CreateFolders(Path.GetDirectoryName(path)!);
            File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, source));
        }
    }

    /// <summary>Where a file of the archive goes; null if it is none of PostgreSQL's.</summary>
    private static string? Target(string folder, string prefix, string name)
    {
        var root = prefix + "native/";
        var path = Path.GetFullPath(Path.Combine(folder, name.StartsWith(root, StringComparison.Ordinal) ? name[root.Length..] : name));

        if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new PrivatePostgresException($"The archive has an entry that leaves its folder: {name}");

        return name.StartsWith(root, StringComparison.Ordinal) ? path : null;
    }

    // Another account may have to run the programs, whatever our umask is.
    private static void CreateFolders(string folder)
    {
        if (Directory.Exists(folder))
            return;

        CreateFolders(Path.GetDirectoryName(folder)!);
        CreateReadableFolder(folder);
    }

    public static void CreateReadableFolder(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, Executable);
    }

    private sealed record Link(string Source, string Target);
}
