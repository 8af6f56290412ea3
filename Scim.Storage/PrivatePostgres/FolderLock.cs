namespace Scim.Storage.PrivatePostgres;

/// <summary>A lock on a file that the operating system releases when its holder ends, however it ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    public static FolderLock? TryExclusive(string path) => Try(path, FileAccess.ReadWrite, FileShare.None);

    public static FolderLock? TryShared(string path) => Try(path, FileAccess.Read, FileShare.Read);

    public static async Task<FolderLock> ExclusiveAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryExclusive(path) is { } taken)
                return taken;

            await Task.Delay(100, cancellationToken);
        }
    }

    public void Dispose() => _file.Dispose();

    private static FolderLock? Try(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, access, share));
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    // EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows; a full disk must not look like a lock.
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
