using System.Diagnostics;
using Scim.Storage.PrivatePostgres;

namespace Scim.Tests.PrivatePostgres;

/// <summary>A second process with a private PostgreSQL, there to be killed.</summary>
internal sealed class DoomedProcess : IDisposable
{
    private readonly Process _process;

    private DoomedProcess(Process process, string connectionString)
    {
        _process = process;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    public static Task<DoomedProcess> ServingAsync(string dataDir) => StartAsync("serve", dataDir);

    public static Task<DoomedProcess> WithTemporaryServerAsync() => StartAsync("temporary", "");

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    public static async Task Main(string[] args)
    {
        var options = args[0] == "serve"
            ? new PrivatePostgresOptions { DataDir = args[1], Serves = true, Durable = false }
            : new PrivatePostgresOptions { Temporary = true, Durable = false };

        await using var server = await PrivatePostgresServer.StartAsync(options, _ => { }, CancellationToken.None);
        await Console.Out.WriteLineAsync(server.ConnectionString);
        // The end of this input is the end of the test run.
        await Console.In.ReadToEndAsync();
    }

    private static async Task<DoomedProcess> StartAsync(string mode, string dataDir)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var process = Process.Start(new ProcessStartInfo(dotnet, ["exec", typeof(DoomedProcess).Assembly.Location, mode, dataDir])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

        return new DoomedProcess(process, await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("It did not start."));
    }
}
