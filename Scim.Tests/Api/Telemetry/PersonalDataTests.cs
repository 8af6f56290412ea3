using Scim.Tests.Grafana;

namespace Scim.Tests.Api.Telemetry;

/// <summary>People are in no metric, in no span and in no line of the log.</summary>
public class PersonalDataTests
{
    private const string Person = "lovelace-1815";
    private const string Title = "Countess-of-L";

    [Test]
    public async Task Nobody_is_named_in_metrics_traces_or_logs_whatever_is_done_and_whatever_fails()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var grafana = await TestGrafana.StartAsync();
        _ = grafana.Double;
        await using var service = await MeasuredService.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url.ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=tests"),
            ("Logging__Console__FormatterName", "jsonl"),
            ("Logging__LogLevel__Requests", "Information"),
            ("Logging__LogLevel__Default", "Debug"),
            ("Grafana__Url", grafana.Url.ToString()),
            ("Grafana__AdminUser", TestGrafana.AdminUser),
            ("Grafana__AdminPassword", TestGrafana.AdminPassword));

        var ids = await DoAsync(service);
        await service.ScrapeWhenAsync(x => x.Of("scim_grafana_steps_total").Any(step => step.Labels["step"] == "disable_user"));
        var metrics = (await service.ScrapeAsync()).Text;
        service.Process.Terminate();
        Assert.That(await service.Process.ExitCodeAsync(), Is.Zero);

        var (traces, logs) = (collector.TextOf("traces"), collector.TextOf("logs"));
        var console = string.Join('\n', service.Process.Lines);
        Assert.That(traces, Does.Contain("POST /scim/Users/").And.Contain("reconcile User").And.Contain("compare everything").And.Contain("INSERT INTO scim.resource"));
        Assert.That(traces, Does.Contain("deployment.environment.name").And.Contain("scim.operation"));
        Assert.That(collector.TextOf("metrics"), Does.Contain("scim.server.request.duration").And.Contain("db.client.operation.duration"));
        Assert.That(logs, Does.Contain("was answered"));
        Assert.That(console, Does.Contain("was answered"));

        foreach (var (where, text) in new[] { ("metrics", metrics), ("OTLP metrics", collector.TextOf("metrics")), ("traces", traces), ("OTLP logs", logs), ("log", console) })
        {
            Assert.That(text.Contains(Person, StringComparison.OrdinalIgnoreCase), Is.False, $"{where} name a person: {Around(text, Person)}");
            Assert.That(text.Contains(Title, StringComparison.OrdinalIgnoreCase), Is.False, $"{where} quote a value: {Around(text, Title)}");
            Assert.That(text, Does.Not.Contain(ServiceProcess.Token), where);
        }

        foreach (var id in ids) Assert.That(metrics + collector.TextOf("metrics") + traces, Does.Not.Contain(id));
    }

    /// <summary>What Entra does, what goes wrong with it, and what somebody makes up.</summary>
    /// <returns>Ids of those whom it made.</returns>
    private static async Task<IReadOnlyList<string>> DoAsync(MeasuredService service)
    {
        await service.GetAsync($"Users?filter=userName eq \"{Person}@example.com\"");
        var user = await service.SendAsync("POST", "Users", Some.User($"{Person}@example.com", $$""" "displayName": "{{Person}}", "emails": [{"type": "work", "value": "{{Person}}@example.com"}] """));
        Assert.That(user.Status, Is.EqualTo(201), user.Text);
        var group = await service.SendAsync("POST", "Groups", Some.Group("Analysts", user.Id));
        await service.GetAsync($"Users/{user.Id}?attributes=userName");
        await service.SendAsync("POST", "Users", Some.User($"{Person}@example.com"));
        await service.GetAsync($"Users?filter=userName zz \"{Person}\"");
        await service.GetAsync($"Users?filter=meta.created gt \"{Person}\"");
        await service.GetAsync($"Users/{Person}");
        await service.GetAsync($"{Person}?{Person}={Person}");
        await service.SendAsync(Person.ToUpperInvariant(), "Users");
        await service.SendAsync("PATCH", $"Users/{user.Id}", Patch($$"""{"op": "replace", "path": "name.familyName", "value": "{{Person}}"}"""));
        await service.SendAsync("PATCH", $"Users/{user.Id}", Patch($$"""{"op": "replace", "path": "{{Person}}", "value": "x"}"""));
        await service.SendAsync("POST", "Users", $"{{{Person}");
        await service.SendAsAsync($"scim_{Person}", "GET", $"Users/{user.Id}");

        // PostgreSQL's own message quotes the row.
        await service.ExecuteAsync($"ALTER TABLE scim.resource ADD CHECK (doc::text NOT LIKE '%{Title}%') NOT VALID");
        Assert.That((await service.SendAsync("POST", "Users", Some.User($"{Person}-2", $$""" "title": "{{Title}}" """))).Status, Is.EqualTo(500));

        // Grafana knows the address already, by an admin whom it will not give away.
        await service.SendAsync("POST", "Users", Some.User($"{Person}-3", """ "emails": [{"type": "work", "value": "admin@localhost"}] """));
        await service.ScrapeWhenAsync(x => x.Of("scim_grafana_steps_total").Any(step => step.Labels["step"] == "create_user"));
        await service.SendAsync("PATCH", $"Users/{user.Id}", Patch("""{"op": "replace", "path": "active", "value": false}"""));
        return [user.Id, group.Id];
    }

    private static string Patch(string operation) => $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operation}}]}""";

    private static string Around(string text, string what)
    {
        var at = text.IndexOf(what, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 100)];
    }
}
