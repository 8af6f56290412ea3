using Scim.Storage;
using Scim.Storage.Grafana;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

/// <summary>The brake on mass deprovisioning.</summary>
public class BrakeTests
{
    private const string Held = "Held by the brake: ";

    [Test]
    public async Task As_many_as_are_allowed_go_one_by_one_and_the_rest_is_held()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "3"), ("BrakePercent", "0"));
        var users = await UsersAsync(scim, 6);

        for (var i = 0; i < 3; i++)
        {
            await scim.SetActiveAsync(users[i].Id, false);
            await scim.SettledAsync();
        }

        await scim.SetActiveAsync(users[3].Id, false);
        await scim.DeleteAsync($"Users/{users[4].Id}");
        var report = await scim.StuckAsync();

        Assert.That((report.Due, report.Held), Is.EqualTo((2, 2)));
        Assert.That(report.Rows.Select(x => x.LastError), Has.All.StartsWith(Held).And.All.Contains("run: grafana release"));
        Assert.That(await DisabledAsync(scim, users), Is.EqualTo("yyynnn"));
    }

    [Test]
    public async Task That_an_hour_goes_by_lets_nobody_pass()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "2"), ("BrakePercent", "0"));
        var users = await UsersAsync(scim, 4);
        foreach (var user in users.Take(2))
        {
            await scim.SetActiveAsync(user.Id, false);
            await scim.SettledAsync();
        }

        await scim.SetActiveAsync(users[2].Id, false);
        await scim.StuckAsync();
        await scim.ScalarAsync("UPDATE scim.grafana_link SET access_ended = access_ended - interval '2 hours' RETURNING 1");
        await scim.PatchAsync($"Users/{users[2].Id}", """{"op": "replace", "path": "title", "value": "Dr"}""");
        await scim.WaitAsync(x => x is { Due: 1, Held: 1 } && x.Rows.Single() is { NextAttempt: null });
        Assert.That(await DisabledAsync(scim, users), Is.EqualTo("yynn"));

        await scim.SetActiveAsync(users[3].Id, false);
        await scim.WaitAsync(x => x.Due == 1);
        Assert.That(await DisabledAsync(scim, users), Is.EqualTo("yyny"), "another one is within what is let pass again");
    }

    [Test]
    public async Task Many_at_once_are_held_whole_and_all_else_goes_on()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "2"), ("BrakePercent", "0"));
        var users = await UsersAsync(scim, 6);
        await scim.NewGroupAsync("Team", users[0].Id, users[5].Id);
        await scim.SettledAsync();

        await scim.DisableTogetherAsync(users.Take(5));
        var newcomer = await scim.NewUserAsync("new@x.org");
        await scim.AddMembersAsync(await scim.NewGroupAsync("Other"), newcomer);
        var report = await scim.StuckAsync();

        Assert.That(report.Held, Is.EqualTo(5));
        Assert.That(await DisabledAsync(scim, users), Is.EqualTo("nnnnnn"));
        Assert.That(await scim.Grafana.MembersAsync("Team"), Is.EqualTo($"{users[0].Login} {users[5].Login}"), "they keep what they have");
        Assert.That(await scim.Grafana.MembersAsync("Other"), Is.EqualTo("new@x.org"));
    }

    [Test]
    public async Task Released_they_go_and_do_not_count_for_those_who_come_after()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "2"), ("BrakePercent", "0"));
        var users = await UsersAsync(scim, 7);
        await scim.DisableTogetherAsync(users.Take(5));
        await scim.StuckAsync();

        Assert.That(await scim.Due.ReleaseAsync(new Caller("default"), null, CancellationToken.None), Is.EqualTo(5));
        await scim.SettledAsync();
        Assert.That(await DisabledAsync(scim, users), Is.EqualTo("yyyyynn"));

        await scim.SetActiveAsync(users[5].Id, false);
        await scim.SettledAsync();
        Assert.That(await DisabledAsync(scim, users), Is.EqualTo("yyyyyyn"));
    }

    [Test]
    public async Task What_is_put_right_in_the_identity_provider_is_no_longer_held()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "1"), ("BrakePercent", "0"));
        var users = await UsersAsync(scim, 4);
        await scim.DisableTogetherAsync(users);
        await scim.StuckAsync();

        foreach (var user in users) await scim.SetActiveAsync(user.Id, true);
        await scim.SettledAsync();

        Assert.That(await DisabledAsync(scim, users), Is.EqualTo("nnnn"));
    }

    [Test]
    public async Task A_team_that_is_emptied_at_once_is_held_and_released()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "2"), ("BrakePercent", "0"));
        var users = await UsersAsync(scim, 5);
        var group = await scim.NewGroupAsync("Team", [.. users.Select(x => x.Id)]);
        await scim.SettledAsync();
        var newcomer = await scim.NewUserAsync("new@x.org");
        await scim.SettledAsync();

        await scim.PatchAsync($"Groups/{group}", $$"""{"op": "replace", "path": "members", "value": [{"value": "{{newcomer}}"}]}""");
        var report = await scim.StuckAsync();
        Assert.That(report.Rows.Single().LastError, Does.StartWith($"{Held}5 members leave the team at once"));
        Assert.That((await scim.Grafana.MembersAsync("Team")).Split(' '), Has.Length.EqualTo(6), "the newcomer is let in");

        await scim.Due.ReleaseAsync(new Caller("default"), null, CancellationToken.None);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.MembersAsync("Team"), Is.EqualTo("new@x.org"));
    }

    [Test]
    public async Task Users_who_are_deleted_and_held_keep_their_teams_until_they_are_released()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "2"), ("BrakePercent", "0"));
        var users = await UsersAsync(scim, 6);
        for (var i = 0; i < 6; i++) await scim.NewGroupAsync($"T{i}", users[i].Id);
        await scim.SettledAsync();
        await scim.DeleteTogetherAsync(users);
        await scim.StuckAsync();

        for (var i = 0; i < 6; i++) Assert.That(await scim.Grafana.MembersAsync($"T{i}"), Is.EqualTo(users[i].Login));

        await scim.Due.ReleaseAsync(new Caller("default"), null, CancellationToken.None);
        await scim.SettledAsync();
        for (var i = 0; i < 6; i++) Assert.That(await scim.Grafana.MembersAsync($"T{i}"), Is.Empty);
    }

    [Test]
    public async Task What_is_held_in_a_team_can_be_released_while_something_else_in_it_fails()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "2"), ("BrakePercent", "0"));
        var users = await UsersAsync(scim, 5);
        var group = await scim.NewGroupAsync("Team", [.. users.Take(4).Select(x => x.Id)]);
        await scim.SettledAsync();
        scim.Grafana.Double.Faults.Add(Scim.Doubles.Faults.GrafanaFault.InternalError.OnCalls("POST", "/api/teams/"));

        await scim.PatchAsync($"Groups/{group}", $$"""{"op": "replace", "path": "members", "value": [{"value": "{{users[4].Id}}"}]}""");
        var report = await scim.StuckAsync();
        Assert.That(report.Rows.Single().LastError, Does.StartWith(Held).And.Contain("Besides: u4@x.org cannot be added"));

        Assert.That(await scim.Due.ReleaseAsync(new Caller("default"), null, CancellationToken.None), Is.EqualTo(1));
        await scim.WaitForAsync(async () => (await scim.Grafana.MembersAsync("Team")).Length == 0);
    }

    [Test]
    public async Task Deleting_accounts_counts_as_well()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "2"), ("BrakePercent", "0"), ("Deactivation", "Delete"));
        var users = await UsersAsync(scim, 4);
        foreach (var user in users.Take(2))
        {
            await scim.DeleteAsync($"Users/{user.Id}");
            await scim.SettledAsync();
        }

        await scim.DeleteAsync($"Users/{users[2].Id}");
        var report = await scim.StuckAsync();

        Assert.That(report.Held, Is.EqualTo(1));
        Assert.That(await scim.Grafana.UserAsync(users[2].Login), Is.Not.Null);
    }

    [Test]
    public async Task A_share_of_all_users_lets_more_pass()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "0"), ("BrakePercent", "50"));
        var users = await UsersAsync(scim, 8);
        await scim.DisableTogetherAsync(users.Take(4));
        await scim.SettledAsync();

        Assert.That(await DisabledAsync(scim, users), Is.EqualTo("yyyynnnn"));
    }

    private static async Task<IReadOnlyList<(string Id, string Login)>> UsersAsync(ConnectedScim scim, int count)
    {
        var users = new List<(string, string)>();
        for (var i = 0; i < count; i++)
        {
            var login = $"u{i}@x.org";
            users.Add((await scim.NewUserAsync(login), login));
        }

        await scim.SettledAsync();
        return users;
    }

    private static async Task<string> DisabledAsync(ConnectedScim scim, IReadOnlyList<(string Id, string Login)> users)
    {
        var states = new List<char>();
        foreach (var (_, login) in users) states.Add((await scim.Grafana.DescribeAsync(login))!.EndsWith(" disabled", StringComparison.Ordinal) ? 'y' : 'n');
        return new string([.. states]);
    }
}
