using Scim.Doubles;

namespace Scim.Tests.Doubles;

public class OrgTests
{
    [Test]
    public async Task An_organization_is_made_once_and_its_maker_is_its_admin()
    {
        await using var grafana = await GrafanaFixture.StartAsync();

        Assert.That((await grafana.AdminAsync("POST /api/orgs", """{"name":"Second"}""")).Body, Is.EqualTo("""{"orgId":2,"message":"Organization created"}"""));

        Assert.That((await grafana.AdminAsync("POST /api/orgs", """{"name":"Second"}""")).Summary, Is.EqualTo("409 Organization name taken"));
        Assert.That((await grafana.AdminAsync("GET /api/orgs")).Body, Is.EqualTo("""[{"id":1,"name":"Main Org."},{"id":2,"name":"Second"}]"""));
        Assert.That((await grafana.AdminAsync("GET /api/orgs/2")).Text("name"), Is.EqualTo("Second"));
        Assert.That((await grafana.AdminAsync("GET /api/orgs/2/users")).All("role"), Is.EqualTo((string[])["Admin"]));
    }

    [TestCase("GET /api/orgs/99", "404 Organization not found")]
    [TestCase("GET /api/orgs/99/users", "404 Organization not found")]
    [TestCase("DELETE /api/orgs/99", "404 Failed to delete organization. ID not found")]
    [TestCase("DELETE /api/orgs/1", "400 Can not delete org for current user")]
    [TestCase("POST /api/orgs", "400 bad request data")]
    public async Task What_cannot_be_is_refused(string call, string expected)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        Assert.That((await grafana.AdminAsync(call, "5")).Summary, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_deleted_organization_takes_its_members_out_and_its_service_accounts_with_it()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        await grafana.AdminAsync("POST /api/orgs", """{"name":"Second"}""");
        var id = (await grafana.AdminAsync("POST /api/admin/users", """{"login":"ada","orgId":2}""")).Number("id");
        await grafana.SendAsync(GrafanaFixture.Basic("admin", "admin"), "POST /api/serviceaccounts", """{"name":"x"}""", orgId: 2);

        Assert.That((await grafana.AdminAsync("DELETE /api/orgs/2")).Summary, Is.EqualTo("200 Organization deleted"));

        Assert.That((await grafana.AdminAsync($"GET /api/users/{id}/orgs")).Body, Is.EqualTo("[]"));
        Assert.That((await grafana.AdminAsync("GET /api/users/lookup?loginOrEmail=sa-2-x")).Status, Is.EqualTo(404));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_user_joins_changes_role_and_leaves(bool byToken)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        await grafana.AdminAsync("POST /api/orgs", """{"name":"Second"}""");
        var id = (await grafana.AdminAsync("POST /api/admin/users", """{"login":"ada","orgId":2}""")).Number("id");
        var users = byToken ? "/api/org/users" : "/api/orgs/1/users";
        Task<Reply> SendAsync(string call, string? body = null) => byToken ? grafana.TokenAsync(call, body) : grafana.AdminAsync(call, body);

        var added = await SendAsync($"POST {users}", """{"loginOrEmail":"ada","role":"Viewer"}""");
        Assert.That((added.Summary, added.Number("userId")), Is.EqualTo(("200 User added to organization", id)));
        var again = await SendAsync($"POST {users}", """{"loginOrEmail":"ada","role":"Viewer"}""");
        Assert.That((again.Summary, again.Number("userId")), Is.EqualTo(("409 User is already member of this organization", id)));
        Assert.That((await SendAsync($"PATCH {users}/{id}", """{"role":"Editor"}""")).Summary, Is.EqualTo("200 Organization user updated"));

        var found = (await SendAsync($"GET {users}/search?query=ada&perpage=1")).Json;
        Assert.That((found["totalCount"]!.GetValue<int>(), found["page"]!.GetValue<int>(), found["perPage"]!.GetValue<int>()), Is.EqualTo((1, 1, 1)));
        var user = found["orgUsers"]![0]!.AsObject();
        Assert.That(((long)user["userId"]!, (string)user["role"]!, (bool)user["isDisabled"]!, (bool)user["isExternallySynced"]!), Is.EqualTo((id, "Editor", false, false)));
        Assert.That((await SendAsync($"GET {users}?query=ada")).All("login"), Is.EqualTo((string[])["ada"]));

        Assert.That((await SendAsync($"DELETE {users}/{id}")).Summary, Is.EqualTo("200 User removed from organization"));
        Assert.That((await SendAsync($"GET {users}")).All("login"), Is.EqualTo((string[])["admin"]));
    }

    [Test]
    public async Task Through_the_own_organization_a_user_without_another_is_deleted()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var (kept, deleted) = (await grafana.NewUserAsync("kept"), await grafana.NewUserAsync("deleted"));

        Assert.That((await grafana.AdminAsync($"DELETE /api/orgs/1/users/{kept}")).Summary, Is.EqualTo("200 User removed from organization"));
        Assert.That((await grafana.TokenAsync($"DELETE /api/org/users/{deleted}")).Summary, Is.EqualTo("200 User deleted"));

        Assert.That((await grafana.AdminAsync($"GET /api/users/{kept}")).Number("orgId"), Is.Zero);
        Assert.That((await grafana.AdminAsync($"GET /api/users/{deleted}")).Status, Is.EqualTo(404));
    }

    [TestCase("POST /api/orgs/1/users", """{"loginOrEmail":"nobody","role":"Viewer"}""", "404 User not found")]
    [TestCase("POST /api/orgs/1/users", """{"loginOrEmail":"ada","role":"Owner"}""", "400 Invalid role specified")]
    [TestCase("PATCH /api/orgs/1/users/1", """{"role":"Owner"}""", "400 Invalid role specified")]
    [TestCase("PATCH /api/orgs/1/users/1", """{"role":"Viewer"}""", "400 Cannot change role so that there is no organization admin left")]
    [TestCase("PATCH /api/orgs/1/users/99", """{"role":"Viewer"}""", "404 user not found")]
    [TestCase("PATCH /api/orgs/2/users/2", """{"role":"Viewer"}""", "500 Failed update org user")]
    [TestCase("DELETE /api/orgs/1/users/1", null, "400 Cannot remove last organization admin")]
    [TestCase("DELETE /api/orgs/1/users/99", null, "500 Failed to remove user from organization")]
    [TestCase("DELETE /api/org/users/some-uid", null, "400 userId is invalid")]
    public async Task A_membership_that_cannot_be_is_refused(string call, string? body, string expected)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        await grafana.NewUserAsync("ada");
        await grafana.AdminAsync("POST /api/orgs", """{"name":"Second"}""");
        Assert.That((await grafana.AdminAsync(call, body)).Summary, Is.EqualTo(expected));
    }

    [Test]
    public async Task Nobody_gives_a_role_above_its_own()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var ada = await grafana.NewUserAsync("ada");
        await grafana.AdminAsync($"PATCH /api/orgs/1/users/{ada}", """{"role":"Editor"}""");
        Assert.That((await grafana.SendAsync(GrafanaFixture.Basic("ada", "correct"), "POST /api/org/users", """{"loginOrEmail":"bob","role":"Admin"}""")).Status, Is.EqualTo(403));
        Assert.That((await grafana.TokenAsync($"PATCH /api/org/users/{ada}", """{"role":"Admin"}""")).Status, Is.EqualTo(200));
    }

    [TestCase(true, "403 cannot change role for externally synced user", "org.externallySynced")]
    [TestCase(false, "200 Organization user updated", null)]
    public async Task The_role_of_an_external_user_belongs_to_the_sign_in_where_it_is_synced(bool sync, string expected, string? messageId)
    {
        await using var grafana = await GrafanaFixture.StartAsync(new GrafanaDoubleOptions { OrgRoleSync = sync });
        var id = await grafana.NewUserAsync("ada");
        grafana.Double.SignIn("ada@example.com");

        var reply = await grafana.AdminAsync($"PATCH /api/orgs/1/users/{id}", """{"role":"Editor"}""");
        Assert.That((reply.Summary, reply.MessageId), Is.EqualTo((expected, messageId)));
    }

    [Test]
    public async Task Leaving_an_organization_is_leaving_its_teams()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var (id, team) = (await grafana.NewUserAsync("ada"), await grafana.NewTeamAsync("crew"));
        await grafana.TokenAsync($"POST /api/teams/{team}/members", $$"""{"userId":{{id}}}""");

        await grafana.AdminAsync($"DELETE /api/orgs/1/users/{id}");

        Assert.That((await grafana.TokenAsync($"GET /api/teams/{team}/members")).Body, Is.EqualTo("[]"));
    }
}
