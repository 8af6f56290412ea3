using Scim.Storage.Tokens;

namespace Scim.Tests.Api.AdminConsole;

/// <summary>Requests that another site makes in the name of somebody who is signed in.</summary>
public class OriginTests
{
    private static readonly string[] Changes = ["session", "session/end", "tokens", "log", "search", "grafana/plan", "grafana/release"];

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("https://evil.example", null)]
    [TestCase("http://127.0.0.1:1", null)]
    [TestCase("null", null)]
    [TestCase(null, null)]
    [TestCase("garbage", null)]
    [TestCase(null, "cross-site")]
    [TestCase(null, "same-site")]
    [TestCase(null, "none")]
    [TestCase("own", "cross-site")]
    [TestCase("own", "same-site")]
    public async Task Of_another_origin_it_is_403_and_nothing_is_done(string? origin, string? fetchSite)
    {
        var (_, secret) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin);
        using var client = await ConsoleClient.SignedInAsync(_server, secret);
        if (origin != "own") client.Origin = origin;
        if (fetchSite is not null) client.Headers["Sec-Fetch-Site"] = fetchSite;

        foreach (var path in Changes)
        {
            var answer = await client.SendAsync("POST", path, """{"name": "stolen", "scope": "scim.admin", "held": 1}""", path == "session" ? secret : null);
            Assert.That((answer.Status, answer.Headers.ContainsKey("Set-Cookie")), Is.EqualTo((403, false)), path);
            Assert.That(answer.Detail, Does.StartWith("The request does not come from the console's own page."));
        }

        client.Origin = null;
        Assert.That((await client.GetAsync("tokens?text=stolen")).Body["total"]!.GetValue<int>(), Is.Zero);
    }

    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("text/plain")]
    public async Task What_a_form_can_send_is_415(string contentType)
    {
        using var client = await ConsoleClient.SignedInAsync(_server);
        client.ContentType = contentType;
        foreach (var path in Changes.Except(["session"]))
            Assert.That((await client.PostAsync(path, """{"name": "stolen", "scope": "scim.admin"}""")).Status, Is.EqualTo(415), path);

        Assert.That((await client.GetAsync("tokens?text=stolen")).Body["total"]!.GetValue<int>(), Is.Zero);
    }

    [Test]
    public async Task The_browser_s_own_word_is_enough()
    {
        using var client = await ConsoleClient.SignedInAsync(_server);
        (client.Origin, client.Headers["Sec-Fetch-Site"]) = (null, "same-origin");
        Assert.That((await client.PostAsync("log")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Behind_a_proxy_the_public_address_is_the_own_one()
    {
        await using var server = await ScimServer.StartAsync(("Scim:PublicUrl", "https://grafana.example.com/scim-console"));
        var (_, secret) = await ConsoleClient.NewTokenAsync(server, TokenScope.Admin);
        using var client = new ConsoleClient(server) { Origin = "https://grafana.example.com" };

        Assert.That((await client.SignInAsync(secret)).Headers["Set-Cookie"], Does.StartWith("__Host-"));
        Assert.That((await client.PostAsync("log")).Status, Is.EqualTo(200));
        foreach (var other in (string[])["https://other.example.com", "http://grafana.example.com", "https://grafana.example.com:8443"])
        {
            client.Origin = other;
            Assert.That((await client.PostAsync("log")).Status, Is.EqualTo(403), other);
        }
    }

    [Test]
    public async Task Behind_a_trusted_proxy_the_forwarded_host_is_the_own_one()
    {
        await using var server = await ScimServer.StartAsync(("Scim:TrustedProxies", "127.0.0.1"));
        var (_, secret) = await ConsoleClient.NewTokenAsync(server, TokenScope.Admin);
        using var client = new ConsoleClient(server) { Origin = "https://grafana.example.com" };
        (client.Headers["X-Forwarded-Host"], client.Headers["X-Forwarded-Proto"]) = ("grafana.example.com", "https");

        Assert.That((await client.SignInAsync(secret)).Status, Is.EqualTo(200));
        client.Headers["X-Forwarded-Host"] = "other.example.com";
        Assert.That((await client.PostAsync("log")).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task A_forwarded_host_of_anybody_is_not_believed()
    {
        using var client = await ConsoleClient.SignedInAsync(_server);
        (client.Origin, client.Headers["X-Forwarded-Host"]) = ("https://evil.example", "evil.example");
        Assert.That((await client.PostAsync("log")).Status, Is.EqualTo(403));
    }
}
