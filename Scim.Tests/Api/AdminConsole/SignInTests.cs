using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Scim.Storage.Tokens;
using Scim.Tests.Api.OAuth;

namespace Scim.Tests.Api.AdminConsole;

/// <summary>Who may sign in, and what the browser gets.</summary>
public class SignInTests
{
    private const string BootstrapToken = "bootstrap-0123456789abcdef0123456789abcdef";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:BootstrapToken", BootstrapToken), ("Scim:TrustedProxies", "127.0.0.1"));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task An_admin_token_signs_in_and_the_answer_says_who_it_is()
    {
        var (token, secret) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin);
        using var client = await ConsoleClient.SignedInAsync(_server, secret);

        var session = (await client.GetAsync("session")).Body;
        Assert.That((session["tenant"]!.GetValue<string>(), session["credential"]!.GetValue<string>(), session["hasGrafana"]!.GetValue<bool>()), Is.EqualTo(("default", token.Name, false)));
        Assert.That(session["types"]!.AsArray().Select(x => x!.GetValue<string>()), Is.EqualTo((string[])["User", "Group"]));
        Assert.That(session["expires"]!.GetValue<DateTime>(), Is.EqualTo(DateTime.UtcNow.AddHours(8)).Within(10).Minutes);
        Assert.That((await client.PostAsync("log")).Text, Does.Contain("signed in to the console").And.Contain(token.Name));
    }

    [Test]
    public async Task The_bootstrap_token_is_an_admin_s_of_the_default_tenant()
    {
        using var client = await ConsoleClient.SignedInAsync(_server, BootstrapToken);
        Assert.That((await client.GetAsync("session")).Body["credential"]!.GetValue<string>(), Is.EqualTo("bootstrap"));

        await using var changed = await _server.AnotherAsync(("Scim:BootstrapToken", BootstrapToken + "x"));
        await using var without = await _server.AnotherAsync();
        foreach (var other in (ScimServer[])[changed, without])
        {
            using var elsewhere = new ConsoleClient(other, client.Cookie);
            Assert.That((await elsewhere.GetAsync("overview")).Status, Is.EqualTo(401), "the session ends with the setting");
        }
    }

    [TestCase(TokenScope.Full, "This token is for SCIM and may not sign in here. Use an admin token; the command \"token create --admin --name NAME\" makes one.")]
    [TestCase(TokenScope.ReadOnly, "This token may only read by SCIM and may not sign in here. Use an admin token; the command \"token create --admin --name NAME\" makes one.")]
    public async Task Another_token_is_403_and_told_why(string scope, string detail)
    {
        using var client = new ConsoleClient(_server);
        var answer = await client.SignInAsync((await ConsoleClient.NewTokenAsync(_server, scope)).Secret);

        Assert.That((answer.Status, answer.Detail), Is.EqualTo((403, detail)));
        Assert.That(answer.Headers.Keys, Has.None.EqualTo("Set-Cookie"));
    }

    [Test]
    public async Task An_access_token_of_a_client_is_403()
    {
        var clients = new OAuthClients(_server);
        var (client, secret) = await clients.CreateWithSecretAsync();
        var access = (await clients.WithSecretAsync(client, secret)).Token;
        using var console = new ConsoleClient(_server);
        Assert.That((await console.SignInAsync(access)).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task Without_a_token_that_is_good_it_is_401()
    {
        var (token, revoked) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin);
        await _server.Services.GetRequiredService<TokenStore>().RevokeAsync("default", token.Id, CancellationToken.None);
        var (_, expired) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin, expires: DateTimeOffset.UtcNow.AddMinutes(-1));
        foreach (var secret in (string?[])[null, "garbage", TokenSecret.Create(), revoked, expired, BootstrapToken + "x", "glsa_garbage"])
        {
            using var client = new ConsoleClient(_server);
            var answer = await client.SignInAsync(secret);
            Assert.That((answer.Status, answer.Headers.ContainsKey("Set-Cookie")), Is.EqualTo((401, false)), secret);
        }
    }

    [Test]
    public async Task Failures_count_for_the_address_also_of_tokens_that_may_not()
    {
        await using var server = await ScimServer.StartAsync(("Scim:FailedAuthenticationsPerMinute", "4"));
        var (_, admin) = await ConsoleClient.NewTokenAsync(server, TokenScope.Admin);
        using var client = new ConsoleClient(server);
        foreach (var token in (string[])["garbage", "garbage", server.Token, server.Token]) await client.SignInAsync(token);

        var answer = await client.SignInAsync(admin);
        Assert.That((answer.Status, answer.Headers.ContainsKey("Retry-After")), Is.EqualTo((429, true)));
    }

    [Test]
    public async Task Over_plain_HTTP_the_cookie_is_kept_from_scripts_and_from_other_sites()
    {
        var (_, secret) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin);
        using var client = new ConsoleClient(_server);
        var cookie = (await client.SignInAsync(secret)).Headers["Set-Cookie"];
        Assert.That(cookie, Does.Match("^scim_console=default\\.[0-9a-f]{72}; path=/; samesite=strict; httponly$"));
        Assert.That(cookie, Does.Not.Contain(secret[5..20]));
    }

    [TestCase("Origin")]
    [TestCase("X-Forwarded-Proto")]
    public async Task Over_HTTPS_the_cookie_is_secure_and_bound_to_the_host(string how)
    {
        var (_, secret) = await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin);
        using var client = new ConsoleClient(_server) { Origin = how == "Origin" ? $"https://{_server.Root.Authority}" : null };
        if (how != "Origin") (client.Headers[how], client.Headers["Sec-Fetch-Site"]) = ("https", "same-origin");
        var answer = await client.SignInAsync(secret);

        Assert.That(answer.Headers["Set-Cookie"], Does.Match("^__Host-scim_console=default\\.[0-9a-f]{72}; path=/; secure; samesite=strict; httponly$"));
        Assert.That((await client.GetAsync("overview")).Status, Is.EqualTo(200));
        Assert.That((await client.PostAsync("log")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Over_HTTPS_a_cookie_that_plain_HTTP_can_have_set_is_not_taken()
    {
        using var client = await ConsoleClient.SignedInAsync(_server);
        client.Headers["X-Forwarded-Proto"] = "https";
        Assert.That((await client.GetAsync("overview")).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task The_name_of_the_cookie_is_taken_exactly()
    {
        using var client = await ConsoleClient.SignedInAsync(_server);
        var cookie = client.Cookie!;
        foreach (var (name, status) in ((string, int)[])[("__host-scim_console", 401), ("SCIM_console", 401), ("__Host-scim_console", 200), ("a=b; scim_console", 200)])
        {
            client.Cookie = cookie.Replace("scim_console", name, StringComparison.Ordinal);
            Assert.That((await client.GetAsync("overview")).Status, Is.EqualTo(status), name);
        }
    }

    [Test]
    public async Task Sessions_that_are_made_up_count_against_the_address_and_end_nobody_s()
    {
        await using var server = await ScimServer.StartAsync(("Scim:FailedAuthenticationsPerMinute", "4"));
        var (_, admin) = await ConsoleClient.NewTokenAsync(server, TokenScope.Admin);
        using var known = await ConsoleClient.SignedInAsync(server, admin);
        using var waiting = await ConsoleClient.SignedInAsync(server, admin);
        Assert.That((await known.GetAsync("overview")).Status, Is.EqualTo(200));

        using var client = new ConsoleClient(server, "scim_console=default.0123");
        for (var i = 0; i < 6; i++) Assert.That((await client.GetAsync("overview")).Status, Is.EqualTo(401), "its checksum is wrong: it is not even looked up");
        for (var i = 0; i < 4; i++)
        {
            client.Cookie = $"scim_console=default.{MadeUp()}";
            Assert.That((await client.GetAsync("overview")).Status, Is.EqualTo(401));
        }

        var blocked = await client.GetAsync("overview");
        Assert.That((blocked.Status, blocked.Headers.ContainsKey("Retry-After")), Is.EqualTo((429, true)));
        var other = await waiting.GetAsync("overview");
        Assert.That((other.Status, other.Headers.ContainsKey("Set-Cookie")), Is.EqualTo((429, false)), "it waits, and is not signed out");
        Assert.That((await known.GetAsync("overview")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task At_other_addresses_of_the_console_no_bearer_token_is_looked_at()
    {
        await using var server = await ScimServer.StartAsync(("Scim:FailedAuthenticationsPerMinute", "4"));
        var (_, admin) = await ConsoleClient.NewTokenAsync(server, TokenScope.Admin);
        using var client = new ConsoleClient(server);
        foreach (var path in (string[])["overview", "session", "../../", "../x/app.js", "nothing", "overview"]) await client.SendAsync("GET", path, token: "garbage");

        Assert.That((await client.SignInAsync(admin)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Signing_out_ends_the_session_and_takes_the_cookie_back()
    {
        using var client = await ConsoleClient.SignedInAsync(_server);
        var answer = await client.PostAsync("session/end");

        Assert.That((answer.Status, answer.Headers["Set-Cookie"]), Is.EqualTo((204, "scim_console=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/; samesite=strict; httponly")));
        Assert.That((await client.GetAsync("overview")).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task Signing_in_again_ends_the_session_before()
    {
        using var client = await ConsoleClient.SignedInAsync(_server);
        var before = client.Cookie;
        await client.SignInAsync((await ConsoleClient.NewTokenAsync(_server, TokenScope.Admin)).Secret);

        using var old = new ConsoleClient(_server, before);
        Assert.That(((await old.GetAsync("overview")).Status, (await client.GetAsync("overview")).Status), Is.EqualTo((401, 200)));
    }

    [Test]
    public async Task What_is_stored_is_a_hash_and_goes_once_it_has_ended()
    {
        await using var server = await ScimServer.StartAsync();
        using var first = await ConsoleClient.SignedInAsync(server);
        using var second = await ConsoleClient.SignedInAsync(server);
        var secret = first.Cookie!.Split('.')[1];
        Assert.That(await RowsAsync(server), Has.Count.EqualTo(2).And.None.Contains(secret));

        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand("UPDATE scim.console_session SET expires = now() - interval '1 second'");
        await command.ExecuteNonQueryAsync();
        using var third = await ConsoleClient.SignedInAsync(server);
        Assert.That(await RowsAsync(server), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Asked_who_is_signed_in_nobody_is_an_answer()
    {
        using var client = new ConsoleClient(_server);
        Assert.That((await client.GetAsync("session")).Status, Is.EqualTo(204));
        client.Cookie = "scim_console=default.0123";
        Assert.That((await client.GetAsync("session")).Status, Is.EqualTo(204));
    }

    /// <summary>With the checksum that anybody can compute.</summary>
    private static string MadeUp()
    {
        var body = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return body + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..8];
    }

    private static async Task<List<string>> RowsAsync(ScimServer server)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand("SELECT s::text FROM scim.console_session s");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }
}
