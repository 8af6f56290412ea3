using System.Diagnostics;
using System.Globalization;

namespace Scim.Storage.PrivatePostgres;

/// <summary>What a server says of itself in <c>postmaster.pid</c>; a server that was killed leaves it behind.</summary>
internal sealed record PostmasterFile(int ProcessId, string Data, int Port, string SocketDir, string Status)
{
    public static string PathIn(string data) => Path.Combine(data, "postmaster.pid");

    public static PostmasterFile? Read(string data)
    {
        try
        {
            using var file = new FileStream(PathIn(data), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            var lines = reader.ReadToEnd().Split('\n');

            string Line(int number) => number <= lines.Length ? lines[number - 1].Trim() : "";
            int Number(int number) => int.TryParse(Line(number), CultureInfo.InvariantCulture, out var value) ? value : 0;

            return new PostmasterFile(Number(1), Line(2), Number(4), Line(5), Line(8));
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public bool ProcessExists
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(ProcessId);
                return true;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    /// <summary>Whether the process is the server that wrote this, rather than one that was given the same number later.</summary>
    public bool IsServing
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(ProcessId);
                if (process.ProcessName != "postgres")
                    return false;

                // A server works in its data folder, and another server's backend may well have inherited the number.
                return !OperatingSystem.IsLinux()
                    || (Read($"/proc/{ProcessId}/cwd") is { } there && (there.ProcessId, there.Data) == (ProcessId, Data));
            }
            catch (UnauthorizedAccessException)
            {
                return true;
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                return false;
            }
        }
    }
}
