using Scim.Tests.Databases;

namespace Scim.Tests.Api.Telemetry;

/// <summary>Whoever sets where telemetry goes hears when it can not go there.</summary>
public class OtlpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "not a url")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "/relative")]
    [TestCase("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "ftp://collector")]
    public async Task An_endpoint_that_is_no_address_is_refused_at_the_start(string name, string value)
    {
        await using var database = await TestDatabase.CreateAsync();
        using var process = new ServiceProcess(database.ConnectionString, (name, value));
        process.Start();
        Assert.That(await process.ExitCodeAsync(), Is.EqualTo(1));
        Assert.That(process.Lines, Does.Contain($"{name} is \"{value}\"; set an address like http://collector:4317, or leave it out."));
    }

    [Test]
    public async Task What_does_not_arrive_is_told_once()
    {
        await using var service = await MeasuredService.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{FreePort.Next()}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"), ("OTEL_BSP_SCHEDULE_DELAY", "200"));
        var until = DateTime.UtcNow + Patience;
        while (Told(service) == 0 && DateTime.UtcNow < until) await service.GetAsync("Users?count=1");
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.That(Told(service), Is.EqualTo(1), string.Join('\n', service.Process.Lines));
    }

    private static int Told(MeasuredService service) => service.Process.Lines.Count(x => x.Contains("What is exported by OTLP does not arrive", StringComparison.Ordinal));
}
