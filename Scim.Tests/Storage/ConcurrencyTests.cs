using Dapper;
using Scim.Storage.Writing;

namespace Scim.Tests.Storage;

/// <summary>Many writers at once. Whatever their order, nothing is lost, and versions and the log count the changes.</summary>
public class ConcurrencyTests
{
    private const int Writers = 20;

    private TestStore _store = null!;

    [OneTimeSetUp]
    public async Task Store() => _store = await TestStore.CreateAsync();

    [OneTimeTearDown]
    public async Task Drop() => await _store.DisposeAsync();

    [TearDown]
    public async Task Every_membership_has_both_its_resources() => Assert.That(await _store.ScalarAsync<long>("""
        SELECT count(*)
        FROM scim.membership m
        WHERE NOT EXISTS (SELECT FROM scim.resource r WHERE r.id = m.group_id) OR NOT EXISTS (SELECT FROM scim.resource r WHERE r.id = m.member_id)
        """), Is.Zero);

    [Test]
    public async Task Twenty_writers_of_one_group_lose_no_member()
    {
        var users = await UsersAsync(Writers * 5);
        var group = await _store.CreateGroupAsync("many writers");

        await InParallelAsync(Writers, async i =>
        {
            var own = users.Skip(i * 5).Take(5).ToList();
            foreach (var user in own) TestStore.Stored(await _store.AddMembersAsync(group, user));
            foreach (var user in own.Take(2)) TestStore.Stored(await _store.RemoveMembersAsync(group, user));
        });

        var expected = Enumerable.Range(0, Writers).SelectMany(i => users.Skip((i * 5) + 2).Take(3)).Select(x => x.ToString());
        Assert.That(await _store.MembersAsync(group), Is.EquivalentTo(expected));
        Assert.That(await VersionAsync(group), Is.EqualTo(1 + (Writers * 7)));
        await LogTellsEveryVersionAsync(group);
    }

    [Test]
    public async Task Writers_that_fall_back_to_locks_and_deletes_of_their_members_lock_nobody_out()
    {
        var users = await UsersAsync(80);
        var group = await _store.CreateGroupAsync("hot group");
        var deadlocks = await DeadlocksAsync();

        await InParallelAsync(Writers, async i =>
        {
            if (i % 4 == 0)
            {
                foreach (var user in users.Skip(i / 4 * 16).Take(8)) await _store.DeleteAsync("User", user);
                return;
            }

            foreach (var part in users.Chunk(16))
            {
                var members = string.Join(',', part.Select(user => $$"""{"value": "{{user}}"}"""));
                var outcome = await _store.PatchAsync("Group", group, $$"""
                    {"op": "add", "path": "members", "value": [{{members}}]}, {"op": "replace", "path": "externalId", "value": "{{i}}-{{part[0]}}"}
                    """);
                Assert.That(outcome, Is.InstanceOf<Stored>());
            }
        });

        Assert.That(await DeadlocksAsync(), Is.EqualTo(deadlocks));
    }

    [Test]
    public async Task Twenty_writers_of_one_user_lose_no_attribute()
    {
        const string enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        string[] paths =
        [
            "title", "nickName", "userType", "locale", "timezone", "preferredLanguage", "profileUrl", "displayName", "externalId", "emails[type eq \\\"work\\\"].value",
            "name.familyName", "name.givenName", "name.middleName", "name.honorificPrefix", "name.honorificSuffix", "name.formatted",
            $"{enterprise}:department", $"{enterprise}:division", $"{enterprise}:costCenter", $"{enterprise}:organization",
        ];
        var user = await _store.CreateUserAsync("many writers");

        await InParallelAsync(Writers, async i =>
            TestStore.Stored(await _store.PatchAsync("User", user, $$"""{"op": "replace", "path": "{{paths[i]}}", "value": "value-{{i}}"}""")));

        var json = TestStore.Json((await _store.FindAsync("User", user))!).ToJsonString();
        Assert.That(Enumerable.Range(0, Writers).Where(i => !json.Contains($"\"value-{i}\"", StringComparison.Ordinal)), Is.Empty);
        Assert.That(await VersionAsync(user), Is.EqualTo(1 + Writers));
        await LogTellsEveryVersionAsync(user);
    }

    [Test]
    public async Task Of_fifty_creators_of_one_name_one_wins()
    {
        for (var round = 0; round < 10; round++)
        {
            var outcomes = await InParallelAsync(50, i => _store.TryCreateAsync("User", $$"""
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{{(i % 2 == 0 ? "Anna" : "ANNA")}}-{{round}}"}
                """));

            Assert.That(outcomes.OfType<Stored>().Count(), Is.EqualTo(1));
            Assert.That(outcomes.OfType<NotUnique>().Count(), Is.EqualTo(49));
        }
    }

    [Test]
    public async Task Of_twenty_that_take_one_name_one_gets_it()
    {
        var users = await UsersAsync(Writers);

        var outcomes = await InParallelAsync(Writers, i => _store.PatchAsync("User", users[i], """{"op": "replace", "value": {"userName": "the one"}}"""));

        Assert.That(outcomes.OfType<Stored>().Count(), Is.EqualTo(1));
        Assert.That(outcomes.OfType<NotUnique>().Count(), Is.EqualTo(Writers - 1));
        Assert.That((await _store.ListAsync("User", """userName eq "The One" """)).TotalResults, Is.EqualTo(1));
    }

    [Test]
    public async Task Leavers_leave_all_groups_while_others_come_and_go()
    {
        var leavers = await UsersAsync(Writers);
        var others = await UsersAsync(Writers);
        var groups = new List<Guid>();
        for (var i = 0; i < 8; i++) groups.Add(await _store.CreateGroupAsync($"shared {i}", i % 2 == 0 ? leavers : leavers.AsEnumerable().Reverse()));

        await InParallelAsync(Writers * 3, async i =>
        {
            var (n, group) = (i / 3, groups[i % groups.Count]);
            if (i % 3 == 0) Assert.That(await _store.DeleteAsync("User", leavers[n], "default"), Is.True);
            else if (i % 3 == 1) TestStore.Stored(await _store.AddMembersAsync(group, others[n]));
            else TestStore.Stored(await _store.PatchAsync("Group", group, $$"""{"op": "replace", "path": "externalId", "value": "x-{{i}}"}"""));
        });

        foreach (var group in groups)
        {
            Assert.That(await _store.MembersAsync(group), Has.None.AnyOf(leavers.Select(x => x.ToString())));
            await LogTellsEveryVersionAsync(group);
        }
    }

    [Test]
    public async Task Groups_in_each_other_can_be_deleted_at_once()
    {
        var (one, other) = (await _store.CreateGroupAsync("one"), await _store.CreateGroupAsync("other"));
        await _store.AddMembersAsync(one, other);
        await _store.AddMembersAsync(other, one);

        // Both wait for their own group, so that each gets it and then wants the other's.
        await using var connection = await _store.Database.Searches.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("SELECT id FROM scim.resource WHERE id = ANY (@both) FOR UPDATE", new { both = new[] { one, other } });
        var deletes = InParallelAsync(2, i => _store.DeleteAsync("Group", i == 0 ? one : other));
        Assert.That(
            async () => await _store.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"),
            Is.EqualTo(2).After(20).Seconds.PollEvery(20).MilliSeconds);
        await transaction.CommitAsync();

        Assert.That(await deletes, Is.All.True);
    }

    [Test]
    public async Task Replacing_members_and_adding_some_take_turns()
    {
        var users = await UsersAsync(Writers);
        var group = await _store.CreateGroupAsync("replaced");
        var fixedOnes = users.Take(3).Select(x => x.ToString()).ToList();

        await InParallelAsync(Writers, async i => TestStore.Stored(i % 4 == 0
            ? await _store.ReplaceAsync("Group", group, TestStore.GroupBody("replaced", fixedOnes))
            : await _store.AddMembersAsync(group, users[i])));
        TestStore.Stored(await _store.ReplaceAsync("Group", group, TestStore.GroupBody("replaced", fixedOnes)));

        Assert.That(await _store.MembersAsync(group), Is.EquivalentTo(fixedOnes));
        await LogTellsEveryVersionAsync(group);
    }

    [Test]
    public async Task A_member_added_while_it_is_deleted_is_in_or_unknown()
    {
        var users = await UsersAsync(Writers);
        var group = await _store.CreateGroupAsync("of leavers");

        var outcomes = await InParallelAsync(Writers * 2, async i => i % 2 == 0
            ? (object)await _store.AddMembersAsync(group, users[i / 2])
            : await _store.DeleteAsync("User", users[i / 2]));

        Assert.That(outcomes.Where((_, i) => i % 2 == 0), Is.All.TypeOf<Stored>().Or.TypeOf<UnknownMembers>());
        Assert.That(outcomes.Where((_, i) => i % 2 == 1), Is.All.EqualTo(true));
        Assert.That(await _store.MembersAsync(group), Is.Empty);
        var added = outcomes.OfType<Stored>().Count();
        Assert.That(await VersionAsync(group), Is.EqualTo(1 + (2 * added)), "each that came in went out again");
        await LogTellsEveryVersionAsync(group);
    }

    [Test]
    public async Task More_writers_that_look_at_members_than_connections_all_get_through()
    {
        var users = await UsersAsync(Writers);
        var groups = new List<Guid>();
        for (var i = 0; i < Writers * 2; i++) groups.Add(await _store.CreateGroupAsync($"looked at {i}", users));

        await InParallelAsync(groups.Count, async i => TestStore.Stored(
            await _store.PatchAsync("Group", groups[i], """{"op": "remove", "path": "members[type eq \"User\" and not (display sw \"nobody\")]"}""")));

        foreach (var group in groups) Assert.That(await _store.MembersAsync(group), Is.Empty);
    }

    private static Task InParallelAsync(int count, Func<int, Task> work) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => work(i))));

    private static Task<T[]> InParallelAsync<T>(int count, Func<int, Task<T>> work) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => work(i))));

    private async Task<List<Guid>> UsersAsync(int count)
    {
        var users = new List<Guid>();
        for (var i = 0; i < count; i++) users.Add(await _store.CreateUserAsync($"user-{Guid.NewGuid()}"));
        return users;
    }

    private Task<long> VersionAsync(Guid id) => _store.ScalarAsync<long>("SELECT version FROM scim.resource WHERE id = @id", new { id });

    private async Task LogTellsEveryVersionAsync(Guid id)
    {
        var versions = await _store.RowsAsync<long>("SELECT version FROM scim.provisioning_log WHERE resource_id = @id ORDER BY version", new { id });
        Assert.That(versions, Is.EqualTo(Enumerable.Range(1, (int)await VersionAsync(id)).Select(x => (long)x)));
    }

    private Task<long> DeadlocksAsync() => _store.ScalarAsync<long>("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
}
