using Scim.Doubles.Faults;
using Scim.Tests.Api;
using Scim.Tests.Faults;

namespace Scim.Tests.Deploy;

/// <summary>
/// Each alert in the trouble that it is for, with a real Prometheus: it fires, and no other does. How long a trouble has to last is Grafana's to count.
/// </summary>
public class AlertTests
{
    [Test]
    public async Task Where_all_is_well_nothing_fires_and_every_rule_has_a_value()
    {
        await using var service = await ObservedService.StartConnectedAsync();
        await service.NewTokenAsync("entra", TimeSpan.FromDays(90));
        var users = new List<string>();
        for (var i = 0; i < 3; i++) users.Add(await service.NewAsync("Users", Some.User()));
        await service.NewAsync("Groups", Some.Group(null, [.. users]));
        await service.SendAsync("GET", "Users", token: "a-token-that-nobody-has");

        foreach (var rule in AlertRules.All) await service.WaitAsync(AlertRules.Expression(rule));
        await service.FiringAsync();
        Assert.That(await service.FiringNowAsync(), Is.Empty);
    }

    [Test]
    public async Task Grafana_is_away_for_long()
    {
        await using var service = await ObservedService.StartConnectedAsync();
        service.Process.Kill();
        await service.Grafana.GoAwayAsync();
        await service.ExecuteAsync("UPDATE scim.grafana_tenant SET last_pass = now() - interval '3 hours'");
        await service.ExecuteAsync("INSERT INTO scim.grafana_due (tenant_id, resource_id, type, marked) VALUES ('default', gen_random_uuid(), 'User', now() - interval '20 minutes')");
        await service.Process.StartAsync();

        await service.FiringAsync("grafana-away", "nothing-synced", "sync-behind");
        await service.Grafana.ComeBackAsync();
        await service.FiringAsync();
    }

    [Test]
    public async Task The_brake_is_on_and_a_group_fails()
    {
        await using var service = await ObservedService.StartConnectedAsync(("Grafana__BrakeUsers", "2"), ("Grafana__BrakePercent", "0"));
        service.Grafana.Faults.Add(GrafanaFault.InternalError.OnCalls("POST", "/api/teams/"));
        service.Grafana.Faults.Add(GrafanaFault.InternalError.OnCalls("PUT", "/api/teams/"));
        var users = new List<string>();
        for (var i = 0; i < 5; i++) users.Add(await service.NewAsync("Users", Some.User()));
        await service.NewAsync("Groups", Some.Group(null, users[0]));
        await service.WaitAsync("""sum(scim_grafana_due{state="waiting"}) == 0 and sum(scim_grafana_due{state="failing"}) > 0""");
        foreach (var user in users) await service.DisableAsync(user);

        await service.FiringAsync("brake-on", "resources-failing");
    }

    [Test]
    public async Task The_database_is_away_and_then_the_service()
    {
        await using var postgres = await PostgresCluster.StartNewAsync();
        await using var service = await ObservedService.StartAloneAsync(postgres.ConnectionString);
        service.Repeat(() => service.SendAsync("GET", "Users"));
        await service.WaitAsync("scim_last_request_time_seconds");
        postgres.Kill();

        await service.FiringAsync("database-away", "requests-failing");
        service.Process.Kill();
        // What failed before still counts, for an hour.
        await service.FiringAsync("requests-failing", "service-away");
    }

    [Test]
    public async Task A_token_ends_soon_its_client_is_silent_and_another_comes_with_a_revoked_one()
    {
        await using var service = await ObservedService.StartAloneAsync();
        await service.NewTokenAsync("entra", TimeSpan.FromDays(1));
        var revoked = await service.NewTokenAsync("old", life: null);
        await service.ExecuteAsync("UPDATE scim.token SET last_used = now() - interval '2 days', revoked = CASE WHEN name = 'old' THEN now() END");
        service.Repeat(() => service.SendAsync("GET", "Users", token: revoked));

        await service.FiringAsync("credential-expiring", "credentials-refused", "no-requests");
    }
}
