using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Scim.Tests.Faults;

/// <summary>A disk in memory that a test can fill.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Ballast => Path.Combine(_folder, "ballast");

    /// <param name="folder">Where it appears; made where there is none.</param>
    /// <param name="size">Mebibytes.</param>
    public static SmallDisk Mount(string folder, int size)
    {
        Directory.CreateDirectory(folder);
        if (!Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={size}m"), "tmpfs", folder)) Assert.Ignore("This user may not mount a disk.");
        return new SmallDisk(folder);
    }

    /// <summary>To the last byte.</summary>
    public void Fill()
    {
        using var file = File.OpenWrite(Ballast);
        try
        {
            for (var block = new byte[4_096]; ;) file.Write(block);
        }
        catch (IOException)
        {
            // That was the last byte.
        }
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose() => Run("umount", "-l", _folder);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            // There is no such program.
            return false;
        }
    }
}
