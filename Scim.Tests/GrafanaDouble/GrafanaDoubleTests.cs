using System.Diagnostics;
using Scim.Doubles;
using Scim.Doubles.State;

namespace Scim.Tests.Doubles;

public class GrafanaDoubleTests
{
    [Test]
    public async Task Calls_are_kept_with_who_made_them_and_what_they_were_answered()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        await grafana.AdminAsync("POST /api/orgs?x=1", """{"name":"Second"}""");
        await grafana.SendAsync(null, "GET /api/orgs");
        await grafana.SendAsync(null, "GET /");

        Assert.That(grafana.Double.Calls, Is.EqualTo((GrafanaCall[])
        [
            new GrafanaCall(1, "POST", "/api/orgs?x=1", 200, "admin", """{"name":"Second"}"""),
            new GrafanaCall(2, "GET", "/api/orgs", 401, null, ""),
        ]));
        grafana.Double.ClearCalls();
        Assert.That(grafana.Double.Calls, Is.Empty);
    }

    [Test]
    public async Task Prometheus_may_read_it_without_a_credential()
    {
        await using var grafana = await GrafanaFixture.StartAsync("12.3.0");
        using var client = new HttpClient { BaseAddress = grafana.Double.Url };

        Assert.That(await client.GetStringAsync("metrics"), Does.Match("(?m)^grafana_build_info\\{.*version=\"12\\.3\\.0\"\\} 1\n"));
        Assert.That(grafana.Double.Calls, Is.Empty, "it is no call of the API");
    }

    [Test]
    public async Task It_goes_away_and_comes_back_with_all_it_had()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var (id, url) = (await grafana.NewUserAsync("ada"), grafana.Double.Url);

        await grafana.Double.GoAwayAsync();
        await grafana.Double.GoAwayAsync();
        Assert.That(() => grafana.AdminAsync("GET /api/user"), Throws.InstanceOf<HttpRequestException>().With.Property("HttpRequestError").EqualTo(HttpRequestError.ConnectionError));

        await grafana.Double.ComeBackAsync();
        Assert.That(grafana.Double.Url, Is.EqualTo(url));
        Assert.That((await grafana.AdminAsync($"GET /api/users/{id}")).Text("login"), Is.EqualTo("ada"));
    }

    [Test]
    public async Task Going_away_cuts_what_is_held_up()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var arrived = new TaskCompletionSource();
        grafana.Double.Faults.OnCall = _ => Task.FromResult(arrived.TrySetResult());
        grafana.Double.Faults.Add(Scim.Doubles.Faults.GrafanaFault.Delay(TimeSpan.FromMinutes(10)));
        var call = grafana.AdminAsync("GET /api/user");
        await arrived.Task;

        await grafana.Double.GoAwayAsync();

        Assert.That(() => call, Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task A_new_database_knows_the_admin_alone_and_counts_from_1()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var token = $"Bearer {await grafana.NewTokenAsync("Admin")}";
        var user = await grafana.NewUserAsync("ada");
        var uid = (await grafana.AdminAsync($"GET /api/users/{user}")).Text("uid");
        await grafana.SendAsync(token, "POST /api/teams", """{"name":"crew"}""");
        await grafana.SendAsync(token, "POST /api/folders", """{"title":"Operations"}""");

        grafana.Double.LoseState();

        Assert.That((await grafana.SendAsync(token, "GET /api/user")).MessageId, Is.EqualTo("api-key.invalid"));
        Assert.That((await grafana.AdminAsync("GET /api/users")).All("login"), Is.EqualTo((string[])["admin"]));
        Assert.That((await grafana.AdminAsync("GET /api/folders")).Body, Is.EqualTo("[]"));
        Assert.That(await grafana.NewUserAsync("bob"), Is.EqualTo(user - 1));
        Assert.That((await grafana.AdminAsync($"GET /api/users/{user - 1}")).Text("uid"), Is.Not.EqualTo(uid));
        Assert.That((await grafana.AdminAsync("POST /api/teams", """{"name":"crew"}""")).Number("teamId"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_admin_is_who_the_settings_say()
    {
        await using var grafana = await GrafanaFixture.StartAsync(new GrafanaDoubleOptions { AdminUser = "root", AdminPassword = "secret" });
        Assert.That((await grafana.SendAsync(GrafanaFixture.Basic("root", "secret"), "GET /api/user")).Flag("isGrafanaAdmin"), Is.True);
        Assert.That((await grafana.AdminAsync("GET /api/user")).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_thousand_calls_at_once_are_all_answered()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var team = await grafana.NewTeamAsync("crew");

        var replies = await Task.WhenAll(Enumerable.Range(0, 1200).Select(async i => i % 3 == 0
            ? await grafana.TokenAsync($"GET /api/teams/{team}/members")
            : await grafana.AdminAsync("POST /api/admin/users", $$"""{"login":"user{{i}}"}""")));

        Assert.That(replies.Select(x => x.Status), Is.All.EqualTo(200));
        Assert.That(grafana.Double.State.Read(x => x.Users.People.Count()), Is.EqualTo(801));
        Assert.That(grafana.Double.Calls, Has.Count.EqualTo(1203));
    }

    [Test]
    public async Task Fifty_thousand_members_are_no_trouble()
    {
        const int count = 50_000;
        await using var grafana = await GrafanaFixture.StartAsync("13.0.0");
        var team = await grafana.NewTeamAsync("crew");
        await Parallel.ForAsync(0, 8, async (part, _) =>
        {
            for (var i = part; i < count; i += 8) await grafana.AdminAsync("POST /api/admin/users", $$"""{"login":"user{{i}}"}""");
        });
        var emails = string.Join(',', Enumerable.Range(0, count).Select(x => $"\"user{x}\""));
        var watch = Stopwatch.StartNew();

        Assert.That((await grafana.TokenAsync($"PUT /api/teams/{team}/members", $$"""{"members":[{{emails}}]}""")).Status, Is.EqualTo(200));
        Assert.That((await grafana.TokenAsync($"GET /api/teams/{team}/members")).Json.AsArray(), Has.Count.EqualTo(count));
        Assert.That((await grafana.AdminAsync("GET /api/users/search?page=50&query=user")).Number("totalCount"), Is.EqualTo(count));
        Assert.That((await grafana.TokenAsync($"DELETE /api/teams/{team}")).Status, Is.EqualTo(200));

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task The_state_can_be_read_in_process()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var (id, team) = (await grafana.NewUserAsync("ada"), await grafana.NewTeamAsync("crew"));
        await grafana.TokenAsync($"POST /api/teams/{team}/members", $$"""{"userId":{{id}}}""");

        Assert.That(
            grafana.Double.State.Read(x => (x.Users.Find(id)!.Login, x.Orgs[1].Roles[id], x.Teams[team].Members[id])),
            Is.EqualTo(("ada", OrgRole.Viewer, GrafanaTeam.Member)));
    }
}
