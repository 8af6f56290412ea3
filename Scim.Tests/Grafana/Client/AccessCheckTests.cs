using Microsoft.Extensions.DependencyInjection;
using Scim.Doubles;
using Scim.Grafana;
using Scim.Grafana.Reconciling;
using Scim.Tests.Doubles;

namespace Scim.Tests.Grafana.Client;

public class AccessCheckTests
{
    private static readonly CancellationToken Ever = CancellationToken.None;

    [TestCase("10.4.2")]
    [TestCase("11.6.0")]
    [TestCase("12.3.0")]
    [TestCase("13.0.0")]
    public async Task There_is_no_problem_with_a_server_admin_alone_or_with_tokens_of_role_Admin(string version)
    {
        await using var fixture = await GrafanaFixture.StartAsync(version);
        await fixture.AdminAsync("POST /api/orgs", """{"name":"Acme"}""");
        var folders = new FolderOptions { Title = "Ops", Group = "*", Permission = FolderPermission.Edit };
        var options = Options(fixture);
        options.Folders.Add(folders);
        options.Tenants["acme"] = new GrafanaTenantOptions { OrgId = 2 };
        await using (var minting = ConnectorServices.Build(options))
        {
            Assert.That(await ProblemAsync(minting), Is.Null);
            Assert.That(await ProblemAsync(minting, "acme"), Is.Null);
        }

        options.ServiceAccountToken = await TokenAsync(fixture, "Admin", 1);
        options.Tenants["acme"].ServiceAccountToken = await TokenAsync(fixture, "Admin", 2);
        await using var configured = ConnectorServices.Build(options);
        Assert.That(await ProblemAsync(configured), Is.Null);
        Assert.That(await ProblemAsync(configured, "acme"), Is.Null);
    }

    [TestCase("wrong password", "Grafana does not accept Grafana__AdminUser with Grafana__AdminPassword. Set a right one and start again; until then it is tried once in 10 minutes, because Grafana locks accounts out.")]
    [TestCase("no server admin", "Grafana__AdminUser is ada, who is no server admin of Grafana. An admin of an organisation is not enough to manage users.")]
    [TestCase("no organisation", "Grafana has no organisation 9; set Grafana__OrgId to one that it has.")]
    [TestCase("wrong token", "Grafana does not accept Grafana__ServiceAccountToken. Set a right one and start again; until then it is tried once in 10 minutes, because Grafana locks accounts out.")]
    [TestCase("token of another organisation", "Grafana__ServiceAccountToken is of organisation 2, not 1. Tokens belong to one organisation; make one in that.")]
    [TestCase("token of a viewer", "The service account sa-1-scim-viewer lacks teams:create, teams:read, teams:write, teams:delete, teams.permissions:read, teams.permissions:write. Give it the role Admin in organisation 1.")]
    [TestCase("token of a viewer, with folders", "The service account sa-1-scim-viewer lacks teams:create, teams:read, teams:write, teams:delete, teams.permissions:read, teams.permissions:write, folders:create, folders:read, folders.permissions:read, folders.permissions:write. Give it the role Admin in organisation 1.")]
    [TestCase("own account of a viewer", "Grafana's service account \"scim\" is of role Viewer. Make it an enabled one of role Admin, delete it so that it is made anew, or set Grafana__ServiceAccountToken.")]
    [TestCase("another server", "What answered GET /api/health is not Grafana, or not in its right mind. Check Grafana__Url.")]
    public async Task A_problem_of_the_default_tenant_is_said_with_what_to_set(string problem, string message)
    {
        await using var fixture = await GrafanaFixture.StartAsync();
        await fixture.AdminAsync("POST /api/orgs", """{"name":"Acme"}""");
        var options = Options(fixture);
        if (problem == "wrong password") options.AdminPassword = "wrong";
        if (problem == "no server admin") (options.AdminUser, options.AdminPassword) = (await NewAdminAsync(fixture), "correct");
        if (problem == "no organisation") options.OrgId = 9;
        if (problem == "wrong token") options.ServiceAccountToken = "glsa_wrong";
        if (problem == "token of another organisation") options.ServiceAccountToken = await TokenAsync(fixture, "Admin", 2);
        if (problem.StartsWith("token of a viewer", StringComparison.Ordinal)) options.ServiceAccountToken = await TokenAsync(fixture, "Viewer", 1);
        if (problem.EndsWith("with folders", StringComparison.Ordinal)) options.Folders.Add(new FolderOptions());
        if (problem == "own account of a viewer") await fixture.AdminAsync("POST /api/serviceaccounts", """{"name":"scim","role":"Viewer"}""");
        if (problem == "another server") options.Url = new Uri(fixture.Double.Url, "/elsewhere");
        await using var services = ConnectorServices.Build(options);

        Assert.That(await ProblemAsync(services), Is.EqualTo(message));
    }

    [TestCase("no organisation", "Grafana has no organisation 9; set Grafana__Tenants__acme__OrgId to one that it has.")]
    [TestCase("wrong token", "Grafana does not accept Grafana__Tenants__acme__ServiceAccountToken. Set a right one and start again; until then it is tried once in 10 minutes, because Grafana locks accounts out.")]
    [TestCase("token of another organisation", "Grafana__Tenants__acme__ServiceAccountToken is of organisation 1, not 2. Tokens belong to one organisation; make one in that.")]
    public async Task A_problem_of_a_further_tenant_is_its_own(string problem, string message)
    {
        await using var fixture = await GrafanaFixture.StartAsync();
        await fixture.AdminAsync("POST /api/orgs", """{"name":"Acme"}""");
        var options = Options(fixture);
        var acme = options.Tenants["acme"] = new GrafanaTenantOptions { OrgId = problem == "no organisation" ? 9 : 2 };
        if (problem == "wrong token") acme.ServiceAccountToken = "glsa_wrong";
        if (problem == "token of another organisation") acme.ServiceAccountToken = await TokenAsync(fixture, "Admin", 1);
        await using var services = ConnectorServices.Build(options);

        Assert.That(await ProblemAsync(services, "acme"), Is.EqualTo(message));
        Assert.That(await ProblemAsync(services), Is.Null);
    }

    [TestCase("9.5.21", "Grafana is 9.5.21; it must be 10 or later.")]
    [TestCase("8.0.0-beta1", "Grafana is 8.0.0-beta1; it must be 10 or later.")]
    public async Task A_Grafana_that_is_too_old_is_said_to_be(string version, string message)
    {
        using var handler = new InPlaceOfGrafana(_ => InPlaceOfGrafana.Answer(200, $$"""{"database": "ok", "version": "{{version}}"}"""));
        await using var services = ConnectorServices.Build(new GrafanaOptions { Url = new Uri("http://grafana"), AdminUser = "admin", AdminPassword = "admin" }, handler: handler);

        Assert.That(await ProblemAsync(services), Is.EqualTo(message));
        Assert.That(handler.Calls, Has.Count.EqualTo(1), "no credential is sent to it");
    }

    [Test]
    public async Task A_hidden_version_is_no_problem()
    {
        await using var fixture = await GrafanaFixture.StartAsync(new GrafanaDoubleOptions { HideVersion = true });
        await using var services = ConnectorServices.Build(Options(fixture));

        Assert.That(await ProblemAsync(services), Is.Null);
    }

    [Test]
    public async Task A_Grafana_that_is_away_is_a_problem_until_it_is_back()
    {
        await using var fixture = await GrafanaFixture.StartAsync();
        await using var services = ConnectorServices.Build(Options(fixture));
        await fixture.Double.GoAwayAsync();
        Assert.That(await ProblemAsync(services), Does.StartWith("Grafana does not answer GET /api/health: "));

        await fixture.Double.ComeBackAsync();
        Assert.That(await ProblemAsync(services), Is.Null);
    }

    private static GrafanaOptions Options(GrafanaFixture fixture) => new() { Url = fixture.Double.Url, AdminUser = "admin", AdminPassword = "admin" };

    private static Task<string?> ProblemAsync(ServiceProvider services, string tenant = "default") => services.GetRequiredService<AccessCheck>().ProblemAsync(tenant, Ever);

    /// <returns>The login of somebody who is admin of the organisation, and no more.</returns>
    private static async Task<string> NewAdminAsync(GrafanaFixture fixture)
    {
        await fixture.AdminAsync($"PATCH /api/orgs/1/users/{await fixture.NewUserAsync("ada")}", """{"role":"Admin"}""");
        return "ada";
    }

    private static async Task<string> TokenAsync(GrafanaFixture fixture, string role, long orgId)
    {
        var admin = GrafanaFixture.Basic("admin", "admin");
        var account = await fixture.SendAsync(admin, "POST /api/serviceaccounts", $$"""{"name":"scim {{role}}","role":"{{role}}"}""", orgId);
        return (await fixture.SendAsync(admin, $"POST /api/serviceaccounts/{account.Number("id")}/tokens", """{"name":"scim"}""", orgId)).Text("key");
    }
}
