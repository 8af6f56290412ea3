using Npgsql;
using Scim.Resources.Representation;
using Scim.Storage.Writing;

namespace Scim.Tests.Storage;

/// <summary>A write is whole or it is nothing, and what changes nothing leaves no trace.</summary>
public class AtomicityTests
{
    private TestStore _store = null!;

    [SetUp]
    public async Task Store() => _store = await TestStore.CreateAsync();

    [TearDown]
    public async Task Drop() => await _store.DisposeAsync();

    [Test]
    public async Task A_group_that_cannot_have_its_new_name_keeps_its_members_too()
    {
        await _store.CreateGroupAsync("taken");
        var (member, other) = (await _store.CreateUserAsync("member"), await _store.CreateUserAsync("other"));
        var group = await _store.CreateGroupAsync("group", member);
        var before = await StateAsync();

        var outcome = await _store.PatchAsync("Group", group, $$"""
            {"op": "add", "path": "members", "value": {{TestStore.Members(other)}}}, {"op": "remove", "path": "members", "value": {{TestStore.Members(member)}}},
            {"op": "replace", "path": "displayName", "value": "TAKEN"}
            """);

        Assert.That(outcome, Is.EqualTo(new NotUnique("displayName")));
        Assert.That(await StateAsync(), Is.EqualTo(before));
    }

    [TestCase("0190aaaa-0000-7000-8000-000000000000")]
    [TestCase("no id at all")]
    [TestCase("{0190AAAA-0000-7000-8000-000000000000}")]
    public async Task A_group_of_unknown_members_alone_is_not_stored(string member)
    {
        var before = await StateAsync();

        Assert.That(await _store.TryCreateAsync("Group", TestStore.GroupBody("ghosts", [member])), Is.TypeOf<UnknownMembers>());
        Assert.That(await StateAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_group_is_not_changed_by_unknown_members_alone()
    {
        var user = await _store.CreateUserAsync("user");
        var group = await _store.CreateGroupAsync("group", user);
        var before = await StateAsync();
        var ghost = Guid.CreateVersion7();

        Assert.That(await _store.AddMembersAsync(group, ghost), Is.TypeOf<UnknownMembers>());
        Assert.That(await _store.ReplaceAsync("Group", group, TestStore.GroupBody("renamed", [ghost.ToString()])), Is.TypeOf<UnknownMembers>());
        Assert.That(
            await _store.PatchAsync("Group", group, $$"""{"op": "replace", "path": "members", "value": {{TestStore.Members(ghost)}}}"""), Is.TypeOf<UnknownMembers>());
        Assert.That(await StateAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Known_members_are_added_and_the_log_names_the_unknown()
    {
        var user = await _store.CreateUserAsync("user");
        var ghost = Guid.CreateVersion7();

        var group = await _store.CreateAsync("Group", TestStore.GroupBody("group", [user.ToString(), ghost.ToString(), "no id"]));

        Assert.That(await _store.MembersAsync(group), Is.EqualTo(new[] { user.ToString() }));
        var ignored = await _store.ScalarAsync<string[]>("SELECT ignored FROM scim.provisioning_log WHERE resource_id = @group", new { group });
        Assert.That(ignored, Is.EquivalentTo(new[] { $"members {ghost}", "members that are no ids" }));
    }

    [Test]
    public async Task A_delete_that_cannot_be_logged_is_undone_with_all_its_steps()
    {
        var user = await _store.CreateUserAsync("user");
        var group = await _store.CreateGroupAsync("group", user);
        await _store.CreateGroupAsync("outer", group);
        await _store.ExecuteAsync("ALTER TABLE scim.provisioning_log ADD CHECK (operation <> 'delete') NOT VALID");
        var before = await StateAsync();

        Assert.That(() => _store.DeleteAsync("User", user), Throws.TypeOf<PostgresException>());
        Assert.That(() => _store.DeleteAsync("Group", group), Throws.TypeOf<PostgresException>());
        Assert.That(await StateAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_group_whose_members_cannot_be_stored_is_not_stored()
    {
        var user = await _store.CreateUserAsync("user");
        var group = await _store.CreateGroupAsync("group");
        await _store.ExecuteAsync("ALTER TABLE scim.membership ADD CHECK (member_type <> 'User')");
        var before = await StateAsync();

        Assert.That(() => _store.CreateGroupAsync("other", user), Throws.TypeOf<PostgresException>());
        Assert.That(() => _store.AddMembersAsync(group, user), Throws.TypeOf<PostgresException>());
        Assert.That(() => _store.ReplaceAsync("Group", group, TestStore.GroupBody("renamed", [user.ToString()])), Throws.TypeOf<PostgresException>());
        Assert.That(await StateAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task What_changes_nothing_touches_nothing()
    {
        var (user, other) = (await _store.CreateUserAsync("user", "\"title\": \"Dr\""), await _store.CreateUserAsync("other"));
        var group = await _store.CreateGroupAsync("group", user);
        var before = await StateAsync();

        Resource[] unchanged =
        [
            TestStore.Stored(await _store.PatchAsync("User", user, """{"op": "replace", "path": "title", "value": "Dr"}""")),
            TestStore.Stored(await _store.PatchAsync("User", user, """{"op": "remove", "path": "nickName"}""")),
            TestStore.Stored(await _store.PatchAsync("User", user, "")),
            TestStore.Stored(await _store.AddMembersAsync(group, user)),
            TestStore.Stored(await _store.RemoveMembersAsync(group, other, Guid.CreateVersion7(), "no id")),
            TestStore.Stored(await _store.PatchAsync("Group", group, $$"""{"op": "replace", "path": "members", "value": {{TestStore.Members(user)}}}""")),
            TestStore.Stored(await _store.ReplaceAsync("Group", group, TestStore.GroupBody("group", [user.ToString()]))),
        ];

        Assert.That(unchanged.Select(x => x.Version), Is.All.EqualTo(1));
        Assert.That(await StateAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_group_in_itself_can_be_deleted()
    {
        var group = await _store.CreateGroupAsync("group");
        await _store.AddMembersAsync(group, group);

        Assert.That(await _store.DeleteAsync("Group", group), Is.True);
        Assert.That(await _store.ScalarAsync<long>("SELECT (SELECT count(*) FROM scim.resource) + (SELECT count(*) FROM scim.membership)"), Is.Zero);
    }

    [Test]
    public async Task Last_modified_never_goes_back()
    {
        var user = await _store.CreateUserAsync("user");
        var group = await _store.CreateGroupAsync("group", user);
        await _store.ExecuteAsync("UPDATE scim.resource SET last_modified = '2999-01-01'");

        var resources = new[]
        {
            TestStore.Stored(await _store.PatchAsync("User", user, """{"op": "replace", "path": "title", "value": "Dr"}""")),
            TestStore.Stored(await _store.RemoveMembersAsync(group, user)),
        };

        Assert.That(resources.Select(x => x.LastModified.UtcDateTime), Is.All.EqualTo(new DateTime(2999, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        Assert.That(resources.Select(x => x.Version), Is.All.EqualTo(2));
    }

    [Test]
    public async Task Last_modified_is_stored_as_it_is_shown()
    {
        var user = await _store.CreateUserAsync("user");
        TestStore.Stored(await _store.PatchAsync("User", user, """{"op": "replace", "path": "title", "value": "Dr"}"""));
        var meta = TestStore.Json((await _store.FindAsync("User", user))!)["meta"]!;

        Assert.That((await _store.ListAsync("User", $"""meta.lastModified gt "{meta["lastModified"]}" """)).TotalResults, Is.Zero);
        Assert.That((await _store.ListAsync("User", $"""meta.lastModified eq "{meta["lastModified"]}" and meta.created eq "{meta["created"]}" """)).TotalResults, Is.EqualTo(1));
    }

    [Test]
    public async Task The_log_tells_who_did_what()
    {
        var user = await _store.CreateUserAsync("user", "\"shoeSize\": 44");
        await _store.PatchAsync("User", user, """{"op": "replace", "path": "title", "value": "Dr"}""");
        await _store.DeleteAsync("User", user);
        await _store.DeleteAsync("User", user);

        var log = await _store.RowsAsync<string>("""
            SELECT concat_ws(' ', operation, type, version, credential, ignored)
            FROM scim.provisioning_log
            WHERE resource_id = @user
            ORDER BY id
            """, new { user });
        Assert.That(log, Is.EqualTo(new[] { "create User 1 tests {shoeSize}", "patch User 2 tests {}", "delete User 2 tests {}" }));
    }

    // With the transaction that last wrote each row.
    private Task<string?> StateAsync() => _store.ScalarAsync<string>("""
        SELECT (SELECT string_agg(r.xmin || ' ' || r::text, ';' ORDER BY id) FROM scim.resource r)
            || (SELECT COALESCE(string_agg(m.xmin || ' ' || m::text, ';' ORDER BY m::text), '') FROM scim.membership m)
            || (SELECT count(*) FROM scim.provisioning_log)
        """);
}
