using Scim.Doubles;

namespace Scim.Tests.Doubles;

public class AuthenticationTests
{
    [TestCase(null, "auth.unauthorized")]
    [TestCase("Basic !", "auth.unauthorized")]
    [TestCase("Basic YWRtaW46d3Jvbmc=", "password-auth.failed", TestName = "A wrong password is 401")]
    [TestCase("Basic bm9ib2R5Ong=", "password-auth.failed", TestName = "An unknown login is 401")]
    [TestCase("Bearer glsa_HOruNAb7SOiCdshU9algkrq7FDsNSLAa_54e2f8be", "api-key.invalid")]
    public async Task Whoever_is_not_known_is_401_with_the_reason_as_an_id(string? authorization, string messageId)
    {
        await using var grafana = await GrafanaFixture.StartAsync();

        var reply = await grafana.SendAsync(authorization, "GET /api/user");

        Assert.That((reply.Status, reply.MessageId), Is.EqualTo((401, messageId)));
        Assert.That(reply.Names, Is.EqualTo((string[])["message", "messageId", "statusCode", "traceID"]));
        Assert.That(reply.ContentType, Is.EqualTo("application/json"));
    }

    [Test]
    public async Task Five_wrong_passwords_block_the_login_for_five_minutes_even_with_the_right_one()
    {
        var clock = new ManualClock();
        await using var grafana = await GrafanaFixture.StartAsync(new GrafanaDoubleOptions { Clock = clock });
        for (var i = 0; i < 4; i++) await grafana.SendAsync(GrafanaFixture.Basic("admin", "wrong"), "GET /api/user");
        Assert.That(grafana.Double.IsBlocked("admin"), Is.False);
        await grafana.SendAsync(GrafanaFixture.Basic("admin", "wrong"), "GET /api/user");

        var reply = await grafana.AdminAsync("GET /api/user");
        Assert.That((reply.Status, reply.MessageId), Is.EqualTo((401, "login-attempt.blocked")));
        Assert.That(grafana.Double.IsBlocked("admin"), Is.True);
        Assert.That(grafana.Double.UnauthorizedCount("admin"), Is.EqualTo(6));

        clock.Now += TimeSpan.FromMinutes(6);
        Assert.That((await grafana.AdminAsync("GET /api/user")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task The_right_password_forgets_the_wrong_ones()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        for (var i = 0; i < 8; i++)
        {
            await grafana.SendAsync(GrafanaFixture.Basic("admin", "wrong"), "GET /api/user");
            if (i % 4 == 3) Assert.That((await grafana.AdminAsync("GET /api/user")).Status, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task A_disabled_user_is_401()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var id = await grafana.NewUserAsync("ada");
        Assert.That((await grafana.SendAsync(GrafanaFixture.Basic("ADA@example.com", "correct"), "GET /api/user")).Status, Is.EqualTo(200));

        await grafana.AdminAsync($"POST /api/admin/users/{id}/disable");

        Assert.That((await grafana.SendAsync(GrafanaFixture.Basic("ada", "correct"), "GET /api/user")).MessageId, Is.EqualTo("identity.disabled"));
    }

    [Test]
    public async Task Tokens_expire_and_are_revoked()
    {
        var clock = new ManualClock();
        await using var grafana = await GrafanaFixture.StartAsync(new GrafanaDoubleOptions { Clock = clock });
        var account = (await grafana.AdminAsync("POST /api/serviceaccounts", """{"name":"x","role":"Viewer"}""")).Number("id");
        var key = (await grafana.AdminAsync($"POST /api/serviceaccounts/{account}/tokens", """{"name":"t","secondsToLive":60}""")).Text("key");
        Assert.That((await grafana.SendAsync($"Bearer {key}", "GET /api/user")).Status, Is.EqualTo(200));

        grafana.Double.State.Change(x => x.Tokens[key].IsRevoked = true);
        Assert.That((await grafana.SendAsync($"Bearer {key}", "GET /api/user")).MessageId, Is.EqualTo("api-key.revoked"));

        clock.Now += TimeSpan.FromMinutes(2);
        Assert.That((await grafana.SendAsync($"Bearer {key}", "GET /api/user")).MessageId, Is.EqualTo("api-key.expired"));
        Assert.That((await grafana.AdminAsync($"GET /api/serviceaccounts/{account}/tokens")).Json[0]!["hasExpired"]!.GetValue<bool>(), Is.True);
    }

    [Test]
    public async Task The_header_picks_the_organization_of_a_user_and_no_other_for_a_token()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var (admin, token) = (GrafanaFixture.Basic("admin", "admin"), $"Bearer {await grafana.NewTokenAsync("Admin")}");
        var org = (await grafana.AdminAsync("POST /api/orgs", """{"name":"Second"}""")).Number("orgId");

        Assert.That((await grafana.SendAsync(admin, "GET /api/org", orgId: org)).Text("name"), Is.EqualTo("Second"));
        Assert.That((await grafana.SendAsync(token, "GET /api/org", orgId: 1)).Text("name"), Is.EqualTo("Main Org."));
        Assert.That((await grafana.SendAsync(token, "GET /api/org", orgId: org)).MessageId, Is.EqualTo("api-key.organization-mismatch"));
        Assert.That((await grafana.SendAsync(admin, "GET /api/org", orgId: 99)).Summary, Is.EqualTo("401 User is not a member of organization"));
    }

    private sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
