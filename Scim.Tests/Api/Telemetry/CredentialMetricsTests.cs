using Scim.Storage;
using Scim.Storage.Clients;
using Scim.Storage.Tenants;
using Scim.Storage.Tokens;
using Scim.Tests.Databases;

namespace Scim.Tests.Api.Telemetry;

/// <summary>What <c>/metrics</c> tells of credentials: when they end, when they were used, and why some were not taken.</summary>
public class CredentialMetricsTests
{
    private const string Expiry = "scim_credential_expiry_seconds";
    private const string Failures = "scim_authentication_failures_total";
    private const string LastRequest = "scim_last_request_time_seconds";
    private const double Day = 86_400;

    [Test]
    public async Task Each_credential_that_ends_says_when_and_those_without_an_end_or_revoked_say_nothing()
    {
        var database = await TestDatabase.CreateAsync();
        await using (var connections = new ScimDatabase(database.ConnectionString))
        {
            await new TenantStore(connections).CreateAsync("second", CancellationToken.None);
            var tokens = new TokenStore(connections);
            await CreateAsync(tokens, "default", "soon", 3);
            await CreateAsync(tokens, "default", "gone", -2);
            await CreateAsync(tokens, "default", "long-gone", -31);
            await CreateAsync(tokens, "default", "for-ever", null);
            await tokens.RevokeAsync("default", await CreateAsync(tokens, "default", "revoked", 3), CancellationToken.None);
            await tokens.RotateAsync(new Caller("default"), await CreateAsync(tokens, "default", "rotated", 2), TimeSpan.FromDays(1), DateTimeOffset.UtcNow.AddDays(90), CancellationToken.None);
            await CreateAsync(tokens, "second", "soon", 5);
            var clients = new ClientStore(connections);
            var client = await clients.CreateAsync("second", "okta", TokenScope.Full, TimeSpan.FromHours(1), CancellationToken.None);
            await clients.AddSecretAsync(client.Id, DateTimeOffset.UtcNow.AddDays(7), CancellationToken.None);
        }

        await using var service = await MeasuredService.StartAsync(database);
        var scrape = await service.ScrapeWhenAsync(x => x.Value("scim_database_up") == 1);

        Assert.That(
            scrape.Of(Expiry).Select(x => $"{x.Labels["tenant"]} {x.Labels["kind"]} {x.Labels["name"]} {Math.Round(x.Value / Day)}"),
            Is.EquivalentTo(new[] { "default token soon 3", "default token gone -2", "default token rotated 90", "second token soon 5", "second client_secret okta 7" }));
    }

    [Test]
    public async Task A_request_is_seen_with_its_tenant_and_its_token()
    {
        var database = await TestDatabase.CreateAsync();
        string secret;
        await using (var connections = new ScimDatabase(database.ConnectionString))
            secret = (await new TokenStore(connections).CreateAsync("default", "entra", null, CancellationToken.None)).Secret;
        await using var service = await MeasuredService.StartAsync(database);
        Assert.That((await service.ScrapeAsync()).Of(LastRequest), Is.Empty);

        await service.SendAsAsync("wrong", "GET", "Users");
        Assert.That((await service.ScrapeAsync()).Of(LastRequest), Is.Empty);

        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 1;
        await service.SendAsAsync(secret, "GET", "Users");
        var scrape = await service.ScrapeWhenAsync(x => x.Of("scim_credential_last_use_time_seconds").Any());
        Assert.That(scrape.Value(LastRequest, ("tenant", "default")), Is.GreaterThan(before));
        Assert.That(scrape.Value("scim_credential_last_use_time_seconds", ("tenant", "default"), ("kind", "token"), ("name", "entra")), Is.GreaterThan(before));
    }

    [Test]
    public async Task A_request_of_long_ago_is_told_after_a_restart_and_where_nobody_can_come_any_more_nobody_is_missed()
    {
        var database = await TestDatabase.CreateAsync();
        await using (var connections = new ScimDatabase(database.ConnectionString))
        {
            var (tenants, tokens) = (new TenantStore(connections), new TokenStore(connections));
            foreach (var tenant in (string[])["living", "leaving", "signing-in"]) await tenants.CreateAsync(tenant, CancellationToken.None);
            await tokens.CreateAsync("living", "entra", null, CancellationToken.None);
            await tokens.CreateAsync("leaving", "entra", DateTimeOffset.UtcNow.AddDays(-1), CancellationToken.None);
            await tokens.RevokeAsync("leaving", (await tokens.CreateAsync("leaving", "okta", null, CancellationToken.None)).Token.Id, CancellationToken.None);
            await tokens.CreateAsync("signing-in", "ada", TokenScope.Admin, null, CancellationToken.None);
        }

        await using var service = await MeasuredService.StartAsync(database);
        await service.ExecuteAsync("UPDATE scim.token SET last_used = to_timestamp(1000)");
        await service.SendAsync("POST", "Users", Some.User());
        await service.ExecuteAsync("UPDATE scim.provisioning_log SET at = to_timestamp(2000)");
        service.Process.Kill();
        await service.Process.StartAsync();

        var scrape = await service.ScrapeWhenAsync(x => x.Of(LastRequest).Any());
        Assert.That(scrape.Of(LastRequest).Select(x => $"{x.Labels["tenant"]} {x.Value}"), Is.EquivalentTo((string[])["living 1000", "default 2000"]));
    }

    [Test]
    public async Task Whoever_is_turned_away_counts_by_the_reason()
    {
        var database = await TestDatabase.CreateAsync();
        string expired, revoked, readOnly;
        await using (var connections = new ScimDatabase(database.ConnectionString))
        {
            var tokens = new TokenStore(connections);
            expired = (await tokens.CreateAsync("default", "a", DateTimeOffset.UtcNow.AddDays(-1), CancellationToken.None)).Secret;
            readOnly = (await tokens.CreateAsync("default", "b", TokenScope.ReadOnly, null, CancellationToken.None)).Secret;
            var (token, secret) = await tokens.CreateAsync("default", "c", null, CancellationToken.None);
            await tokens.RevokeAsync("default", token.Id, CancellationToken.None);
            revoked = secret;
        }

        await using var service = await MeasuredService.StartAsync(database, ("Scim__FailedAuthenticationsPerMinute", "5"));
        await service.ScrapeWhenAsync(x => x.Of(Failures).Any());
        Assert.That(
            (await service.ScrapeAsync()).Of(Failures).Select(x => $"{x.Labels["reason"]} {x.Value}"),
            Is.EquivalentTo(new[] { "missing 0", "malformed 0", "unknown 0", "expired 0", "revoked 0", "insufficient_scope 0", "undecided 0", "blocked 0" }));

        await service.SendAsAsync(null, "GET", "Users");
        await service.SendAsAsync(readOnly, "POST", "Users", Some.User());
        await service.SendAsAsync(expired, "GET", "Users");
        await service.SendAsAsync(revoked, "GET", "Users");
        await service.SendAsAsync(TokenSecret.Create(), "GET", "Users");
        await service.SendAsAsync("garbage", "GET", "Users");
        await service.SendAsAsync(null, "POST", "oauth/token", "{}");
        for (var i = 0; i < 3; i++) await service.SendAsAsync("garbage", "GET", "Users");

        // What was scraped a moment ago is answered once more.
        var scrape = await service.ScrapeWhenAsync(x => x.Of(Failures).Any(y => y is { Value: 3 } && y.Labels["reason"] == "blocked"));
        Assert.That(
            scrape.Of(Failures).Select(x => $"{x.Labels["reason"]} {x.Value}"),
            Is.EquivalentTo(new[] { "missing 1", "insufficient_scope 1", "expired 1", "revoked 1", "unknown 2", "malformed 1", "blocked 3", "undecided 0" }));
    }

    private static async Task<Guid> CreateAsync(TokenStore tokens, string tenant, string name, int? days) =>
        (await tokens.CreateAsync(tenant, name, days is null ? null : DateTimeOffset.UtcNow.AddDays(days.Value).AddMinutes(1), CancellationToken.None)).Token.Id;
}
