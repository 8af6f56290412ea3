using Scim.Doubles;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

/// <summary>Accounts that are made, found and renamed.</summary>
public class AccountTests
{
    private ConnectedScim _scim = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _scim = await ConnectedScim.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _scim.DisposeAsync();

    [Test]
    public async Task An_account_that_is_there_is_adopted_and_keeps_its_role()
    {
        var login = $"{Some.Name("anna")}@x.org";
        var id = await _scim.Grafana.NewUserAsync(login, "Anna by hand");
        await _scim.Grafana.SendAsync("PATCH", $"api/orgs/{_scim.Grafana.OrgId}/users/{id}", new { role = "Editor" });

        await _scim.NewUserAsync(Some.Name(), $$""" "displayName": "Anna", "emails": [{"type": "work", "value": "{{login}}"}] """);
        await _scim.SettledAsync();

        Assert.That(await _scim.Grafana.DescribeAsync(login), Is.EqualTo($"{login} {login} 'Anna' Editor"));
        Assert.That(await _scim.Grafana.UserIdAsync(login), Is.EqualTo(id));
    }

    [Test]
    public async Task An_account_is_adopted_by_its_login_too()
    {
        var login = $"{Some.Name("otto")}@x.org";
        var id = await _scim.Grafana.NewUserAsync(login, "Otto", $"{Some.Name("other")}@x.org");

        await _scim.NewUserAsync(login);
        await _scim.SettledAsync();

        Assert.That(await _scim.Grafana.UserIdAsync(login), Is.EqualTo(id));
        Assert.That(await _scim.Grafana.DescribeAsync(login), Does.StartWith($"{login} {login} "), "e-mail and login are one");
    }

    [Test]
    public async Task A_server_admin_is_never_touched()
    {
        var login = $"{Some.Name("root")}@x.org";
        var id = await _scim.Grafana.NewUserAsync(login, "Root");
        await _scim.Grafana.SendAsync("PUT", $"api/admin/users/{id}/permissions", new { isGrafanaAdmin = true });

        var user = await _scim.NewUserAsync(login, """ "displayName": "Mallory" """);
        var report = await _scim.WaitAsync(x => x.Rows.Any(row => row.ResourceId.ToString() == user && row.LastError is not null));

        Assert.That(report.Rows.Single(x => x.ResourceId.ToString() == user).LastError, Is.EqualTo($"The account {login} is a server admin of Grafana, which is never managed from here."));
        Assert.That(await _scim.Grafana.DescribeAsync(login), Is.EqualTo($"{login} {login} 'Root' Viewer"));

        await _scim.DeleteAsync($"Users/{user}");
        await _scim.SettledAsync();
        Assert.That(await _scim.Grafana.DescribeAsync(login), Is.EqualTo($"{login} {login} 'Root' Viewer"), "not even when the user goes");
    }

    [Test]
    public async Task A_managed_account_that_becomes_a_server_admin_is_left_alone_from_then_on()
    {
        var login = $"{Some.Name("rita")}@x.org";
        var user = await _scim.NewUserAsync(login);
        await _scim.SettledAsync();
        await _scim.Grafana.SendAsync("PUT", $"api/admin/users/{await _scim.Grafana.UserIdAsync(login)}/permissions", new { isGrafanaAdmin = true });

        await _scim.SetActiveAsync(user, false);
        var report = await _scim.StuckAsync();

        Assert.That(report.Rows.Single().LastError, Does.Contain("is a server admin"));
        Assert.That(await _scim.Grafana.DescribeAsync(login), Does.EndWith(" Viewer"));

        await _scim.Grafana.SendAsync("PUT", $"api/admin/users/{await _scim.Grafana.UserIdAsync(login)}/permissions", new { isGrafanaAdmin = false });
        await _scim.CompareAllAsync();
        Assert.That(await _scim.Grafana.DescribeAsync(login), Does.EndWith(" disabled"));
    }

    [Test]
    public async Task The_address_of_a_service_account_is_refused()
    {
        var account = (await _scim.Grafana.SendAsync("POST", "api/serviceaccounts", new { name = Some.Name("robot"), role = "Viewer" }))!;
        var login = account["login"]!.GetValue<string>();

        var user = await _scim.NewUserAsync(login);
        var report = await _scim.WaitAsync(x => x.Rows.Any(row => row.ResourceId.ToString() == user && row.LastError is not null));

        Assert.That(report.Rows.Single(x => x.ResourceId.ToString() == user).LastError, Does.Contain("service account").Or.Contain("412"));
        await _scim.DeleteAsync($"Users/{user}");
        await _scim.SettledAsync();
        Assert.That(await _scim.Grafana.SendAsync("GET", $"api/serviceaccounts/{account["id"]}"), Is.Not.Null);
    }

    [Test]
    public async Task Of_two_users_with_one_address_the_second_is_refused_and_gets_the_account_once_the_first_is_gone()
    {
        var address = $"{Some.Name("twin")}@x.org";
        var emails = $$""" "emails": [{"type": "work", "value": "{{address}}"}] """;
        var first = await _scim.NewUserAsync(Some.Name(), $$""" "displayName": "First", {{emails}} """);
        await _scim.SettledAsync();

        var second = await _scim.NewUserAsync(Some.Name(), $$""" "displayName": "Second", {{emails}} """);
        var report = await _scim.StuckAsync();
        Assert.That(report.Rows.Single().LastError, Is.EqualTo($"The account {address} is that of another user, {first}, who has the same address."));
        Assert.That(await _scim.Grafana.DescribeAsync(address), Does.Contain("'First'"));

        await _scim.DeleteAsync($"Users/{first}");
        await _scim.CompareAllAsync();
        Assert.That(await _scim.Grafana.DescribeAsync(address), Is.EqualTo($"{address} {address} 'Second' Viewer"));
        await _scim.DeleteAsync($"Users/{second}");
    }

    [Test]
    public async Task A_user_that_is_made_anew_gets_the_account_it_had()
    {
        var login = $"{Some.Name("neo")}@x.org";
        var user = await _scim.NewUserAsync(login);
        await _scim.SettledAsync();
        var account = await _scim.Grafana.UserIdAsync(login);
        await _scim.DeleteAsync($"Users/{user}");
        await _scim.SettledAsync();
        Assert.That(await _scim.Grafana.DescribeAsync(login), Does.EndWith("disabled"));

        await _scim.NewUserAsync(login);
        await _scim.SettledAsync();

        Assert.That(await _scim.Grafana.DescribeAsync(login), Does.EndWith(" Viewer"));
        Assert.That(await _scim.Grafana.UserIdAsync(login), Is.EqualTo(account));
    }

    [Test]
    public async Task What_Grafana_does_not_show_causes_no_call()
    {
        var user = await _scim.NewUserAsync($"{Some.Name("mute")}@x.org");
        await _scim.SettledAsync();
        _scim.Grafana.Double.ClearCalls();

        await _scim.PatchAsync($"Users/{user}", """{"op": "replace", "path": "title", "value": "Dr"}""");
        await _scim.SettledAsync();

        Assert.That(_scim.Grafana.Double.Calls, Is.Empty);
    }

    [Test]
    public async Task Unmanaged_accounts_and_teams_are_left_alone()
    {
        var login = $"{Some.Name("hand")}@x.org";
        var team = Some.Name("By hand");
        await _scim.Grafana.NewUserAsync(login, "By hand");
        await _scim.Grafana.NewTeamAsync(team, "team@x.org");
        await _scim.Grafana.AddMemberAsync(team, login);

        await _scim.NewUserAsync($"{Some.Name()}@x.org");
        await _scim.CompareAllAsync();

        Assert.That(await _scim.Grafana.DescribeAsync(login), Is.EqualTo($"{login} {login} 'By hand' Viewer"));
        Assert.That(await _scim.Grafana.MembersAsync(team), Is.EqualTo(login));
    }

    [Test]
    public async Task Without_adoption_what_is_there_is_refused()
    {
        await using var scim = await ConnectedScim.StartAsync(("AdoptExisting", "false"));
        var login = $"{Some.Name("kim")}@x.org";
        await scim.Grafana.NewUserAsync(login, "Kim by hand");

        await scim.NewUserAsync(login, """ "displayName": "Kim" """);
        var report = await scim.StuckAsync();

        Assert.That(report.Rows.Single().LastError, Is.EqualTo($"Grafana has an account {login} already, and Grafana__AdoptExisting is false."));
        Assert.That(await scim.Grafana.DescribeAsync(login), Does.Contain("'Kim by hand'"));
    }

    [Test]
    public async Task A_new_address_that_Grafana_has_confirmed_first_is_no_success()
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions { VerifyEmail = true });
        var user = await scim.NewUserAsync("ada@x.org");
        await scim.SettledAsync();

        await scim.PatchAsync($"Users/{user}", """{"op": "replace", "path": "userName", "value": "king@x.org"}""");
        var report = await scim.StuckAsync();

        Assert.That(report.Rows.Single().LastError, Does.Contain("verify_email_enabled is true. Set it to false"));
    }

    [Test]
    public async Task A_user_who_was_never_active_gets_no_account()
    {
        var login = $"{Some.Name("ghost")}@x.org";
        await _scim.NewUserAsync(login, """ "active": false """);
        await _scim.SettledAsync();

        Assert.That(await _scim.Grafana.UserAsync(login), Is.Null);
    }

    [Test]
    public async Task Addresses_with_plus_and_letters_of_all_scripts_are_found_again()
    {
        var login = $"söl+{Some.Name("tag")}@пример.рф";
        var user = await _scim.NewUserAsync(Some.Name(), $$""" "emails": [{"type": "work", "value": "{{login}}"}] """);
        await _scim.SettledAsync();
        var account = await _scim.Grafana.UserIdAsync(login);

        await _scim.PatchAsync($"Users/{user}", """{"op": "replace", "path": "displayName", "value": "Сол"}""");
        await _scim.CompareAllAsync();

        Assert.That(await _scim.Grafana.DescribeAsync(login), Does.Contain("'Сол'"));
        Assert.That(await _scim.Grafana.UserIdAsync(login), Is.EqualTo(account));
    }
}
