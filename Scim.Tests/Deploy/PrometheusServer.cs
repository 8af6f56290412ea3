using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Scim.Tests.Api;
using Scim.Tests.Databases;
using Scim.Tests.PrivatePostgres;

namespace Scim.Tests.Deploy;

/// <summary>
/// A real Prometheus that reads a service every second: the program that <c>SCIM_TEST_PROMETHEUS</c> names, else <c>prometheus</c> on <c>PATH</c>, else the image
/// that the Compose file names, where a Docker engine has it. Without any, the test is ignored, and on CI it fails.
/// </summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http;
    private Process? _process;
    private IContainer? _container;

    private PrometheusServer(int port) => _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = Patience };

    public static async Task<PrometheusServer> StartAsync(Uri service)
    {
        var port = FreePort.Next();
        var server = new PrometheusServer(port);
        try
        {
            await server.StartAsync(service, port);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The values of a query's series now. NaN, which is what a quotient of nothing gives, is none.</summary>
    public async Task<IReadOnlyList<double>> AskAsync(string promQl) =>
        [.. (await ResultAsync("query", ("query", promQl))).Select(x => Number(x!["value"]![1]!)).Where(x => !double.IsNaN(x))];

    /// <summary>The last values of a query's series within a minute, as a panel asks that shows a span of time.</summary>
    public async Task<IReadOnlyList<double>> AskForMinuteAsync(string promQl)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var result = await ResultAsync("query_range", ("query", promQl), ("start", $"{now - 60}"), ("end", $"{now}"), ("step", "5"));
        return [.. result.Select(x => ((JsonArray)x!["values"]!).Select(value => Number(value![1]!)).LastOrDefault(value => !double.IsNaN(value), double.NaN)).Where(x => !double.IsNaN(x))];
    }

    /// <summary>The values that a label has on the series that are asked for, as the variable of a dashboard shows them.</summary>
    public async Task<IReadOnlyList<string>> LabelAsync(string name, string series)
    {
        var answer = JsonNode.Parse(await _http.GetStringAsync($"api/v1/label/{name}/values?match[]={Uri.EscapeDataString(series)}"))!;
        return [.. ((JsonArray)answer["data"]!).Select(x => x!.GetValue<string>())];
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is { HasExited: false }) _process.Kill();
        if (_process is not null) await _process.WaitForExitAsync();
        _process?.Dispose();
        if (_container is not null) await _container.DisposeAsync();
        _folder.Dispose();
    }

    private static double Number(JsonNode value) => double.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture);

    private async Task StartAsync(Uri service, int port)
    {
        var configuration = $$"""
            global: { scrape_interval: 1s, scrape_timeout: 1s }
            scrape_configs:
              - job_name: scim
                static_configs: [{ targets: ["{{service.Authority}}"] }]
            """;
        string[] arguments = [$"--web.listen-address=127.0.0.1:{port}", "--log.level=error"];
        if (Find() is { } program)
        {
            string[] paths = [$"--config.file={_folder.Write("prometheus.yml", configuration)}", $"--storage.tsdb.path={_folder["data"]}"];
            _process = Process.Start(new ProcessStartInfo(program, [.. paths, .. arguments]) { WorkingDirectory = _folder.Path })!;
        }
        else
        {
            _container = await ContainerAsync(configuration, arguments);
            await _container.StartAsync();
        }

        var until = DateTime.UtcNow + Patience;
        while (!await IsReadyAsync())
        {
            if (_process?.HasExited == true || DateTime.UtcNow > until) Assert.Fail("Prometheus does not start.");
            await Task.Delay(50);
        }
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("SCIM_TEST_PROMETHEUS") is { Length: > 0 } named) return named;

        var name = OperatingSystem.IsWindows() ? "prometheus.exe" : "prometheus";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(x => Path.Combine(x, name)).FirstOrDefault(File.Exists);
    }

    private static async Task<IContainer> ContainerAsync(string configuration, string[] arguments)
    {
        var image = DeployFiles.Yaml("docker-compose.yml")["services"]!["prometheus"]!.Text("image");
        if (!OperatingSystem.IsLinux() || !await DockerEngine.AnswersAsync() || !await HasAsync(image))
        {
            var reason = $"There is no Prometheus: install the package prometheus, name the program in SCIM_TEST_PROMETHEUS, or pull {image}.";
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
            Assert.Ignore(reason);
        }

        // On the machine's own network, since what it reads listens on its loopback.
        return new ContainerBuilder(image)
            .WithResourceMapping(System.Text.Encoding.UTF8.GetBytes(configuration), "/tmp/prometheus.yml")
            .WithCommand(["--config.file=/tmp/prometheus.yml", "--storage.tsdb.path=/tmp/data", .. arguments])
            .WithCreateParameterModifier(x => x.HostConfig!.NetworkMode = "host")
            .Build();
    }

    private static async Task<bool> HasAsync(string image)
    {
        try
        {
            using var docker = Process.Start(new ProcessStartInfo("docker", ["image", "inspect", image]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await docker.WaitForExitAsync();
            return docker.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync("-/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<JsonArray> ResultAsync(string path, params (string Name, string Value)[] parameters)
    {
        using var form = new FormUrlEncodedContent(parameters.Select(x => KeyValuePair.Create(x.Name, x.Value)));
        using var response = await _http.PostAsync($"api/v1/{path}", form);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, Is.True, text);
        return (JsonArray)JsonNode.Parse(text)!["data"]!["result"]!;
    }
}
