using Scim.Doubles;
using Scim.Doubles.Faults;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

/// <summary>Who is in teams.</summary>
public class MembershipTests
{
    private ConnectedScim _scim = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _scim = await ConnectedScim.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _scim.DisposeAsync();

    [Test]
    public async Task Groups_in_groups_are_flattened_also_in_a_circle()
    {
        var (a, b, c) = (await UserAsync("a"), await UserAsync("b"), await UserAsync("c"));
        var (inner, middle, outer) = (Some.Name("Inner"), Some.Name("Middle"), Some.Name("Outer"));
        var innerId = await _scim.NewGroupAsync(inner, a.Id);
        var middleId = await _scim.NewGroupAsync(middle, innerId, b.Id);
        var outerId = await _scim.NewGroupAsync(outer, middleId, c.Id);
        await _scim.AddMembersAsync(innerId, outerId);
        await _scim.SettledAsync();

        var all = Logins(a, b, c);
        Assert.That((await MembersAsync(inner), await MembersAsync(middle), await MembersAsync(outer)), Is.EqualTo((all, all, all)));

        await _scim.RemoveMemberAsync(innerId, outerId);
        await _scim.RemoveMemberAsync(middleId, b.Id);
        await _scim.SettledAsync();
        Assert.That((await MembersAsync(inner), await MembersAsync(middle), await MembersAsync(outer)), Is.EqualTo((Logins(a), Logins(a), Logins(a, c))));

        await _scim.DeleteAsync($"Groups/{innerId}");
        await _scim.SettledAsync();
        Assert.That((await MembersAsync(middle), await MembersAsync(outer)), Is.EqualTo(("", Logins(c))));
    }

    [Test]
    public async Task Members_and_admins_added_by_hand_stay()
    {
        var (a, b) = (await UserAsync("a"), await UserAsync("b"));
        var team = Some.Name("Team");
        var group = await _scim.NewGroupAsync(team, a.Id);
        await _scim.SettledAsync();
        var (hand, boss) = (await HandAsync("hand"), await HandAsync("boss"));
        foreach (var login in (string[])[hand, boss]) await _scim.Grafana.AddMemberAsync(team, login);
        await _scim.Grafana.MakeTeamAdminAsync(team, boss);
        await _scim.Grafana.MakeTeamAdminAsync(team, a.Login);

        await _scim.AddMembersAsync(group, b.Id);
        await _scim.SettledAsync();
        Assert.That(await MembersAsync(team), Is.EqualTo(string.Join(' ', new[] { $"{a.Login}*", b.Login, hand, $"{boss}*" }.Order(StringComparer.Ordinal))));

        await _scim.PatchAsync($"Groups/{group}", """{"op": "remove", "path": "members"}""");
        await _scim.SettledAsync();
        Assert.That(await MembersAsync(team), Is.EqualTo(string.Join(' ', new[] { hand, $"{boss}*" }.Order(StringComparer.Ordinal))));
    }

    [Test]
    public async Task A_managed_account_that_was_added_to_a_team_by_hand_stays_there_too()
    {
        var (a, b) = (await UserAsync("a"), await UserAsync("b"));
        var team = Some.Name("Team");
        var group = await _scim.NewGroupAsync(team, a.Id);
        await _scim.SettledAsync();
        await _scim.Grafana.AddMemberAsync(team, b.Login);

        await _scim.RemoveMemberAsync(group, a.Id);
        await _scim.CompareAllAsync();

        Assert.That(await MembersAsync(team), Is.EqualTo(b.Login));
    }

    [Test]
    public async Task A_member_taken_out_by_hand_is_put_back()
    {
        var a = await UserAsync("a");
        var team = Some.Name("Team");
        await _scim.NewGroupAsync(team, a.Id);
        await _scim.SettledAsync();
        await _scim.Grafana.RemoveMemberAsync(team, a.Login);

        await _scim.CompareAllAsync();

        Assert.That(await MembersAsync(team), Is.EqualTo(a.Login));
    }

    [Test]
    public async Task Those_added_by_hand_are_removed_where_that_is_configured()
    {
        await using var scim = await ConnectedScim.StartAsync(("HandAddedMembers", "Remove"));
        var login = $"{Some.Name("a")}@x.org";
        var team = Some.Name("Team");
        await scim.NewGroupAsync(team, await scim.NewUserAsync(login));
        await scim.SettledAsync();
        var hand = $"{Some.Name("hand")}@x.org";
        await scim.Grafana.NewUserAsync(hand);
        await scim.Grafana.AddMemberAsync(team, hand);
        await scim.Grafana.MakeTeamAdminAsync(team, hand);

        await scim.CompareAllAsync();

        Assert.That(await scim.Grafana.MembersAsync(team), Is.EqualTo(login));
    }

    [Test]
    public async Task A_user_who_is_deleted_leaves_all_teams()
    {
        var (a, b) = (await UserAsync("a"), await UserAsync("b"));
        var (inner, outer) = (Some.Name("Inner"), Some.Name("Outer"));
        await _scim.NewGroupAsync(outer, await _scim.NewGroupAsync(inner, a.Id, b.Id));
        await _scim.SettledAsync();

        await _scim.DeleteAsync($"Users/{a.Id}");
        await _scim.SettledAsync();

        Assert.That((await MembersAsync(inner), await MembersAsync(outer)), Is.EqualTo((b.Login, b.Login)));
    }

    [Test]
    public async Task A_group_may_come_before_its_members_are_in_Grafana()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var fault = GrafanaFault.Delay(TimeSpan.FromSeconds(1)) with { On = (method, path) => method == "POST" && path == "/api/admin/users" };
        scim.Grafana.Double.Faults.Add(fault);

        var user = await scim.NewUserAsync("late@x.org");
        await scim.NewGroupAsync("Team", user);
        await scim.SettledAsync();

        Assert.That(await scim.Grafana.MembersAsync("Team"), Is.EqualTo("late@x.org"));
    }

    [TestCase("10.4.2", false)]
    [TestCase("13.0.0", true)]
    public async Task Very_many_members_come_and_go(string version, bool inOneCall)
    {
        const int count = 60;
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions { Version = version }, ("BrakePercent", "100"));
        var users = await Task.WhenAll(Enumerable.Range(0, count).Select(i => scim.NewUserAsync($"u{i:00}@x.org")));
        await scim.SettledAsync();
        var group = await scim.NewGroupAsync("All", users);
        await scim.SettledAsync();
        Assert.That((await scim.Grafana.MembersAsync("All")).Split(' '), Has.Length.EqualTo(count));
        var hand = await scim.Grafana.NewUserAsync("hand@x.org");
        await scim.Grafana.AddMemberAsync("All", "hand@x.org");
        await scim.Grafana.MakeTeamAdminAsync("All", "hand@x.org");
        scim.Grafana.Double.ClearCalls();

        await scim.PatchAsync($"Groups/{group}", """{"op": "remove", "path": "members"}""");
        await scim.SettledAsync();

        Assert.That(await scim.Grafana.MembersAsync("All"), Is.EqualTo("hand@x.org*"), $"{hand}");
        var writes = scim.Grafana.Double.Calls.Where(x => x.Method != "GET" && x.Path.Contains("/members", StringComparison.Ordinal)).Select(x => x.Method).ToList();
        Assert.That(writes, inOneCall ? Is.EqualTo((string[])["PUT"]) : Is.EqualTo(Enumerable.Repeat("DELETE", count)));
    }

    [Test]
    public async Task One_member_whom_Grafana_refuses_does_not_keep_the_others_out()
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions { Version = "13.0.0" });
        var users = await Task.WhenAll(Enumerable.Range(0, 15).Select(i => scim.NewUserAsync($"u{i:00}@x.org")));
        await scim.SettledAsync();

        // Somebody deletes an account by hand, and another one changes its address.
        await scim.Grafana.SendAsync("DELETE", $"api/admin/users/{await scim.Grafana.UserIdAsync("u03@x.org")}");
        var group = await scim.NewGroupAsync("All", users);
        var report = await scim.StuckAsync();
        Assert.That(report.Rows.Single().LastError, Does.StartWith("u03@x.org cannot be added: Grafana answered 500 to POST /api/teams/"));
        Assert.That((await scim.Grafana.MembersAsync("All")).Split(' '), Has.Length.EqualTo(14));

        await scim.CompareAllAsync();
        Assert.That((await scim.Grafana.MembersAsync("All")).Split(' '), Has.Length.EqualTo(15), "the account was made anew");
        Assert.That(group, Is.Not.Empty);
    }

    private async Task<(string Id, string Login)> UserAsync(string name)
    {
        var login = $"{Some.Name(name)}@x.org";
        return (await _scim.NewUserAsync(login), login);
    }

    private async Task<string> HandAsync(string name)
    {
        var login = $"{Some.Name(name)}@x.org";
        await _scim.Grafana.NewUserAsync(login);
        return login;
    }

    private Task<string> MembersAsync(string team) => _scim.Grafana.MembersAsync(team);

    private static string Logins(params (string Id, string Login)[] users) => string.Join(' ', users.Select(x => x.Login).Order(StringComparer.Ordinal));
}
