using Scim.Doubles;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

/// <summary>Leavers, by policy and by whether they have signed in through SSO.</summary>
public class DeactivationTests
{
    [Test]
    public async Task One_who_never_signed_in_is_disabled_and_enabled_again()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var login = $"{Some.Name("leaver")}@x.org";
        var user = await scim.NewUserAsync(login);
        var team = Some.Name("Team");
        await scim.NewGroupAsync(team, user);
        await scim.SettledAsync();

        await scim.SetActiveAsync(user, false);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.DescribeAsync(login), Does.EndWith(" disabled"));
        Assert.That(await scim.Grafana.MembersAsync(team), Is.Empty);

        await scim.SetActiveAsync(user, true);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.DescribeAsync(login), Does.EndWith(" Viewer"));
        Assert.That(await scim.Grafana.MembersAsync(team), Is.EqualTo(login), "the memberships were kept");
    }

    [TestCase("10.4.2")]
    [TestCase("12.3.0")]
    public async Task One_who_signed_in_through_SSO_leaves_the_organisation_and_its_sessions_end(string version)
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions { Version = version });
        var user = await scim.NewUserAsync("eve@x.org", """ "roles": [{"value": "Admin"}] """);
        await scim.NewGroupAsync("Ops", user);
        await scim.SettledAsync();
        Assert.That(scim.Grafana.Double.SignIn("eve@x.org"), Is.True);
        Assert.That(scim.Grafana.Double.Sessions("eve@x.org"), Is.EqualTo(1));

        await scim.SetActiveAsync(user, false);
        await scim.SettledAsync();

        Assert.That(await scim.Grafana.RoleAsync("eve@x.org"), Is.Null);
        Assert.That(await scim.Grafana.MembersAsync("Ops"), Is.Empty);
        Assert.That(scim.Grafana.Double.Sessions("eve@x.org"), Is.Zero);
        Assert.That(scim.Grafana.Double.Calls.Where(x => x.Status >= 500), Is.Empty, "what Grafana would refuse is not tried");

        await scim.SetActiveAsync(user, true);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.DescribeAsync("eve@x.org"), Does.EndWith(" Admin"));
        Assert.That(await scim.Grafana.MembersAsync("Ops"), Is.EqualTo("eve@x.org"));
    }

    [Test]
    public async Task One_who_signs_in_just_then_is_closed_at_the_next_try()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var user = await scim.NewUserAsync("eve@x.org");
        await scim.SettledAsync();
        var grafana = scim.Grafana.Double;
        grafana.Faults.OnCall = call =>
        {
            if (call.Path.EndsWith("/disable", StringComparison.Ordinal)) grafana.SignIn("eve@x.org");
            return Task.CompletedTask;
        };

        await scim.SetActiveAsync(user, false);
        await scim.SettledAsync();

        Assert.That(grafana.Calls.Count(x => x.Status == 500), Is.EqualTo(1));
        Assert.That(await scim.Grafana.RoleAsync("eve@x.org"), Is.Null);
        Assert.That(grafana.Sessions("eve@x.org"), Is.Zero);
    }

    [Test]
    public async Task One_who_comes_back_through_SSO_is_taken_out_again([Values] bool isDeleted)
    {
        await using var scim = await ConnectedScim.StartAsync();
        var user = await scim.NewUserAsync("eve@x.org");
        await scim.SettledAsync();
        scim.Grafana.Double.SignIn("eve@x.org");
        if (isDeleted) await scim.DeleteAsync($"Users/{user}");
        else await scim.SetActiveAsync(user, false);
        await scim.SettledAsync();

        // What a sign-in does where Grafana's role sync is on.
        await scim.Grafana.SendAsync("POST", $"api/orgs/{scim.Grafana.OrgId}/users", new { loginOrEmail = "eve@x.org", role = "Editor" });
        scim.Grafana.Double.SignIn("eve@x.org");
        await scim.CompareAllAsync();

        Assert.That(await scim.Grafana.RoleAsync("eve@x.org"), Is.Null);
        Assert.That(scim.Grafana.Double.Sessions("eve@x.org"), Is.Zero);
    }

    [Test]
    public async Task By_policy_the_account_is_deleted_and_made_anew_on_return([Values] bool signedIn)
    {
        await using var scim = await ConnectedScim.StartAsync(("Deactivation", "Delete"));
        var login = $"{Some.Name("leaver")}@x.org";
        var user = await scim.NewUserAsync(login);
        var team = Some.Name("Team");
        await scim.NewGroupAsync(team, user);
        await scim.SettledAsync();
        if (signedIn) scim.Grafana.Double.SignIn(login);

        await scim.SetActiveAsync(user, false);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.UserAsync(login), Is.Null);
        Assert.That(await scim.Grafana.MembersAsync(team), Is.Empty);

        await scim.SetActiveAsync(user, true);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.DescribeAsync(login), Does.EndWith(" Viewer"));
        Assert.That(await scim.Grafana.MembersAsync(team), Is.EqualTo(login));
    }

    [Test]
    public async Task A_deleted_leaver_does_not_take_a_later_account_of_that_name([Values("Disable", "Delete")] string policy)
    {
        await using var scim = await ConnectedScim.StartAsync(("Deactivation", policy));
        var login = $"{Some.Name("leaver")}@x.org";
        var user = await scim.NewUserAsync(login);
        await scim.SettledAsync();
        await scim.DeleteAsync($"Users/{user}");
        await scim.SettledAsync();
        if (policy == "Disable") await scim.Grafana.SendAsync("DELETE", $"api/admin/users/{await scim.Grafana.UserIdAsync(login)}");

        await scim.CompareAllAsync();
        await scim.Grafana.NewUserAsync(login, "Another person");
        await scim.CompareAllAsync();

        Assert.That(await scim.Grafana.DescribeAsync(login), Is.EqualTo($"{login} {login} 'Another person' Viewer"));
    }
}
