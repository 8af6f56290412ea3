using System.Diagnostics;
using System.Globalization;

namespace Scim.Tests.PrivatePostgres;

/// <summary>The server's own process, as its data folder names it.</summary>
internal sealed record PostmasterProcess(int Id)
{
    public static PostmasterProcess Of(string data) =>
        new(int.Parse(File.ReadLines(Path.Combine(data, "postmaster.pid")).First(), CultureInfo.InvariantCulture));

    public bool IsRunning
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(Id);
                return !process.HasExited;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    public void Kill()
    {
        using var process = Process.GetProcessById(Id);
        process.Kill();
        process.WaitForExit();
    }
}
