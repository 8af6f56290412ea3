using Scim.Doubles;
using Scim.Grafana.Client;

namespace Scim.Tests.Grafana.Client;

public class CredentialTests
{
    private const string AdminRefused =
        "Grafana does not accept Grafana__AdminUser with Grafana__AdminPassword. Set a right one and start again; until then it is tried once in 10 minutes, because Grafana locks accounts out.";

    private static readonly CancellationToken Ever = CancellationToken.None;

    [Test]
    public async Task A_refused_password_is_not_sent_again_before_ten_minutes_have_passed_so_the_admin_is_never_blocked()
    {
        var clock = new ManualClock();
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions { Clock = clock }, x => x.AdminPassword = "wrong");
        for (var rest = 1; rest <= 8; rest++)
        {
            for (var i = 0; i < 10; i++) Assert.That(() => grafana.Client.FindUserAsync(1, Ever), Throws.TypeOf<GrafanaUnauthorizedException>().With.Message.EqualTo(AdminRefused));
            Assert.That(grafana.Double.UnauthorizedCount("admin"), Is.EqualTo(rest));

            clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
            Assert.That(() => grafana.Server.WhoIsAdminAsync(Ever), Throws.TypeOf<GrafanaUnauthorizedException>());
            Assert.That(grafana.Double.UnauthorizedCount("admin"), Is.EqualTo(rest));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(grafana.Double.IsBlocked("admin"), Is.False);
    }

    [Test]
    public async Task A_refused_password_is_not_even_sent_to_make_a_token()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions(), x => x.AdminPassword = "wrong");
        for (var i = 0; i < 10; i++) Assert.That(() => grafana.Client.FindTeamAsync("Ops", Ever), Throws.TypeOf<GrafanaUnauthorizedException>().With.Message.EqualTo(AdminRefused));

        Assert.That(grafana.Double.UnauthorizedCount("admin"), Is.LessThanOrEqualTo(2));
        Assert.That(grafana.Double.IsBlocked("admin"), Is.False);
    }

    [Test]
    public async Task A_password_that_has_become_right_serves_after_its_rest()
    {
        var clock = new ManualClock();
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions { Clock = clock });
        grafana.Double.State.Read(x => x.Users.Find(1)!.Password = "another");
        Assert.That(() => grafana.Client.FindUserAsync(1, Ever), Throws.TypeOf<GrafanaUnauthorizedException>());

        grafana.Double.State.Read(x => x.Users.Find(1)!.Password = "admin");
        Assert.That(() => grafana.Client.FindUserAsync(1, Ever), Throws.TypeOf<GrafanaUnauthorizedException>());
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(await grafana.Client.FindUserAsync(1, Ever), Is.Not.Null);
    }

    [Test]
    public async Task A_refused_token_rests_too_and_the_admin_works_on()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions(), x => x.ServiceAccountToken = " glsa_wrong\n");
        for (var i = 0; i < 10; i++)
        {
            Assert.That(
                () => grafana.Client.FindTeamAsync("Ops", Ever),
                Throws.TypeOf<GrafanaUnauthorizedException>().With.Message.StartsWith("Grafana does not accept Grafana__ServiceAccountToken. Set a right one"));
        }

        Assert.That(grafana.Calls, Has.Count.EqualTo(1));
        Assert.That(await grafana.Client.FindUserAsync(1, Ever), Is.Not.Null);
    }

    [Test]
    public async Task A_refusal_of_one_call_is_no_refusal_of_the_credential()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        grafana.Double.State.Read(x => x.Users.Find(1)!.IsGrafanaAdmin = false);
        for (var i = 0; i < 2; i++)
            Assert.That(() => grafana.Client.FindUserAsync(1, Ever), Throws.TypeOf<GrafanaRefusedException>().With.Message.StartsWith("Grafana answered 403 to GET /api/users/1: "));

        Assert.That(grafana.Calls, Has.Count.EqualTo(2));
    }
}
