using Microsoft.Extensions.DependencyInjection;
using Scim.Doubles;
using Scim.Grafana;
using Scim.Grafana.Client;
using Scim.Grafana.Reconciling;

namespace Scim.Tests.Grafana.Client;

public class MintedTokenTests
{
    private static readonly CancellationToken Ever = CancellationToken.None;

    [Test]
    public async Task A_service_account_and_a_token_are_made_once_and_used_again()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        for (var i = 0; i < 3; i++) Assert.That((await grafana.Client.WhoIsServiceAccountAsync(Ever))!.Login, Is.EqualTo("sa-1-scim"));

        Assert.That(Accounts(grafana), Is.EqualTo((string[])["1 sa-1-scim Admin"]));
        Assert.That(Tokens(grafana), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Calls_at_the_same_time_share_one_token()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => grafana.Client.FindTeamAsync("Ops", Ever)));

        Assert.That(Tokens(grafana), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_process_shares_the_account_and_has_a_token_of_its_own()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        await using var other = ConnectorServices.Build(new GrafanaOptions { Url = grafana.Double.Url, AdminUser = "admin", AdminPassword = "admin" });
        await grafana.Client.FindTeamAsync("Ops", Ever);
        await other.GetRequiredService<GrafanaTenants>()["default"].FindTeamAsync("Ops", Ever);

        Assert.That(Accounts(grafana), Has.Count.EqualTo(1));
        Assert.That(Tokens(grafana), Has.Count.EqualTo(2).And.Unique);

        await other.DisposeAsync();
        Assert.That(Tokens(grafana), Has.Count.EqualTo(1));
        await grafana.Client.FindTeamAsync("Ops", Ever);
    }

    [Test]
    public async Task A_token_is_made_anew_an_hour_before_its_end_and_ended_ones_are_deleted()
    {
        var clock = new ManualClock();
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions { Clock = clock });
        await grafana.Client.FindTeamAsync("Ops", Ever);
        var first = Tokens(grafana).Single();
        var account = grafana.Double.State.Read(x => x.Users.FindByLoginOrEmail("sa-1-scim")!.Id);
        await grafana.Grafana.AdminAsync($"POST /api/serviceaccounts/{account}/tokens", """{"name":"by hand","secondsToLive":60}""");

        clock.Advance(TimeSpan.FromHours(23) - TimeSpan.FromSeconds(1));
        await grafana.Client.FindTeamAsync("Ops", Ever);
        Assert.That(Tokens(grafana), Is.EqualTo((string[])["by hand", first]));

        clock.Advance(TimeSpan.FromSeconds(1));
        await grafana.Client.FindTeamAsync("Ops", Ever);
        var second = Tokens(grafana).Except(["by hand", first]).Single();

        clock.Advance(TimeSpan.FromHours(23));
        await grafana.Client.FindTeamAsync("Ops", Ever);
        Assert.That(Tokens(grafana), Has.Count.EqualTo(3).And.Contains("by hand").And.Contains(second).And.No.Contains(first));
        Assert.That(grafana.Double.Calls.Select(x => x.Status), Has.None.EqualTo(401));
    }

    [Test]
    public async Task A_token_ends_by_itself_within_a_day()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions { Clock = new ManualClock() });
        await grafana.Client.FindTeamAsync("Ops", Ever);

        Assert.That(grafana.Double.State.Read(x => x.Tokens.Values.Single().Expires - x.Tokens.Values.Single().Created), Is.EqualTo(TimeSpan.FromDays(1)));
    }

    [Test]
    public async Task The_token_is_deleted_when_the_process_stops_and_the_account_stays()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        await grafana.Client.FindTeamAsync("Ops", Ever);
        await grafana.Services.DisposeAsync();

        Assert.That(Tokens(grafana), Is.Empty);
        Assert.That(Accounts(grafana), Has.Count.EqualTo(1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_process_stops_without_a_token_or_without_Grafana_all_the_same(bool hasToken)
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        if (hasToken) await grafana.Client.FindTeamAsync("Ops", Ever);
        else _ = grafana.Client;
        await grafana.Double.GoAwayAsync();

        Assert.That(async () => await grafana.Services.DisposeAsync(), Throws.Nothing);
    }

    [TestCase("revoked")]
    [TestCase("deleted")]
    [TestCase("all lost")]
    public async Task A_token_that_Grafana_lost_is_made_anew_and_the_call_goes_on(string loss)
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        await grafana.Client.FindTeamAsync("Ops", Ever);
        var token = grafana.Double.State.Read(x => x.Tokens.Values.Single());
        if (loss == "revoked") token.IsRevoked = true;
        if (loss == "deleted") await grafana.Grafana.AdminAsync($"DELETE /api/serviceaccounts/{token.ServiceAccountId}/tokens/{token.Id}");
        if (loss == "all lost") grafana.Double.LoseState();

        await grafana.Client.FindTeamAsync("Ops", Ever);
        await grafana.Client.FindTeamAsync("Ops", Ever);
        Assert.That(grafana.Double.Calls.Count(x => x.Status == 401), Is.EqualTo(1));
        Assert.That(Accounts(grafana), Is.EqualTo((string[])["1 sa-1-scim Admin"]));
    }

    [Test]
    public async Task Where_every_token_is_refused_none_is_made_again_and_again()
    {
        var made = 0;
        using var handler = new InPlaceOfGrafana(request =>
        {
            var path = request.RequestUri!.AbsolutePath;
            if (request.Headers.Authorization?.Scheme == "Bearer") return InPlaceOfGrafana.Answer(401, """{"message": "Invalid"}""");
            if (path.EndsWith("/search", StringComparison.Ordinal)) return InPlaceOfGrafana.Answer(200, """{"serviceAccounts": [{"id": 1, "name": "scim", "role": "Admin", "isDisabled": false}]}""");
            if (!path.EndsWith("/tokens", StringComparison.Ordinal)) return InPlaceOfGrafana.Answer(200, """{"login": "admin", "orgId": 1, "isGrafanaAdmin": true, "version": "12.3.0"}""");
            return InPlaceOfGrafana.Answer(200, request.Method == HttpMethod.Post ? $$"""{"id": {{++made}}, "name": "x", "key": "glsa_{{made}}"}""" : "[]");
        });
        await using var services = ConnectorServices.Build(new GrafanaOptions { Url = new Uri("http://grafana"), AdminUser = "a", AdminPassword = "b" }, handler: handler);
        var check = services.GetRequiredService<AccessCheck>();

        for (var i = 0; i < 10; i++) Assert.That(await check.ProblemAsync("default", CancellationToken.None), Does.StartWith("Grafana does not accept the token"));

        Assert.That(made, Is.EqualTo(2));
    }

    [TestCase("Viewer", false, "of role Viewer")]
    [TestCase("Editor", false, "of role Editor")]
    [TestCase("Admin", true, "disabled")]
    public async Task An_account_that_may_too_little_is_not_used_and_not_changed(string role, bool isDisabled, string what)
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        await grafana.Grafana.AdminAsync("POST /api/serviceaccounts", $$"""{"name":"scim","role":"{{role}}","isDisabled":{{(isDisabled ? "true" : "false")}}}""");

        Assert.That(() => grafana.Client.FindTeamAsync("Ops", Ever), Throws.TypeOf<GrafanaUnauthorizedException>().With.Message.EqualTo(
            $"Grafana's service account \"scim\" is {what}. Make it an enabled one of role Admin, delete it so that it is made anew, or set Grafana__ServiceAccountToken."));
        Assert.That(Accounts(grafana), Is.EqualTo((string[])[$"1 sa-1-scim {role}"]));
        Assert.That(Tokens(grafana), Is.Empty);
    }

    [Test]
    public async Task Accounts_of_similar_names_are_others()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        await grafana.Grafana.AdminAsync("POST /api/serviceaccounts", """{"name":"scim viewer","role":"Viewer"}""");
        await grafana.Client.FindTeamAsync("Ops", Ever);

        Assert.That(Accounts(grafana), Is.EquivalentTo((string[])["1 sa-1-scim-viewer Viewer", "1 sa-1-scim Admin"]));
    }

    [Test]
    public async Task Each_organisation_has_an_account_and_a_token_of_its_own()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions(), x => x.Tenants["acme"] = new GrafanaTenantOptions { OrgId = 2 });
        await grafana.Grafana.AdminAsync("POST /api/orgs", """{"name":"Acme"}""");
        var acme = grafana.Services.GetRequiredService<GrafanaTenants>()["acme"];
        await grafana.Client.CreateTeamAsync("Ops", Ever);
        await acme.CreateTeamAsync("Ops", Ever);

        Assert.That(Accounts(grafana), Is.EqualTo((string[])["1 sa-1-scim Admin", "2 sa-2-scim Admin"]));
        Assert.That(grafana.Double.State.Read(x => x.Teams.Values.Select(team => team.OrgId).ToList()), Is.EqualTo((long[])[1, 2]));
    }

    [Test]
    public async Task An_organisation_that_the_admin_is_not_in_stops_nothing_else()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions(), x => x.Tenants["acme"] = new GrafanaTenantOptions { OrgId = 2 });
        await grafana.Grafana.AdminAsync("POST /api/orgs", """{"name":"Acme"}""");
        await grafana.Grafana.NewUserAsync("ada");
        await grafana.Grafana.AdminAsync("POST /api/orgs/2/users", """{"loginOrEmail":"ada","role":"Admin"}""");
        Assert.That((await grafana.Grafana.AdminAsync("DELETE /api/orgs/2/users/1")).Status, Is.EqualTo(200));

        for (var i = 0; i < 2; i++)
        {
            Assert.That(
                () => grafana.Services.GetRequiredService<GrafanaTenants>()["acme"].FindTeamAsync("Ops", Ever),
                Throws.TypeOf<GrafanaUnauthorizedException>().With.Message.EqualTo(
                    "Grafana does not let Grafana__AdminUser with Grafana__AdminPassword into organisation 2. Make the server admin a member of it, or set a ServiceAccountToken for it."));
        }

        Assert.That(await grafana.Client.FindUserAsync(1, Ever), Is.Not.Null);
        Assert.That(grafana.Double.IsBlocked("admin"), Is.False);
    }

    [Test]
    public async Task No_token_is_made_where_one_is_configured()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        var token = await grafana.Grafana.NewTokenAsync("Admin");
        await using var configured = ConnectorServices.Build(
            new GrafanaOptions { Url = grafana.Double.Url, AdminUser = "admin", AdminPassword = "admin", ServiceAccountToken = $"{token}\n" });
        await configured.GetRequiredService<GrafanaTenants>()["default"].CreateTeamAsync("Ops", Ever);

        Assert.That(Accounts(grafana), Is.EqualTo((string[])["1 sa-1-scim-admin Admin"]));
        Assert.That(Tokens(grafana), Has.Count.EqualTo(1));
    }

    private static List<string> Accounts(ConnectedClient grafana) => grafana.Double.State.Read(state => state.Users.All.Where(x => x.IsServiceAccount)
        .Select(x => $"{x.OrgId} {x.Login} {state.Orgs[x.OrgId].Roles[x.Id]}").Order(StringComparer.Ordinal).ToList());

    private static List<string> Tokens(ConnectedClient grafana) =>
        grafana.Double.State.Read(x => x.Tokens.Values.Select(token => token.Name).Order(StringComparer.Ordinal).ToList());
}
