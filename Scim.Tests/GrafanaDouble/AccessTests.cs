using System.Text.Json.Nodes;
using Scim.Doubles;

namespace Scim.Tests.Doubles;

public class AccessTests
{
    private const string ForTeams =
        "org.users:add org.users:read org.users:remove org.users:write teams.permissions:read teams.permissions:write teams:create teams:delete teams:read teams:write";

    private const string ForUsers = "users:create users:delete users:disable users:enable users:logout users:read users:write";

    [TestCase("Admin", ForTeams + " folders:create folders:read folders:write folders.permissions:read folders.permissions:write serviceaccounts:create", ForUsers + " orgs:create")]
    [TestCase("Editor", "folders:create", ForTeams + " " + ForUsers + " serviceaccounts:read")]
    [TestCase("Viewer", "", ForTeams + " " + ForUsers + " folders:create")]
    [TestCase("None", "", ForTeams + " " + ForUsers + " folders:create annotations:read")]
    public async Task A_service_account_may_what_its_role_may(string role, string has, string lacks)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var token = $"Bearer {await grafana.NewTokenAsync(role)}";

        var actions = (await grafana.SendAsync(token, "GET /api/access-control/user/actions?reloadcache=true")).Names.ToList();
        var permissions = await grafana.SendAsync(token, "GET /api/access-control/user/permissions");

        Assert.That(actions, Is.SupersetOf(Words(has)));
        Assert.That(actions.Intersect(Words(lacks)), Is.Empty);
        Assert.That(permissions.Names, Is.EquivalentTo(actions));
        Assert.That(permissions.Json.AsObject().Select(x => x.Value), Is.All.InstanceOf<JsonArray>());
    }

    [Test]
    public async Task A_server_admin_may_all()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        Assert.That((await grafana.AdminAsync("GET /api/access-control/user/actions")).Names, Is.SupersetOf(Words($"{ForTeams} {ForUsers}")));
    }

    [TestCase("GET /api/users/lookup?loginOrEmail=admin", "users:read")]
    [TestCase("GET /api/users", "users:read")]
    [TestCase("GET /api/users/1", "users:read")]
    [TestCase("PUT /api/users/1", "users:write")]
    [TestCase("POST /api/admin/users", "users:create")]
    [TestCase("POST /api/admin/users/1/disable", "users:disable")]
    [TestCase("POST /api/admin/users/1/enable", "users:enable")]
    [TestCase("POST /api/admin/users/1/logout", "users:logout")]
    [TestCase("DELETE /api/admin/users/1", "users:delete")]
    [TestCase("POST /api/orgs", "orgs:create")]
    [TestCase("GET /api/orgs", "orgs:read")]
    [TestCase("GET /api/orgs/2", "orgs:read")]
    [TestCase("GET /api/orgs/2/users", "org.users:read")]
    [TestCase("POST /api/orgs/2/users", "org.users:add")]
    public async Task A_token_is_refused_what_takes_a_server_admin(string call, string action)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        await grafana.AdminAsync("POST /api/orgs", """{"name":"Second"}""");

        var reply = await grafana.TokenAsync(call, "{}");

        Assert.That(reply.Summary, Is.EqualTo($"403 You'll need additional permissions to perform this action. Permissions needed: {action}"));
        Assert.That(reply.Names, Is.EqualTo((string[])["accessErrorId", "message", "title"]));
        Assert.That((reply.Text("title"), reply.Text("accessErrorId")[..3]), Is.EqualTo(("Access denied", "ACE")));
    }

    [Test]
    public async Task User_tells_who_a_token_belongs_to()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var reply = await grafana.TokenAsync("GET /api/user");

        Assert.That(reply.Text("uid"), Does.StartWith("service-account:"));
        Assert.That((reply.Text("login"), reply.Number("orgId"), reply.Flag("isGrafanaAdmin")), Is.EqualTo(("sa-1-scim-admin", 1, false)));
    }

    [Test]
    public async Task A_server_admin_without_an_organization_is_403()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var id = await grafana.NewUserAsync("root");
        await grafana.AdminAsync($"PUT /api/admin/users/{id}/permissions", """{"isGrafanaAdmin":true}""");
        Assert.That((await grafana.SendAsync(GrafanaFixture.Basic("root", "correct"), "GET /api/users")).Status, Is.EqualTo(200));

        await grafana.AdminAsync($"DELETE /api/orgs/1/users/{id}");

        Assert.That((await grafana.SendAsync(GrafanaFixture.Basic("root", "correct"), "GET /api/users")).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task Health_needs_nobody_and_may_hide_the_version()
    {
        await using var grafana = await GrafanaFixture.StartAsync("11.2.0");
        await using var discreet = await GrafanaFixture.StartAsync(new GrafanaDoubleOptions { HideVersion = true });

        var health = await grafana.SendAsync(null, "GET /api/health");
        Assert.That((health.Status, health.Text("version"), health.Text("database")), Is.EqualTo((200, "11.2.0", "ok")));
        Assert.That((await discreet.SendAsync(null, "GET /api/health")).Body, Is.EqualTo("""{"database":"ok"}"""));
    }

    [TestCase("GET /api/nothing")]
    [TestCase("PATCH /api/health")]
    [TestCase("GET /api/teams/1/groups")]
    [TestCase("POST /api/teams/1/groups")]
    public async Task A_route_that_does_not_exist_is_404(string call)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var reply = await grafana.AdminAsync(call);
        Assert.That((reply.Status, reply.Body), Is.EqualTo((404, """{"message":"Not found"}""")));
    }

    [TestCase("9.5.0")]
    [TestCase("14.0.0")]
    [TestCase("latest")]
    public void Another_version_cannot_be_had(string version) =>
        Assert.That(() => GrafanaFixture.StartAsync(version), Throws.ArgumentException.With.Message.Contains("no version from 10 to 13"));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
