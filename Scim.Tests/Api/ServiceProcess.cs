using System.Collections.Concurrent;
using System.Diagnostics;

namespace Scim.Tests.Api;

/// <summary>The service as a process of its own, which can be killed, and started again at the same address.</summary>
/// <param name="connectionString">Its database.</param>
/// <param name="settings">Further settings, as environment variables.</param>
internal sealed class ServiceProcess(string connectionString, params (string Name, string Value)[] settings) : IDisposable
{
    /// <summary>The one token it takes.</summary>
    public const string Token = "a-token-for-the-tests-of-processes-0123456789";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<string> _said = [];
    private Process? _process;

    public Uri Root { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    /// <summary>What it printed so far.</summary>
    public IReadOnlyCollection<string> Lines => [.. _said];

    /// <summary>A client with the token, or with another; its base address ends in <c>/scim/</c>.</summary>
    public HttpClient NewClient(string? token = Token)
    {
        var client = new HttpClient { BaseAddress = new Uri(Root, "scim/") };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>Starts it and does not wait.</summary>
    public void Start()
    {
        _process?.Dispose();
        _process = CommandLine.Start(
            [("ConnectionStrings__Scim", connectionString), ("ASPNETCORE_URLS", Root.ToString()), ("Scim__BootstrapToken", Token), ("Scim__RequestsPerSecond", "0"), .. settings], ["serve"]);
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync()
    {
        Start();
        using var client = new HttpClient { BaseAddress = Root };
        var until = DateTime.UtcNow + Patience;
        while (!await IsReadyAsync(client))
        {
            if (_process!.HasExited || DateTime.UtcNow > until) Assert.Fail($"The service does not start.\n{string.Join('\n', _said.TakeLast(20))}");
            await Task.Delay(50);
        }
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        if (_process is not { HasExited: false } running) return;

        running.Kill();
        running.WaitForExit();
    }

    /// <summary>SIGTERM, as whoever replaces it sends.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {_process!.Id}"]);
        kill.WaitForExit();
    }

    public async Task<int> ExitCodeAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process!.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Kill();
        _process?.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line) => _said.Enqueue(line.Data ?? "");

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
