using Scim.Doubles;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

/// <summary>The organisation role, from <c>roles</c> and from groups.</summary>
public class RoleTests
{
    private static readonly (string Name, string Value)[] GroupRoles =
    [
        ("GroupRoles:0:Group", "Grafana Admins"), ("GroupRoles:0:Role", "Admin"),
        ("GroupRoles:1:Group", "grafana editors"), ("GroupRoles:1:Role", "Editor"),
    ];

    [Test]
    public async Task The_highest_of_all_roles_wins_and_goes_with_what_gave_it()
    {
        await using var scim = await ConnectedScim.StartAsync(GroupRoles);
        var login = $"{Some.Name("ida")}@x.org";
        var user = await scim.NewUserAsync(login, """ "roles": [{"value": "viewer"}] """);
        var editors = await scim.NewGroupAsync("Grafana Editors", user);
        var admins = await scim.NewGroupAsync("Grafana Admins");
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.RoleAsync(login), Is.EqualTo("Editor"));

        await scim.AddMembersAsync(admins, user);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.RoleAsync(login), Is.EqualTo("Admin"));

        await scim.RemoveMemberAsync(admins, user);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.RoleAsync(login), Is.EqualTo("Editor"));

        await scim.DeleteAsync($"Groups/{editors}");
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.RoleAsync(login), Is.EqualTo("Viewer"));
    }

    [Test]
    public async Task A_role_comes_through_groups_in_groups_and_through_a_new_name()
    {
        await using var scim = await ConnectedScim.StartAsync(GroupRoles);
        var login = $"{Some.Name("jo")}@x.org";
        var user = await scim.NewUserAsync(login);
        var inner = await scim.NewGroupAsync("Inner", user);
        var middle = await scim.NewGroupAsync("Middle", inner);
        var outer = await scim.NewGroupAsync("Outer", middle);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.RoleAsync(login), Is.EqualTo("Viewer"));

        await scim.PatchAsync($"Groups/{outer}", """{"op": "replace", "path": "displayName", "value": "GRAFANA ADMINS"}""");
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.RoleAsync(login), Is.EqualTo("Admin"));

        await scim.RemoveMemberAsync(outer, middle);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.RoleAsync(login), Is.EqualTo("Viewer"));
    }

    [Test]
    public async Task A_role_given_by_hand_stays_where_SCIM_says_none()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var login = $"{Some.Name("max")}@x.org";
        var user = await scim.NewUserAsync(login);
        await scim.SettledAsync();
        await scim.Grafana.SendAsync("PATCH", $"api/orgs/{scim.Grafana.OrgId}/users/{await scim.Grafana.UserIdAsync(login)}", new { role = "Editor" });

        await scim.PatchAsync($"Users/{user}", """{"op": "replace", "path": "displayName", "value": "Max"}""");
        await scim.CompareAllAsync();

        Assert.That(await scim.Grafana.DescribeAsync(login), Is.EqualTo($"{login} {login} 'Max' Editor"));
    }

    [Test]
    public async Task A_role_that_SCIM_says_is_restored()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var login = $"{Some.Name("max")}@x.org";
        await scim.NewUserAsync(login, """ "roles": [{"value": "Viewer", "primary": true}] """);
        await scim.SettledAsync();
        await scim.Grafana.SendAsync("PATCH", $"api/orgs/{scim.Grafana.OrgId}/users/{await scim.Grafana.UserIdAsync(login)}", new { role = "Admin" });

        Assert.That(await scim.CompareAllAsync(), Is.EqualTo(1));
        Assert.That(await scim.Grafana.RoleAsync(login), Is.EqualTo("Viewer"));
    }

    [TestCase("None")]
    [TestCase("Editor")]
    public async Task The_default_role_is_set(string role)
    {
        await using var scim = await ConnectedScim.StartAsync(("DefaultRole", role));
        var login = $"{Some.Name("nn")}@x.org";
        await scim.NewUserAsync(login);
        await scim.SettledAsync();

        Assert.That(await scim.Grafana.RoleAsync(login), Is.EqualTo(role));
    }

    [Test]
    public async Task A_role_that_SSO_sets_is_left_to_it()
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions { OrgRoleSync = true });
        var user = await scim.NewUserAsync("eve@x.org");
        await scim.SettledAsync();
        scim.Grafana.Double.SignIn("eve@x.org");

        await scim.PatchAsync($"Users/{user}", """{"op": "add", "path": "roles", "value": [{"value": "Admin"}]}""");
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.RoleAsync("eve@x.org"), Is.EqualTo("Viewer"));
        Assert.That(await scim.CompareAllAsync(), Is.Zero, "it is not tried again and again");
    }

    [Test]
    public async Task A_member_of_very_many_changes_only_those_whose_role_changes()
    {
        await using var scim = await ConnectedScim.StartAsync(GroupRoles);
        var login = $"{Some.Name("one")}@x.org";
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => scim.NewUserAsync($"{Some.Name()}@x.org")));
        var one = await scim.NewUserAsync(login);
        var admins = await scim.NewGroupAsync("Grafana Admins", others);
        await scim.SettledAsync();
        scim.Grafana.Double.ClearCalls();

        await scim.AddMembersAsync(admins, one);
        await scim.SettledAsync();

        Assert.That(scim.Grafana.Double.Calls.Where(x => x.Method != "GET").Select(x => x.Method), Is.EquivalentTo((string[])["PATCH", "POST"]));
        Assert.That(await scim.Grafana.RoleAsync(login), Is.EqualTo("Admin"));
    }
}
