using System.Diagnostics;

namespace Scim.Tests.Api;

/// <summary>The service's executable, run as a person or a script would.</summary>
internal static class CommandLine
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<CommandResult> RunAsync(string connectionString, params string[] arguments) =>
        RunAsync([("ConnectionStrings__Scim", connectionString)], arguments);

    /// <param name="settings">Environment variables; the process has no other settings.</param>
    /// <param name="arguments">The command.</param>
    public static async Task<CommandResult> RunAsync((string Name, string Value)[] settings, params string[] arguments)
    {
        using var process = Start(settings, arguments);
        using var limit = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts it and does not wait. What it prints must be read.</summary>
    public static Process Start((string Name, string Value)[] settings, string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(typeof(Scim.Api.Hosting.ScimApplication).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("Scim__", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Grafana__", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase);
}

internal sealed record CommandResult(int ExitCode, string Output, string Error);
