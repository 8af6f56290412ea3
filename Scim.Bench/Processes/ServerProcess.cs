using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Scim.Bench.Comparing;

namespace Scim.Bench.Processes;

/// <summary>A server in a process of its own, on a free loopback port, so that its processor time and memory are its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const string Token = "a-token-for-measurements-0123456789abcdef";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServerProcess(Process process, Uri root)
    {
        _process = process;
        Root = root;
    }

    public Uri Root { get; }

    /// <summary>Processor time so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory in mebibytes.</summary>
    public double Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1_048_576.0;
        }
    }

    /// <summary>The service as it is delivered, over that database.</summary>
    public static Task<ServerProcess> StartServiceAsync(string connectionString) => StartAsync(
        "Scim.Api.dll", [], "health/ready", ("ConnectionStrings__Scim", connectionString), ("Scim__BootstrapToken", Token), ("Scim__RequestsPerSecond", "0"));

    /// <summary>Bare endpoints over the same database.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="baseUri">What stands in answers as the address of the service.</param>
    public static Task<ServerProcess> StartBareAsync(string connectionString, Uri baseUri) => StartAsync(
        "Scim.Bench.dll", ["bare"], "ready", ("ConnectionStrings__Scim", connectionString), (BareServer.BaseSetting, baseUri.ToString()));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<ServerProcess> StartAsync(string program, string[] arguments, string readyPath, params (string Name, string Value)[] settings)
    {
        var root = new Uri($"http://127.0.0.1:{FreePort()}/");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments]) { RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        start.Environment["ASPNETCORE_URLS"] = root.ToString();
        start.Environment["Logging__LogLevel__Default"] = "Warning";

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var server = new ServerProcess(process, root);
        await server.BecomeReadyAsync(readyPath);
        return server;
    }

    private async Task BecomeReadyAsync(string path)
    {
        using var client = new HttpClient();
        for (var began = Stopwatch.GetTimestamp(); ; await Task.Delay(100))
        {
            try
            {
                using var response = await client.GetAsync(new Uri(Root, path));
                if (response.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > Patience) throw new InvalidOperationException($"The server at {Root} does not become ready.");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
