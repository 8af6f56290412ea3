using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Scim.Tests.Api;
using Scim.Tests.Operations;
using Scim.Tests.PrivatePostgres;

namespace Scim.Tests.Faults;

/// <summary>What deploy/cluster describes, in containers of a project and with secrets of its own.</summary>
internal sealed class ComposedCluster : IAsyncDisposable
{
    private const int PatroniPort = 8008;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly string _project = $"scim-cluster-{Guid.NewGuid():N}"[..20];
    private readonly int _port = FreePort.Next();

    private ComposedCluster()
    {
    }

    /// <summary>Of the proxy.</summary>
    public Uri Root => new($"http://127.0.0.1:{_port}");

    /// <summary>Builds the images where they are missing.</summary>
    public static async Task<ComposedCluster> StartAsync()
    {
        var cluster = new ComposedCluster();
        try
        {
            File.WriteAllText(cluster._folder["bootstrap_token"], ServiceProcess.Token);
            await RunAsync("/bin/sh", [], Repository.File("deploy", "cluster", "secrets.sh"), cluster._folder.Path);
            await RunAsync("chmod", [], "444", cluster._folder["bootstrap_token"]);
            await cluster.ComposeAsync("up", "--detach", "--quiet-pull");
            using var client = new LoadClient(cluster.Root);
            await cluster.UntilAsync(async () => await client.TryAsync(HttpMethod.Get, "Users?count=1") is { Status: 200 });
            await cluster.SynchronousAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <returns>The name of the node that takes writes; null while there is none.</returns>
    public async Task<string?> PrimaryAsync() => (await MembersAsync()).FirstOrDefault(x => x.Role == "leader" && x.State == "running")?.Name;

    /// <summary>The other of the two.</summary>
    public static string Other(string node) => node == "pg1" ? "pg2" : "pg1";

    /// <summary>Waits until the node is the primary.</summary>
    public Task LeadsAsync(string node) => UntilAsync(async () => await PrimaryAsync() == node);

    /// <summary>Waits until one node follows the other so closely that it could take its place.</summary>
    public Task SynchronousAsync() => UntilAsync(async () => (await MembersAsync()).Any(x => x is { Role: "sync_standby", State: "running" or "streaming" }));

    /// <summary>SIGKILL to all processes of a container.</summary>
    /// <param name="service">Its name in the file, with a hyphen and its number where there are several.</param>
    public Task KillAsync(string service) => DockerAsync("kill", Container(service));

    public Task StartAsync(string service) => DockerAsync("start", Container(service));

    /// <summary>Takes a node off the one network that it is in: nothing that is sent to it arrives, and nobody says so.</summary>
    public Task CutOffAsync(string service) => DockerAsync("network", "disconnect", $"{_project}_data", Container(service));

    public Task ReconnectAsync(string service) => DockerAsync("network", "connect", "--alias", service, $"{_project}_data", Container(service));

    /// <summary>Hands the primary's part to the other node, as before maintenance.</summary>
    public async Task SwitchOverAsync(string from)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{await AddressAsync(from)}:{PatroniPort}/switchover");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"patroni:{File.ReadAllText(_folder["patroni_password"])}")));
        request.Content = new StringContent($$"""{"leader": "{{from}}", "candidate": "{{Other(from)}}"}""");
        using var client = new HttpClient();
        using var answer = await client.SendAsync(request);
        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
    }

    public async Task<string> ConnectionStringAsync(string node) =>
        $"Host={await AddressAsync(node)};Username=scim;Password={File.ReadAllText(_folder["scim_password"])};Database=scim;Pooling=false";

    public async ValueTask DisposeAsync()
    {
        await ComposeAsync("down", "--volumes", "--timeout", "5");
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        var until = DateTime.UtcNow + Patience;
        while (!await condition())
        {
            if (DateTime.UtcNow > until) Assert.Fail($"It did not come to be: {string.Join(", ", await MembersAsync())}.\n{await ComposeAsync("ps", "--all")}");
            await Task.Delay(100);
        }
    }

    /// <summary>What Patroni says of the nodes, on the first that answers.</summary>
    private async Task<IReadOnlyList<Member>> MembersAsync()
    {
        foreach (var node in (string[])["pg1", "pg2"])
        {
            if (await AddressAsync(node) is not { Length: > 0 } address) continue;

            try
            {
                var cluster = await _http.GetFromJsonAsync<JsonObject>($"http://{address}:{PatroniPort}/cluster");
                return [.. cluster!["members"]!.AsArray().Select(x => new Member(x!["name"]!.GetValue<string>(), x["role"]!.GetValue<string>(), x["state"]!.GetValue<string>()))];
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                continue;
            }
        }

        return [];
    }

    private async Task<string> AddressAsync(string service) =>
        (await DockerAsync("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", Container(service))).Trim();

    private string Container(string service) => $"{_project}-{service}{(service.Contains('-', StringComparison.Ordinal) ? "" : "-1")}";

    private static Task<string> DockerAsync(params string[] arguments) => RunAsync("docker", [], arguments);

    private Task<string> ComposeAsync(params string[] arguments) => RunAsync(
        "docker",
        [("SCIM_SECRETS", _folder.Path), ("SCIM_PORT", $"{_port}")],
        ["compose", "--project-name", _project, "--file", Repository.File("deploy", "cluster", "docker-compose.yml"), .. arguments]);

    private static async Task<string> RunAsync(string program, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{await error}");
        return await output;
    }

    private sealed record Member(string Name, string Role, string State);
}
