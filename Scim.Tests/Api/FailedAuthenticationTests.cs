using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Scim.Api.Authentication;
using Scim.Api.Hosting;
using Scim.Storage.Tokens;

namespace Scim.Tests.Api;

/// <summary>What becomes of an address that sends wrong tokens.</summary>
public class FailedAuthenticationTests
{
    private const int Limit = 5;
    private const string Blocked = "Too many wrong tokens came from this address. *";

    private static readonly (string Name, string Value)[] BehindProxy = [("Scim:FailedAuthenticationsPerMinute", $"{Limit}"), ("Scim:TrustedProxies", "127.0.0.1")];

    [Test]
    public async Task After_so_many_failures_further_unknown_tokens_are_429_with_the_time_to_wait()
    {
        await using var server = await ScimServer.StartAsync(BehindProxy);
        for (var i = 0; i < Limit; i++) Assert.That((await SendAsync(server, TokenSecret.Create(), "192.0.2.1")).Status, Is.EqualTo(401));

        foreach (var token in (string[])[TokenSecret.Create(), "garbage", "glsa_garbage"])
        {
            var answer = await SendAsync(server, token, "192.0.2.1");
            new Refusal(429, null, Blocked).Check(answer);
            Assert.That(int.Parse(answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), Is.InRange(1, 60));
            Assert.That(answer.Headers.Keys, Has.None.EqualTo("WWW-Authenticate"));
        }
    }

    [Test]
    public async Task Nothing_is_looked_up_for_a_blocked_address()
    {
        await using var server = await ScimServer.StartAsync(BehindProxy);
        await FailAsync(server, "192.0.2.1", Limit);
        await ExecuteAsync(server, "DROP TABLE scim.token");

        Assert.That((await SendAsync(server, TokenSecret.Create(), "192.0.2.1")).Status, Is.EqualTo(429));
        Assert.That((await SendAsync(server, TokenSecret.Create(), "192.0.2.2")).Status, Is.EqualTo(500), "another address is looked up");
    }

    [Test]
    public async Task A_token_that_was_good_goes_on_whatever_others_behind_its_proxy_send()
    {
        await using var server = await ScimServer.StartAsync(BehindProxy);
        Assert.That((await SendAsync(server, server.Token, "192.0.2.1")).Status, Is.EqualTo(200));

        await FailAsync(server, "192.0.2.1", 3 * Limit);

        Assert.That((await SendAsync(server, TokenSecret.Create(), "192.0.2.1")).Status, Is.EqualTo(429));
        Assert.That((await SendAsync(server, server.Token, "192.0.2.1")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_good_token_that_is_new_to_a_blocked_address_waits_there_and_nowhere_else()
    {
        await using var server = await ScimServer.StartAsync(BehindProxy);
        await FailAsync(server, "192.0.2.1", Limit);

        Assert.That((await SendAsync(server, server.Token, "192.0.2.1")).Status, Is.EqualTo(429));
        Assert.That((await SendAsync(server, server.Token, "192.0.2.2")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_token_that_is_good_no_more_counts_as_others_do()
    {
        await using var server = await ScimServer.StartAsync(BehindProxy);
        var tokens = server.Services.GetRequiredService<TokenStore>();
        var (token, secret) = await tokens.CreateAsync("default", "leaver", null, CancellationToken.None);
        Assert.That((await SendAsync(server, secret, "192.0.2.1")).Status, Is.EqualTo(200));

        await tokens.RevokeAsync("default", token.Id, CancellationToken.None);
        Assert.That(async () => (await SendAsync(server, secret, "192.0.2.1")).Status, Is.EqualTo(401).After(60_000, 100));
        await FailAsync(server, "192.0.2.1", Limit);
        Assert.That((await SendAsync(server, secret, "192.0.2.1")).Status, Is.EqualTo(429));
    }

    [Test]
    public async Task An_IPv6_network_counts_as_one_address()
    {
        await using var server = await ScimServer.StartAsync(BehindProxy);
        for (var i = 1; i <= Limit; i++) await FailAsync(server, $"2001:db8:0:1::{i}", 1);

        Assert.That((await SendAsync(server, TokenSecret.Create(), "2001:db8:0:1:ffff::1")).Status, Is.EqualTo(429));
        Assert.That((await SendAsync(server, TokenSecret.Create(), "2001:db8:0:2::1")).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_forwarded_address_is_believed_from_trusted_proxies_alone()
    {
        await using var server = await ScimServer.StartAsync(BehindProxy[0]);
        for (var i = 1; i <= Limit; i++) await FailAsync(server, $"192.0.2.{i}", 1);
        Assert.That((await SendAsync(server, TokenSecret.Create(), "192.0.2.99")).Status, Is.EqualTo(429));
    }

    [Test]
    public async Task No_token_at_all_is_no_failure()
    {
        await using var server = await ScimServer.StartAsync(BehindProxy);
        for (var i = 0; i < 3 * Limit; i++) Assert.That((await SendAsync(server, null, "192.0.2.1")).Status, Is.EqualTo(401));
        Assert.That((await SendAsync(server, server.Token, "192.0.2.1")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task What_needs_no_token_is_answered_to_a_blocked_address_too()
    {
        await using var server = await ScimServer.StartAsync(BehindProxy);
        await FailAsync(server, "192.0.2.1", 2 * Limit);
        Assert.That((await SendAsync(server, "garbage", "192.0.2.1", "ServiceProviderConfig")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Without_a_limit_any_number_is_401()
    {
        await using var server = await ScimServer.StartAsync(("Scim:FailedAuthenticationsPerMinute", "0"));
        for (var i = 0; i < 100; i++) Assert.That((await SendAsync(server, "garbage")).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task Sixty_a_minute_are_allowed_unless_set_otherwise()
    {
        await using var server = await ScimServer.StartAsync(("Scim:FailedAuthenticationsPerMinute", $"{new ScimOptions().FailedAuthenticationsPerMinute}"));
        await FailAsync(server, null, 60);
        Assert.That((await SendAsync(server, "garbage")).Status, Is.EqualTo(429));
    }

    [Test]
    public async Task Unknown_expired_and_revoked_are_answered_alike()
    {
        await using var server = await ScimServer.StartAsync();
        var tokens = server.Services.GetRequiredService<TokenStore>();
        var (_, expired) = await tokens.CreateAsync("default", "expired", DateTimeOffset.UtcNow.AddMinutes(-1), CancellationToken.None);
        var (token, revoked) = await tokens.CreateAsync("default", "revoked", null, CancellationToken.None);
        await tokens.RevokeAsync("default", token.Id, CancellationToken.None);

        var answers = new List<string>();
        foreach (var secret in (string[])[TokenSecret.Create(), expired, revoked, "garbage", "glsa_garbage"])
        {
            var answer = await SendAsync(server, secret);
            answers.Add($"{answer.Status} {answer.Text} {string.Join(' ', answer.Headers.Where(x => x.Key != "Date"))}");
        }

        Assert.That(answers.Distinct(), Has.Exactly(1).StartsWith("401 "));
    }

    [Test]
    public async Task A_failure_is_logged_with_its_reason_and_the_address_and_once_blocked_one_line_says_so()
    {
        await using var server = await ScimServer.StartAsync(BehindProxy);
        using var log = new LogLines();
        server.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var secret = TokenSecret.Create();

        for (var i = 0; i < 4 * Limit; i++) await SendAsync(server, secret, "192.0.2.1");

        var lines = log.Lines.Where(x => x.Contains("192.0.2.1", StringComparison.Ordinal)).ToList();
        Assert.That(lines, Has.Exactly(Limit).Matches(@"^Warning 192\.0\.2\.1 failed to authenticate in request [0-9a-f]{32}: There is no such token\.$"));
        Assert.That(lines, Has.Exactly(1).StartsWith("Warning 192.0.2.1 failed to authenticate too often."));
        Assert.That(lines, Has.Count.EqualTo(Limit + 1));
        Assert.That(log.Text, Does.Not.Contain(secret));
    }

    [Test]
    public void A_blocked_address_may_try_again_when_the_time_is_over()
    {
        using var failures = new FailedAuthentications(2, TimeSpan.FromSeconds(1), NullLogger<FailedAuthentications>.Instance);
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse("192.0.2.1") } };
        failures.Count(context, "wrong");
        Assert.That(failures.BlockedFor(context), Is.Null);
        failures.Count(context, "wrong");
        Assert.That(failures.BlockedFor(context), Is.EqualTo(1));

        Assert.That(() => failures.BlockedFor(context), Is.Null.After(30_000, 50));
    }

    private static async Task FailAsync(ScimServer server, string? address, int times)
    {
        for (var i = 0; i < times; i++) await SendAsync(server, "garbage", address);
    }

    private static async Task<ScimAnswer> SendAsync(ScimServer server, string? token, string? address = null, string path = "Users")
    {
        using var client = server.NewClient(token);
        if (address is not null) client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return await ScimAnswer.OfAsync(response);
    }

    private static async Task ExecuteAsync(ScimServer server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
