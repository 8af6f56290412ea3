using System.Net;
using System.Text.Json.Nodes;
using Scim.Doubles;
using Scim.Grafana;
using Scim.Grafana.Client;

namespace Scim.Tests.Grafana.Client;

[TestFixture("10.4.2")]
[TestFixture("11.6.0")]
[TestFixture("12.3.0")]
[TestFixture("13.0.0")]
public class AccountCallTests(string version)
{
    private static readonly CancellationToken Ever = CancellationToken.None;

    [Test]
    public async Task A_new_account_has_one_name_for_login_and_e_mail_and_is_in_the_organisation()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var id = await grafana.Client.CreateUserAsync("ada@x.org", "Ada King", Ever);
        var user = await grafana.Client.FindUserAsync(id!.Value, Ever);

        Assert.That((user!.Login, user.Email, user.Name, user.IsDisabled, user.IsExternal, user.IsGrafanaAdmin), Is.EqualTo(("ada@x.org", "ada@x.org", "Ada King", false, false, false)));
        Assert.That((await grafana.Client.FindPlaceAsync(user, Ever)).Role, Is.EqualTo(OrganisationRole.Viewer));
    }

    [Test]
    public async Task Nobody_knows_the_password_of_a_new_account_and_it_is_good_enough_for_the_policy()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions { Version = version, PasswordPolicy = true });

        Assert.That(await grafana.Client.CreateUserAsync("ada@x.org", "Ada", Ever), Is.Not.Null);
        Assert.That(await grafana.Client.CreateUserAsync("bob@x.org", "Bob", Ever), Is.Not.Null);

        var passwords = grafana.Double.Calls.Where(x => x.Method == "POST").Select(x => JsonNode.Parse(x.Body)!["password"]!.GetValue<string>()).ToList();
        Assert.That(passwords, Has.Count.EqualTo(2).And.Unique.And.All.Length.GreaterThan(32));
    }

    [Test]
    public async Task A_taken_login_or_e_mail_makes_no_account()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        await grafana.NewUserAsync("ada");
        await grafana.Grafana.NewTokenAsync("Viewer");

        Assert.That(await grafana.Client.CreateUserAsync("ada", "Ada", Ever), Is.Null);
        Assert.That(await grafana.Client.CreateUserAsync("ada@example.com", "Ada", Ever), Is.Null);
        Assert.That(await grafana.Client.CreateUserAsync("sa-1-scim-viewer", "Ada", Ever), Is.Null, "a service account's login");
    }

    [TestCase("ada+grafana@x.org")]
    [TestCase("ädä.büyük@x.org")]
    [TestCase("a&b=c#d?e%2B/f@x.org")]
    [TestCase("ada o'neil 😀")]
    public async Task An_account_is_found_by_its_address_in_any_case_whatever_is_in_it(string address)
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var id = await grafana.Client.CreateUserAsync(address, "Ada", Ever);

        Assert.That((await grafana.Client.FindUserAsync(address, Ever))?.Id, Is.EqualTo(id));
        Assert.That((await grafana.Client.FindUserAsync(address.ToUpperInvariant(), Ever))?.Id, Is.EqualTo(id));
    }

    [Test]
    public async Task What_is_not_there_is_not_found()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);

        Assert.That(await grafana.Client.FindUserAsync(99, Ever), Is.Null);
        Assert.That(await grafana.Client.FindUserAsync("nobody@x.org", Ever), Is.Null);
        Assert.That((await grafana.Client.FindPlaceAsync(new GrafanaUser { Id = 99 }, Ever)).Role, Is.Null);
    }

    [Test]
    public async Task An_account_that_is_looked_up_tells_all_that_matters()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions { Version = version, OrgRoleSync = true });
        await grafana.NewUserAsync("ada");
        grafana.Double.SignIn("ada@example.com");
        await grafana.Client.DisableUserAsync(await grafana.NewUserAsync("bob"), Ever);

        var ada = await grafana.Client.FindUserAsync("ada@example.com", Ever);
        var bob = await grafana.Client.FindUserAsync("bob", Ever);
        var admin = await grafana.Client.FindUserAsync("admin", Ever);
        Assert.That((ada!.IsExternal, ada.IsExternallySynced, ada.IsDisabled, ada.IsGrafanaAdmin), Is.EqualTo((true, true, false, false)));
        Assert.That((bob!.IsExternal, bob.IsDisabled), Is.EqualTo((false, true)));
        Assert.That(admin!.IsGrafanaAdmin, Is.True);
        Assert.That(ada.Uid, version.StartsWith("10", StringComparison.Ordinal) ? Is.Null : Is.Not.Empty);
    }

    [Test]
    public async Task An_update_sets_login_e_mail_and_name()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var ada = await grafana.NewUserAsync("ada");
        await grafana.Client.UpdateUserAsync(ada, "king@x.org", "Ada King", Ever);

        var king = await grafana.Client.FindUserAsync(ada.Id, Ever);
        Assert.That((king!.Login, king.Email, king.Name), Is.EqualTo(("king@x.org", "king@x.org", "Ada King")));
    }

    [Test]
    public async Task An_update_of_an_account_that_has_signed_in_is_refused()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var ada = await grafana.NewUserAsync("ada");
        grafana.Double.SignIn("ada@example.com");

        Assert.That(
            () => grafana.Client.UpdateUserAsync(ada, "king@x.org", "Ada", Ever),
            Throws.TypeOf<GrafanaRefusedException>().With.Property("Status").EqualTo(HttpStatusCode.Forbidden).And.Message.Matches("^Grafana answered 403 to PUT /api/users/[^ ]+: .*external User"));
    }

    [Test]
    public async Task A_role_is_changed_and_a_place_in_the_organisation_given_and_taken_as_often_as_one_likes()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var ada = await grafana.NewUserAsync("ada");

        Assert.That(await grafana.Client.ChangeRoleAsync(ada, OrganisationRole.Editor, Ever), Is.True);
        await grafana.Client.AddToOrganisationAsync(ada, OrganisationRole.Admin, Ever);
        Assert.That((await grafana.Client.FindPlaceAsync(ada, Ever)).Role, Is.EqualTo(OrganisationRole.Editor), "who is in it stays as it is");

        await grafana.Client.RemoveFromOrganisationAsync(ada, Ever);
        await grafana.Client.RemoveFromOrganisationAsync(ada, Ever);
        Assert.That((await grafana.Client.FindPlaceAsync(ada, Ever)).Role, Is.Null);
        Assert.That(await grafana.Client.FindUserAsync(ada.Id, Ever), Is.Not.Null, "the account stays");

        await grafana.Client.AddToOrganisationAsync(ada, OrganisationRole.None, Ever);
        Assert.That((await grafana.Client.FindPlaceAsync(ada, Ever)).Role, Is.EqualTo(OrganisationRole.None));
    }

    [Test]
    public async Task A_role_that_the_sign_in_sets_is_not_changed()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions { Version = version, OrgRoleSync = true });
        var ada = await grafana.NewUserAsync("ada");
        grafana.Double.SignIn("ada@example.com");

        Assert.That(await grafana.Client.ChangeRoleAsync(ada, OrganisationRole.Admin, Ever), Is.False);
        Assert.That((await grafana.Client.FindPlaceAsync(ada, Ever)).Role, Is.EqualTo(OrganisationRole.Viewer));
    }

    [Test]
    public async Task Another_refusal_of_a_role_is_no_matter_of_the_sign_in()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var admin = await grafana.Client.FindUserAsync("admin", Ever);

        Assert.That(
            () => grafana.Client.ChangeRoleAsync(admin!, OrganisationRole.Viewer, Ever),
            Throws.TypeOf<GrafanaRefusedException>().With.Message.EqualTo("Grafana answered 400 to PATCH /api/orgs/1/users/1: Cannot change role so that there is no organization admin left"));
    }

    [Test]
    public async Task An_account_is_closed_opened_logged_out_and_deleted_as_often_as_one_likes()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var ada = await grafana.NewUserAsync("ada");
        for (var i = 0; i < 2; i++) await grafana.Client.DisableUserAsync(ada, Ever);
        Assert.That((await grafana.Client.FindUserAsync(ada.Id, Ever))!.IsDisabled, Is.True);

        for (var i = 0; i < 2; i++) await grafana.Client.EnableUserAsync(ada, Ever);
        Assert.That((await grafana.Client.FindUserAsync(ada.Id, Ever))!.IsDisabled, Is.False);

        grafana.Double.SignIn("ada@example.com");
        for (var i = 0; i < 2; i++) await grafana.Client.LogOutUserAsync(ada, Ever);
        Assert.That(grafana.Double.Sessions("ada"), Is.Zero);

        for (var i = 0; i < 2; i++) await grafana.Client.DeleteUserAsync(ada, Ever);
        Assert.That(await grafana.Client.FindUserAsync(ada.Id, Ever), Is.Null);

        await grafana.Client.DisableUserAsync(ada, Ever);
        await grafana.Client.LogOutUserAsync(ada, Ever);
        Assert.That(() => grafana.Client.EnableUserAsync(ada, Ever), Throws.TypeOf<GrafanaRefusedException>().With.Property("Status").EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task An_account_that_has_signed_in_is_not_closed()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var ada = await grafana.NewUserAsync("ada");
        grafana.Double.SignIn("ada@example.com");

        Assert.That(
            () => grafana.Client.DisableUserAsync(ada, Ever),
            Throws.TypeOf<GrafanaRefusedException>().With.Message.EqualTo($"Grafana answered 500 to POST /api/admin/users/{ada.Id}/disable: Could not disable external user"));
    }

    [Test]
    public async Task Lists_tell_all_that_matters_and_leave_service_accounts_out()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions { Version = version, OrgRoleSync = true });
        var ada = await grafana.NewUserAsync("ada");
        grafana.Double.SignIn("ada@example.com");
        var bob = await grafana.NewUserAsync("bob");
        await grafana.Client.DisableUserAsync(bob, Ever);
        await grafana.Client.RemoveFromOrganisationAsync(bob, Ever);
        await grafana.Grafana.NewTokenAsync("Admin");

        var users = await grafana.Client.ListUsersAsync(Ever);
        Assert.That(
            users.Select(x => $"{x.Id} {x.Login} {x.Email} '{x.Name}' {(x.IsGrafanaAdmin ? "admin " : "")}{(x.IsDisabled ? "disabled " : "")}{(x.IsExternal ? "external" : "")}".Trim()),
            Is.EquivalentTo((string[])["1 admin admin@localhost '' admin", $"{ada.Id} ada ada@example.com 'ada' external", $"{bob.Id} bob bob@example.com 'bob' disabled"]));
        Assert.That(users.Select(x => x.Uid), Is.EquivalentTo((string?[])[(await grafana.Client.FindUserAsync("admin", Ever))!.Uid, ada.Uid, bob.Uid]));

        var members = await grafana.Client.ListOrganisationUsersAsync(Ever);
        Assert.That(
            members.Select(x => (x.UserId, x.Role, x.IsExternallySynced)),
            Is.EquivalentTo(((long, string, bool)[])[(1, "Admin", false), (ada.Id, "Viewer", true)]));
    }

    [Test]
    public async Task Addresses_name_accounts_by_uid_where_the_version_takes_them_and_by_number_before()
    {
        await using var grafana = await ConnectedClient.StartAsync(version);
        var ada = await grafana.NewUserAsync("ada");
        _ = grafana.Calls;
        await grafana.Client.UpdateUserAsync(ada, "ada", "Ada", Ever);
        await grafana.Client.FindPlaceAsync(ada, Ever);
        await grafana.Client.ChangeRoleAsync(ada, OrganisationRole.Editor, Ever);
        await grafana.Client.DisableUserAsync(ada, Ever);

        var name = grafana.Client.Version.Major >= 12 ? ada.Uid : $"{ada.Id}";
        Assert.That(grafana.Calls, Is.EqualTo((string[])
        [
            $"PUT /api/users/{name} 200", $"GET /api/users/{name}/orgs 200", $"PATCH /api/orgs/1/users/{ada.Id} 200", $"POST /api/admin/users/{ada.Id}/disable 200",
        ]));
    }

    [Test]
    public async Task Numbers_serve_where_the_version_is_hidden()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions { Version = version, HideVersion = true });
        var ada = await grafana.NewUserAsync("ada");
        _ = grafana.Calls;
        await grafana.Client.UpdateUserAsync(ada, "ada", "Ada", Ever);

        Assert.That(grafana.Calls, Is.EqualTo((string[])[$"PUT /api/users/{ada.Id} 200"]));
        Assert.That($"{grafana.Client.Version}", Is.EqualTo("of an unknown version"));
    }
}
