using System.Diagnostics;
using Scim.Tests.Databases;

namespace Scim.Tests.Api.Telemetry;

/// <summary>Who may read <c>/metrics</c>, and what they get.</summary>
public class MetricsEndpointTests
{
    private const string Token = "a-token-for-prometheus-0123456789abcdef";

    [Test]
    public async Task Without_a_setting_it_is_open_as_health_is()
    {
        await using var server = await ScimServer.StartAsync();
        Assert.That(await StatusAsync(server, null), Is.EqualTo(200));
    }

    [Test]
    public async Task With_a_token_set_nothing_else_opens_it()
    {
        await using var server = await ScimServer.StartAsync(("Scim:MetricsToken", Token));

        Assert.That(await StatusAsync(server, Token), Is.EqualTo(200));
        foreach (var other in (string?[])[null, "", Token[..^1], Token + "0", server.Token]) Assert.That(await StatusAsync(server, other), Is.EqualTo(401), other);
        Assert.That((await server.SendAsync(HttpMethod.Get, "Users")).Status, Is.EqualTo(200), "and it is no token of SCIM's");
        using var prometheus = server.NewClient(Token);
        Assert.That((int)(await prometheus.GetAsync(new Uri("Users", UriKind.Relative))).StatusCode, Is.EqualTo(401));
    }

    [Test]
    public async Task Wrong_tokens_there_block_nobody_and_no_limit_holds_Prometheus_back()
    {
        await using var server = await ScimServer.StartAsync(("Scim:MetricsToken", Token), ("Scim:FailedAuthenticationsPerMinute", "2"), ("Scim:RequestsPerSecond", "1"));
        for (var i = 0; i < 20; i++) Assert.That(await StatusAsync(server, "wrong"), Is.EqualTo(401));

        Assert.That((await server.GetAsync("Users")).Status, Is.EqualTo(200));
        for (var i = 0; i < 20; i++) Assert.That(await StatusAsync(server, Token), Is.EqualTo(200));
    }

    [TestCase("POST", 405)]
    [TestCase("DELETE", 405)]
    [TestCase("HEAD", 200)]
    public async Task It_is_read_and_nothing_else(string method, int status)
    {
        await using var server = await ScimServer.StartAsync();
        using var client = server.NewClient(null);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server.Root, "metrics"));
        Assert.That((int)(await client.SendAsync(request)).StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task A_token_that_is_too_short_is_refused_at_start()
    {
        await using var database = await TestDatabase.CreateAsync();
        var result = await CommandLine.RunAsync([("ConnectionStrings__Scim", database.ConnectionString), ("Scim__MetricsToken", "short")], "serve");
        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, result.Error)));
        Assert.That(result.Error, Does.StartWith("Scim__MetricsToken has 5 characters; set at least 32"));
    }

    [Test]
    public async Task The_token_can_come_from_a_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Token + "\n");
            await using var service = await MeasuredService.StartAsync(("Scim__MetricsToken__File", file));
            using var client = new HttpClient();
            Assert.That((int)(await client.GetAsync(new Uri(service.Process.Root, "metrics"))).StatusCode, Is.EqualTo(401));
            Assert.That((await Scrape.OfAsync(service.Process.Root, Token)).All, Is.Not.Empty);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public async Task It_answers_while_the_database_is_away_and_says_so_and_what_was_read_before_is_gone()
    {
        await using var service = await MeasuredService.StartAsync(("Scim__RequestsPerSecond", "0"));
        await service.ExecuteAsync("INSERT INTO scim.token (id, tenant_id, name, hash, last_used, expires) VALUES (gen_random_uuid(), 'default', 'entra', 'x', now(), now() + interval '1 day')");
        await service.ScrapeWhenAsync(x => x.Value("scim_database_up") == 1 && x.Of("scim_credential_expiry_seconds").Any());

        await service.ExecuteAsync("ALTER TABLE scim.token RENAME TO gone");

        var scrape = await service.ScrapeWhenAsync(x => x.Value("scim_database_up") == 0);
        Assert.That(scrape.Of("scim_credential_expiry_seconds", "scim_credential_last_use_time_seconds"), Is.Empty);
    }

    [Test]
    public async Task Prometheus_can_read_it()
    {
        await using var service = await MeasuredService.StartAsync();
        await service.GetAsync("Users?filter=userName eq \"a\"");
        var text = (await service.ScrapeAsync()).Text;

        using var promtool = Start();
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var said = await promtool.StandardError.ReadToEndAsync() + await promtool.StandardOutput.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        // 3 is for matters of taste, such as names that the semantic conventions give.
        Assert.That(promtool.ExitCode, Is.AnyOf(0, 3), said);
        Assert.That(said, Does.Not.Contain("scim_"));
    }

    private static Process Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("promtool is not on PATH; install Prometheus (Debian: the package prometheus).");
            throw;
        }
    }

    private static async Task<int> StatusAsync(ScimServer server, string? token)
    {
        using var client = server.NewClient(token is { Length: > 0 } ? token : null);
        return (int)(await client.GetAsync(new Uri(server.Root, "metrics"))).StatusCode;
    }
}
