using Scim.Storage;
using Scim.Storage.Grafana;
using Scim.Storage.Writing;

namespace Scim.Tests.Storage.Grafana;

/// <summary>Many writers and the connector at once: nobody locks another out, and no change is left unmarked.</summary>
public class MarkConcurrencyTests : GrafanaStoreTests
{
    private const int Writers = 20;

    [TestCase(true)]
    [TestCase(false)]
    public async Task Writers_of_overlapping_groups_and_the_connector_lock_nobody_out(bool rolesFromGroups)
    {
        await ConnectAsync(rolesFromGroups);
        var (users, groups) = await NestAsync();
        await SettleAllAsync();
        var before = await VersionsAsync();

        await using (var crowd = Store.Again("Application Name=crowd;Maximum Pool Size=40"))
        {
            var writers = InParallelAsync(Writers, async i =>
            {
                for (var n = 0; n < 6; n++)
                {
                    var group = groups[(i + (n * 3)) % groups.Count];
                    var some = users.Skip(i % 10 * 4).Take(4).ToList();
                    Assert.That(n switch
                    {
                        0 or 3 => await crowd.AddMembersAsync(group, some),
                        1 => await crowd.RemoveMembersAsync(group, some),
                        2 => await crowd.PatchAsync("Group", group, $$"""{{TestStore.AddOperation(some)}}, {"op": "replace", "path": "displayName", "value": "{{group}} {{i}}"}"""),
                        4 => await crowd.PatchAsync("User", some[0], $$"""{"op": "replace", "path": "title", "value": "title {{i}}"}"""),
                        _ => await crowd.ReplaceAsync("Group", group, TestStore.GroupBody($"{group} {i}", [.. some.Select(x => x.ToString())])),
                    }, Is.TypeOf<Stored>().Or.TypeOf<UnknownMembers>());
                }

                if (i % 5 == 0) Assert.That(await crowd.DeleteAsync("User", users[40 + (i / 5)]), Is.True);
            });
            await Task.WhenAll(writers, ConnectorAsync(new DueList(crowd.Database), new GrafanaLinks(crowd.Database), users, writers));
        }

        Assert.That(await DeadlocksAsync(), Is.Zero);
        Assert.That(await VersionsAsync(), Is.Not.EqualTo(before));
    }

    [Test]
    public async Task The_groups_that_are_due_are_those_whose_members_changed()
    {
        await ConnectAsync();
        var (newcomers, leavers) = (await UsersAsync(Writers / 2), await UsersAsync(Writers / 2));
        var inner = new List<Guid>();
        for (var i = 0; i < 4; i++) inner.Add(await Store.CreateGroupAsync($"inner {i}", i < 3 ? leavers.Where((_, n) => n % 3 == i) : []));
        Guid[] middle = [await Store.CreateGroupAsync("middle", inner[0], inner[1]), await Store.CreateGroupAsync("other", inner[1], inner[3])];
        Guid[] outer = [await Store.CreateGroupAsync("outer", [.. middle, inner[2]]), await Store.CreateGroupAsync("quiet", inner[3])];
        List<Guid> groups = [.. inner, .. middle, .. outer];
        await SettleAllAsync();
        var before = await MembersAsync(groups);

        await InParallelAsync(Writers, async i => TestStore.Stored(i % 2 == 0
            ? await Store.AddMembersAsync(inner[i / 2 % 3], newcomers[i / 2])
            : await Store.RemoveMembersAsync(inner[i / 2 % 3], leavers[i / 2])));

        var after = await MembersAsync(groups);
        var changed = groups.Where(x => !before[x].SequenceEqual(after[x])).ToList();
        Assert.That(changed, Has.Count.EqualTo(6));
        Assert.That((await GenerationsAsync()).Keys, Is.EquivalentTo(changed));
    }

    [Test]
    public async Task A_change_takes_rows_in_the_order_of_ids()
    {
        await ConnectAsync(rolesFromGroups: true);
        var users = await UsersAsync(20);
        var group = await Store.CreateGroupAsync("engines", users);

        // Without sorting, PostgreSQL would mark them as they come, or as they hash.
        await using var writer = Store.Again("Options=-c enable_sort=off");
        await TakesRowsInOrderAsync([.. users, group], () => writer.PatchAsync("Group", group, """{"op": "replace", "path": "displayName", "value": "machines"}"""));
        await TakesRowsInOrderAsync([.. users, group], () => writer.PatchAsync("Group", group, """{"op": "remove", "path": "members"}"""));
    }

    [Test]
    public async Task A_link_takes_rows_in_the_order_of_ids()
    {
        await ConnectAsync();
        var user = await Store.CreateUserAsync("ada");
        var (outer, inner) = (await Store.CreateGroupAsync("outer"), await Store.CreateGroupAsync("inner", user));
        await Store.AddMembersAsync(outer, inner);

        await TakesRowsInOrderAsync([outer, inner], () => SaveAsync(Link(user, 7), marksGroups: true));
    }

    [Test]
    public async Task Every_change_counts_for_the_groups_above()
    {
        await ConnectAsync();
        var users = await UsersAsync(Writers);
        var inner = new List<Guid>();
        for (var i = 0; i < 4; i++) inner.Add(await Store.CreateGroupAsync($"inner {i}"));
        var outer = await Store.CreateGroupAsync("outer", inner);
        var before = (await GenerationsAsync())[outer];

        await InParallelAsync(Writers, async i => TestStore.Stored(await Store.AddMembersAsync(inner[i % 4], users[i])));

        Assert.That((await GenerationsAsync())[outer], Is.EqualTo(before + Writers));
    }

    /// <summary>Claims, renews, settles, fails, holds, gives up and marks, as long as there are writers.</summary>
    private static Task ConnectorAsync(DueList due, GrafanaLinks links, List<Guid> users, Task writers) => InParallelAsync(4, async i =>
    {
        for (var round = 0; !writers.IsCompleted; round++)
        {
            var items = await due.ClaimAsync(["default"], i % 2 == 0 ? "Group" : "User", 8, Lease, CancellationToken.None);
            if (items.Count > 0) await due.RenewAsync(items[0].Claim, Lease, CancellationToken.None);
            foreach (var (n, item) in items.Index())
            {
                if (n % 4 == 0) await due.SettleAsync(item, CancellationToken.None);
                else if (n % 4 == 1) await due.RetryAsync(item, "No answer.", TimeSpan.Zero, CancellationToken.None);
                else if (n % 4 == 2) await due.HoldAsync(item, "Too many.", CancellationToken.None);
            }

            if (items.Count > 0) await due.FreeAsync(items[0].Claim, CancellationToken.None);
            await due.ReleaseAsync(new Caller("default"), null, CancellationToken.None);
            if (round % 5 == 0) await due.MarkAsync("default", "User", [.. users.Take(20).Reverse()], CancellationToken.None);
            await links.SaveAsync(Link(users[(round + (i * 10)) % 40], (round % 1_000) + (i * 1_000), hasAccess: round % 2 == 0), marksGroups: true, isReleased: false, CancellationToken.None);
        }
    });

    /// <summary>Six groups, each in the two after it, some of them older and some younger, and all in one circle.</summary>
    private async Task<(List<Guid> Users, List<Guid> Groups)> NestAsync()
    {
        var users = await UsersAsync(50);
        var groups = new List<Guid>();
        for (var i = 0; i < 6; i++) groups.Add(await Store.CreateGroupAsync($"group {i}", users.Skip(i * 8).Take(10)));
        for (var i = 0; i < 6; i++) await Store.AddMembersAsync(groups[i * 5 % 6], groups[(i + 1) * 5 % 6], groups[(i + 2) * 5 % 6]);
        return (users, groups);
    }

    private async Task<List<Guid>> UsersAsync(int count)
    {
        var users = new List<Guid>();
        for (var i = 0; i < count; i++) users.Add(await Store.CreateUserAsync($"user-{Guid.NewGuid()}"));
        return users;
    }

    private async Task SettleAllAsync()
    {
        foreach (var item in (await ClaimAsync(type: "User")).Concat(await ClaimAsync(type: "Group"))) await Due.SettleAsync(item, CancellationToken.None);
        Assert.That(await GenerationsAsync(), Is.Empty);
    }

    private async Task<Dictionary<Guid, IEnumerable<Guid>>> MembersAsync(List<Guid> groups)
    {
        var state = new DesiredState(Store.Database);
        var members = new Dictionary<Guid, IEnumerable<Guid>>();
        foreach (var group in groups) members[group] = (await state.MembersAsync("default", group, CancellationToken.None)).Select(x => x.UserId).ToList();
        return members;
    }

    private Task<IReadOnlyList<long>> VersionsAsync() => Store.RowsAsync<long>("SELECT version FROM scim.resource ORDER BY id");

    // Sessions tell what they did when they end.
    private async Task<long> DeadlocksAsync()
    {
        Assert.That(
            async () => await Store.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'crowd'"),
            Is.Zero.After(20).Seconds.PollEvery(20).MilliSeconds);
        return await Store.ScalarAsync<long>("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }
}
