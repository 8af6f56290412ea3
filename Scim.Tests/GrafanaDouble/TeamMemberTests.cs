using Scim.Doubles;

namespace Scim.Tests.Doubles;

public class TeamMemberTests
{
    [Test]
    public async Task A_member_comes_is_promoted_and_goes()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var (id, team) = (await grafana.NewUserAsync("ada"), await grafana.NewTeamAsync("crew"));
        var members = $"/api/teams/{team}/members";

        Assert.That((await grafana.TokenAsync($"POST {members}", $$"""{"userId":{{id}}}""")).Summary, Is.EqualTo("200 Member added to Team"));
        Assert.That((await grafana.TokenAsync($"POST {members}", $$"""{"userId":{{id}}}""")).Summary, Is.EqualTo("400 User is already added to this team"));
        Assert.That((await grafana.TokenAsync($"PUT {members}/{id}", """{"permission":4}""")).Summary, Is.EqualTo("200 Team member updated"));

        var member = (await grafana.TokenAsync($"GET {members}")).Json[0]!.AsObject();
        Assert.That(member.Select(x => x.Key), Is.SupersetOf((string[])["orgId", "teamId", "teamUID", "userId", "userUID", "auth_module", "email", "name", "login", "labels", "permission"]));
        Assert.That(((long)member["userId"]!, (string)member["email"]!, (int)member["permission"]!), Is.EqualTo((id, "ada@example.com", 4)));

        Assert.That((await grafana.TokenAsync($"DELETE {members}/{id}")).Summary, Is.EqualTo("200 Team Member removed"));
        Assert.That((await grafana.TokenAsync($"DELETE {members}/{id}")).Summary, Is.EqualTo("404 Team member not found"));
        Assert.That((await grafana.TokenAsync($"PUT {members}/{id}", """{"permission":4}""")).Summary, Is.EqualTo("404 Team member not found."));
    }

    [TestCase("POST /api/teams/99/members", """{"userId":1}""", "404 Team not found")]
    [TestCase("POST /api/teams/1/members", """{"userId":99}""", "500 Failed to add Member to Team")]
    [TestCase("POST /api/teams/1/members", """{"userId":"some-uid"}""", "400 bad request data")]
    [TestCase("POST /api/teams/1/members", "{}", "500 Failed to add Member to Team")]
    [TestCase("PUT /api/teams/1/members/some-uid", """{"permission":4}""", "400 userId is invalid")]
    [TestCase("DELETE /api/teams/99/members/1", null, "404 Team not found")]
    [TestCase("DELETE /api/teams/1/members/some-uid", null, "400 userId is invalid")]
    [TestCase("GET /api/teams/some-uid/members", null, "404 Team not found")]
    public async Task What_cannot_be_is_refused(string call, string? body, string expected)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        await grafana.NewTeamAsync("crew");
        Assert.That((await grafana.TokenAsync(call, body)).Summary, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_user_of_another_organization_cannot_be_added()
    {
        await using var grafana = await GrafanaFixture.StartAsync("13.0.0");
        var (id, team) = (await grafana.NewUserAsync("ada"), await grafana.NewTeamAsync("crew"));
        await grafana.AdminAsync($"DELETE /api/orgs/1/users/{id}");

        Assert.That((await grafana.TokenAsync($"POST /api/teams/{team}/members", $$"""{"userId":{{id}}}""")).Summary, Is.EqualTo("500 Failed to add Member to Team"));
        Assert.That((await grafana.TokenAsync($"PUT /api/teams/{team}/members", """{"members":["ada@example.com"]}""")).Summary, Is.EqualTo("404 user not found"));
    }

    [Test]
    public async Task Nobody_asks_whether_the_team_whose_members_are_listed_exists()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        Assert.That(await grafana.TokenAsync("GET /api/teams/99/members"), Has.Property("Status").EqualTo(200).And.Property("Body").EqualTo("[]"));
    }

    [TestCase("12.3.0", null, false)]
    [TestCase("12.3.0", true, true)]
    [TestCase("13.0.0", null, true)]
    [TestCase("13.0.0", false, false)]
    public async Task Before_13_members_cannot_be_replaced_at_once(string version, bool? setting, bool exists)
    {
        await using var grafana = await GrafanaFixture.StartAsync(new GrafanaDoubleOptions { Version = version, BulkMembers = setting });
        Assert.That((await grafana.TokenAsync("PUT /api/teams/99/members", """{"members":[]}""")).Summary, Is.EqualTo(exists ? "404 Team not found" : "404 Not found"));
        Assert.That((await grafana.TokenAsync("PUT /api/teams/99/members", """{"members":5}""")).Summary, Is.EqualTo(exists ? "400 bad request data" : "404 Not found"));
    }

    [Test]
    public async Task Replacing_removes_whoever_is_not_named()
    {
        await using var grafana = await GrafanaFixture.StartAsync("13.0.0");
        var team = await grafana.NewTeamAsync("crew");
        foreach (var login in (string[])["ada", "bob", "carol"]) await grafana.NewUserAsync(login);
        Task<Reply> ReplaceAsync(string body) => grafana.TokenAsync($"PUT /api/teams/{team}/members", body);
        async Task<string> MembersAsync() =>
            string.Join(' ', (await grafana.TokenAsync($"GET /api/teams/{team}/members")).Json.AsArray().Select(x => $"{x!["login"]}:{x["permission"]}"));

        Assert.That((await ReplaceAsync("""{"members":["ada@example.com","bob@example.com"],"admins":["carol@example.com"]}""")).Summary, Is.EqualTo("200 Team memberships have been updated"));
        Assert.That(await MembersAsync(), Is.EqualTo("ada:0 bob:0 carol:4"));

        await ReplaceAsync("""{"members":["carol@example.com"],"admins":["ada@example.com"]}""");
        Assert.That(await MembersAsync(), Is.EqualTo("ada:4 carol:0"));

        await ReplaceAsync("{}");
        Assert.That(await MembersAsync(), Is.Empty);
    }

    [TestCase("nobody@example.com")]
    [TestCase("Bob@example.com", TestName = "An e-mail in another case is unknown")]
    public async Task One_unknown_email_refuses_all_of_it(string email)
    {
        await using var grafana = await GrafanaFixture.StartAsync("13.0.0");
        var team = await grafana.NewTeamAsync("crew");
        foreach (var login in (string[])["ada", "bob"]) await grafana.NewUserAsync(login);
        await grafana.TokenAsync($"PUT /api/teams/{team}/members", """{"members":["ada@example.com"]}""");

        Assert.That((await grafana.TokenAsync($"PUT /api/teams/{team}/members", $$"""{"members":["bob@example.com","{{email}}"]}""")).Summary, Is.EqualTo("404 user not found"));

        Assert.That((await grafana.TokenAsync($"GET /api/teams/{team}/members")).All("login"), Is.EqualTo((string[])["ada"]));
    }
}
