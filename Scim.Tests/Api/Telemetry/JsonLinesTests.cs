using System.Globalization;
using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Telemetry;

/// <summary>The log as JSON.</summary>
public class JsonLinesTests
{
    [Test]
    public async Task Every_line_is_one_object_and_a_failure_is_found_by_what_its_answer_says()
    {
        await using var service = await MeasuredService.StartAsync(("Logging__Console__FormatterName", "jsonl"), ("Logging__LogLevel__Requests", "Information"));
        await service.ExecuteAsync("ALTER TABLE scim.resource ADD CHECK (doc::text NOT LIKE '%Countess%') NOT VALID");
        var failed = await service.SendAsync("POST", "Users", Some.User(further: "\"title\": \"Countess\""));
        service.Process.Terminate();
        await service.Process.ExitCodeAsync();

        var lines = service.Process.Lines.Where(x => x.Length > 0).Select(x => (JsonObject)JsonNode.Parse(x)!).ToList();
        foreach (var line in lines)
        {
            Assert.That(Text(line, "timestamp"), Does.EndWith("Z"));
            Assert.That(DateTime.TryParse(Text(line, "timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) && time.Kind == DateTimeKind.Utc);
            Assert.That(Text(line, "level"), Is.AnyOf("debug", "info", "warning", "error", "critical"));
            Assert.That(Text(line, "category"), Is.Not.Empty);
            Assert.That(line.ContainsKey("message"));
        }

        Assert.That(lines.Select(x => Text(x, "message")), Has.One.StartsWith("The service is ready."));
        var correlationId = failed.Detail!.TrimEnd('.').Split(' ')[^1];
        Assert.That(correlationId, Does.Match("^[0-9a-f]{32}$"));
        var about = lines.FindAll(x => Text(x, "trace_id") == correlationId);
        Assert.That(about.Select(x => Text(x, "level")), Is.EquivalentTo(new[] { "error", "info" }));
        Assert.That(about, Has.All.Matches<JsonObject>(x => Text(x, "CorrelationId") == correlationId && Text(x, "span_id").Length == 16));
        var error = about.Single(x => Text(x, "level") == "error");
        Assert.That(Text(error, "exception"), Does.Contain("PostgresException"));
        var request = about.Single(x => Text(x, "category") == "Requests");
        Assert.That(
            (Text(request, "Operation"), Text(request, "Route"), request["Status"]!.GetValue<int>(), Text(request, "Tenant"), Text(request, "Credential")),
            Is.EqualTo(("create", "/scim/Users/", 500, "default", "bootstrap")));
    }

    [Test]
    public async Task Without_the_setting_the_log_is_text_and_requests_are_not_in_it()
    {
        await using var service = await MeasuredService.StartAsync();
        await service.GetAsync("Users");
        service.Process.Terminate();
        await service.Process.ExitCodeAsync();

        Assert.That(service.Process.Lines, Has.One.StartsWith("The service is ready.").And.None.StartsWith("{").And.None.Contains("was answered"));
    }

    [Test]
    public async Task A_request_that_names_its_trace_is_found_by_that()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        await using var service = await MeasuredService.StartAsync();
        await service.ExecuteAsync("ALTER TABLE scim.resource RENAME TO gone");
        service.Client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");

        Assert.That((await service.GetAsync($"Users/{Guid.NewGuid()}")).Detail, Does.Contain(trace));
    }

    private static string Text(JsonObject line, string name) => line[name]?.GetValue<string>() ?? "";
}
