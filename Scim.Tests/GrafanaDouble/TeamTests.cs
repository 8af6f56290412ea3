using Scim.Doubles;

namespace Scim.Tests.Doubles;

public class TeamTests
{
    [TestCase("10.4.2", "teamId message")]
    [TestCase("11.6.0", "teamId message")]
    [TestCase("12.3.0", "teamId uid message")]
    [TestCase("13.0.0", "teamId uid message")]
    public async Task A_created_team_is_told_by_its_id_and_later_its_uid(string version, string names)
    {
        await using var grafana = await GrafanaFixture.StartAsync(version);
        var reply = await grafana.TokenAsync("POST /api/teams", """{"name":"crew","email":"crew@example.com"}""");

        Assert.That(reply.Summary, Is.EqualTo("200 Team created"));
        Assert.That(string.Join(' ', reply.Names), Is.EqualTo(names));
        var team = await grafana.TokenAsync($"GET /api/teams/{reply.Number("teamId")}");
        Assert.That(
            (team.Text("name"), team.Text("email"), team.Number("orgId"), team.Number("memberCount"), team.Flag("isProvisioned")),
            Is.EqualTo(("crew", "crew@example.com", 1, 0, false)));
        Assert.That(team.Json["uid"] is not null, Is.EqualTo(version[..2] != "10"));
    }

    [Test]
    public async Task A_person_who_makes_a_team_is_its_admin_and_a_service_account_is_not()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var byPerson = (await grafana.AdminAsync("POST /api/teams", """{"name":"by person"}""")).Number("teamId");
        var byToken = await grafana.NewTeamAsync("by token");

        var members = await grafana.AdminAsync($"GET /api/teams/{byPerson}/members");
        Assert.That((members.All("login").Single(), members.All("permission").Single()), Is.EqualTo(("admin", "4")));
        Assert.That((await grafana.AdminAsync($"GET /api/teams/{byToken}/members")).Body, Is.EqualTo("[]"));
    }

    [TestCase("10.4.2", "POST /api/teams", """{"name":"crew"}""", "409 Team name taken")]
    [TestCase("10.4.2", "POST /api/teams", """{"email":"x"}""", "400 bad request data")]
    [TestCase("10.4.2", "POST /api/teams", "5", "400 bad request data")]
    [TestCase("10.4.2", "GET /api/teams/99", null, "404 Team not found")]
    [TestCase("10.4.2", "GET /api/teams/some-uid", null, "400 teamId is invalid")]
    [TestCase("11.0.0", "GET /api/teams/some-uid", null, "404 Team not found")]
    [TestCase("12.3.0", "PUT /api/teams/99", """{"name":"x"}""", "404 Team not found")]
    [TestCase("12.3.0", "PUT /api/teams/2", """{"name":"crew"}""", "400 Team name taken")]
    [TestCase("10.4.2", "DELETE /api/teams/99", null, "404 Failed to delete Team. ID not found")]
    [TestCase("12.3.0", "DELETE /api/teams/99", null, "404 Team not found")]
    public async Task What_cannot_be_is_refused(string version, string call, string? body, string expected)
    {
        await using var grafana = await GrafanaFixture.StartAsync(version);
        await grafana.NewTeamAsync("crew");
        await grafana.NewTeamAsync("other");
        Assert.That((await grafana.TokenAsync(call, body)).Summary, Is.EqualTo(expected));
    }

    [Test]
    public async Task An_update_replaces_name_and_email_and_may_keep_the_name()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var id = (await grafana.TokenAsync("POST /api/teams", """{"name":"crew","email":"crew@example.com"}""")).Number("teamId");

        Assert.That((await grafana.TokenAsync($"PUT /api/teams/{id}", """{"name":"crew"}""")).Summary, Is.EqualTo("200 Team updated"));
        Assert.That((await grafana.TokenAsync($"GET /api/teams/{id}")).Text("email"), Is.Empty);
        await grafana.TokenAsync($"PUT /api/teams/{id}", """{"name":"sailors"}""");
        Assert.That((await grafana.TokenAsync("POST /api/teams", """{"name":"crew"}""")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task From_11_on_a_uid_names_a_team()
    {
        await using var grafana = await GrafanaFixture.StartAsync("11.0.0");
        var id = await grafana.NewTeamAsync("crew");
        var uid = (await grafana.TokenAsync($"GET /api/teams/{id}")).Text("uid");

        Assert.That((await grafana.TokenAsync($"GET /api/teams/{uid}")).Number("id"), Is.EqualTo(id));
        Assert.That((await grafana.TokenAsync($"PUT /api/teams/{uid}", """{"name":"sailors"}""")).Status, Is.EqualTo(200));
        Assert.That((await grafana.TokenAsync($"DELETE /api/teams/{uid}")).Summary, Is.EqualTo("200 Team deleted"));
        Assert.That((await grafana.TokenAsync($"DELETE /api/teams/{uid}")).Summary, Is.EqualTo("404 Failed to delete Team. ID not found"));
    }

    [TestCase("name=crew", "crew")]
    [TestCase("name=cre", "")]
    [TestCase("name=Crew", "")]
    [TestCase("query=CRE", "crew,screen")]
    [TestCase("teamId=2", "screen")]
    [TestCase("perpage=1&page=2", "other")]
    [TestCase("sort=name-desc", "screen,other,crew")]
    public async Task Search_takes_an_exact_name_or_a_part(string query, string expected)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        foreach (var name in (string[])["other", "screen", "crew"]) await grafana.NewTeamAsync(name);

        var reply = await grafana.TokenAsync($"GET /api/teams/search?{query}");
        Assert.That(string.Join(',', reply.Json["teams"]!.AsArray().Select(x => (string)x!["name"]!)), Is.EqualTo(expected));
        Assert.That(reply.Names, Is.EqualTo((string[])["totalCount", "teams", "page", "perPage"]));
    }

    [Test]
    public async Task With_the_redirect_a_search_by_part_has_no_number_and_a_rename_clash_is_409()
    {
        await using var grafana = await GrafanaFixture.StartAsync(new GrafanaDoubleOptions { TeamsRedirect = true });
        var (crew, other) = (await grafana.NewTeamAsync("crew"), await grafana.NewTeamAsync("other"));

        var hit = (await grafana.TokenAsync("GET /api/teams/search?query=crew")).Json["teams"]![0]!.AsObject();
        Assert.That(((int)hit["id"]!, hit["uid"] is not null, hit.ContainsKey("memberCount")), Is.EqualTo((0, true, false)));
        Assert.That((long)(await grafana.TokenAsync("GET /api/teams/search?name=crew")).Json["teams"]![0]!["id"]!, Is.EqualTo(crew));
        Assert.That((await grafana.TokenAsync($"PUT /api/teams/{other}", """{"name":"crew"}""")).Summary, Is.EqualTo("409 Team name taken"));
    }

    [Test]
    public async Task Teams_of_another_organization_are_not_there()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        await grafana.AdminAsync("POST /api/orgs", """{"name":"Second"}""");
        var id = (await grafana.SendAsync(GrafanaFixture.Basic("admin", "admin"), "POST /api/teams", """{"name":"crew"}""", orgId: 2)).Number("teamId");

        Assert.That((await grafana.TokenAsync($"GET /api/teams/{id}")).Status, Is.EqualTo(404));
        Assert.That(await grafana.NewTeamAsync("crew"), Is.GreaterThan(id));
    }

    [TestCase("PUT /api/teams/1", """{"name":"other"}""", "400 Team name cannot be changed for provisioned teams")]
    [TestCase("PUT /api/teams/1", """{"name":"crew","email":"x"}""", "200 Team updated")]
    [TestCase("DELETE /api/teams/1", null, "400 Cannot delete provisioned teams")]
    [TestCase("POST /api/teams/1/members", """{"userId":1}""", "400 Team memberships cannot be updated for provisioned teams")]
    [TestCase("PUT /api/teams/1/members/1", """{"permission":4}""", "400 Team memberships cannot be updated for provisioned teams")]
    [TestCase("DELETE /api/teams/1/members/1", null, "400 Team memberships cannot be updated for provisioned teams")]
    [TestCase("PUT /api/teams/1/members", """{"members":[]}""", "400 Team memberships cannot be updated for provisioned teams")]
    public async Task A_provisioned_team_is_not_changed(string call, string? body, string expected)
    {
        await using var grafana = await GrafanaFixture.StartAsync("13.0.0");
        await grafana.NewTeamAsync("crew");
        grafana.Double.State.Change(x => x.Teams[1].IsProvisioned = true);
        Assert.That((await grafana.TokenAsync(call, body)).Summary, Is.EqualTo(expected));
    }
}
