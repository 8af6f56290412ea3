using Npgsql;
using Scim.Resources.Schemas;
using Scim.Storage.Writing;
using Scim.Tests.ResourceModel;

namespace Scim.Tests.Storage.Grafana;

/// <summary>What a change marks as due: what it changed, of connected tenants alone, and together with the change or not at all.</summary>
public class MarkTests : GrafanaStoreTests
{
    private const string SetTitle = """{"op": "replace", "path": "title", "value": "Dr"}""";
    private const string SetExternalId = """{"op": "replace", "path": "externalId", "value": "x-1"}""";

    [Test]
    public async Task Nothing_is_marked_where_no_tenant_is_connected()
    {
        await WriteEverythingAsync("default");

        Assert.That(await GenerationsAsync(), Is.Empty);
    }

    [Test]
    public async Task Nothing_is_marked_for_a_tenant_beside_the_connected_one()
    {
        await ConnectAsync(rolesFromGroups: true, "other");

        await WriteEverythingAsync("default");

        Assert.That(await GenerationsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_change_marks_for_its_own_tenant()
    {
        await ConnectAsync(rolesFromGroups: true);
        await ConnectAsync(rolesFromGroups: true, "other");

        await WriteEverythingAsync("default");
        await WriteEverythingAsync("other");

        Assert.That(await Store.ScalarAsync<long>("""
            SELECT count(*)
            FROM scim.grafana_due d
            WHERE NOT EXISTS (SELECT FROM scim.provisioning_log l WHERE l.resource_id = d.resource_id AND l.tenant_id = d.tenant_id)
            """), Is.Zero);
        Assert.That(
            await Store.RowsAsync<(string, long)>("SELECT tenant_id, count(*) FROM scim.grafana_due GROUP BY 1 ORDER BY 1"),
            Is.EqualTo(new[] { ("default", 5L), ("other", 5L) }));
    }

    [Test]
    public async Task A_user_is_marked_once_by_each_change()
    {
        await ConnectAsync();
        var user = Guid.Empty;

        await MarksAsync(async () => user = await Store.CreateUserAsync("ada"));
        await MarksAsync(() => Store.PatchAsync("User", user, SetTitle));
        await MarksAsync(() => Store.ReplaceAsync("User", user, User("ada", "\"title\": \"Countess\"")));
        await MarksAsync(() => Store.DeleteAsync("User", user));

        async Task MarksAsync(Func<Task> change) => Assert.That(await MarkedByAsync(change), Is.EqualTo(new[] { user }));
    }

    [Test]
    public async Task A_group_is_marked_once_by_each_change()
    {
        await ConnectAsync();
        var user = await Store.CreateUserAsync("ada");
        var group = Guid.Empty;

        await MarksAsync(async () => group = await Store.CreateGroupAsync("engines", user));
        await MarksAsync(() => Store.PatchAsync("Group", group, SetExternalId));
        await MarksAsync(() => Store.ReplaceAsync("Group", group, TestStore.GroupBody("machines", [])));
        await MarksAsync(() => Store.AddMembersAsync(group, user));
        await MarksAsync(() => Store.DeleteAsync("Group", group));

        async Task MarksAsync(Func<Task> change) => Assert.That(await MarkedByAsync(change), Is.EqualTo(new[] { group }));
    }

    [Test]
    public async Task A_request_that_changes_nothing_marks_nothing()
    {
        await ConnectAsync(rolesFromGroups: true);
        var (user, other) = (await Store.CreateUserAsync("ada", "\"title\": \"Dr\""), await Store.CreateUserAsync("charles"));
        var group = await Store.CreateGroupAsync("engines", user);
        await Store.CreateGroupAsync("outer", group);

        Assert.That(await MarkedByAsync(async () =>
        {
            TestStore.Stored(await Store.PatchAsync("User", user, SetTitle));
            TestStore.Stored(await Store.PatchAsync("User", user, ""));
            TestStore.Stored(await Store.ReplaceAsync("User", user, User("ada", "\"title\": \"Dr\"")));
            TestStore.Stored(await Store.AddMembersAsync(group, user));
            TestStore.Stored(await Store.RemoveMembersAsync(group, other));
            TestStore.Stored(await Store.PatchAsync("Group", group, $$"""{"op": "replace", "path": "members", "value": {{TestStore.Members(user)}}}"""));
            TestStore.Stored(await Store.ReplaceAsync("Group", group, TestStore.GroupBody("engines", [user.ToString()])));
        }), Is.Empty);
    }

    [Test]
    public async Task A_request_that_is_refused_marks_nothing()
    {
        await ConnectAsync(rolesFromGroups: true);
        var (user, group) = (await Store.CreateUserAsync("ada"), await Store.CreateGroupAsync("engines"));
        await Store.CreateUserAsync("taken");
        await Store.CreateGroupAsync("taken", group);
        var ghost = Guid.CreateVersion7();

        Assert.That(await MarkedByAsync(async () =>
        {
            WriteOutcome[] notUnique =
            [
                await Store.TryCreateAsync("User", User("Taken")),
                await Store.ReplaceAsync("User", user, User("taken")),
                await Store.PatchAsync("User", user, """{"op": "replace", "path": "userName", "value": "taken"}"""),
                await Store.TryCreateAsync("Group", TestStore.GroupBody("Taken", [user.ToString()])),
                await Store.PatchAsync("Group", group, $$"""{{TestStore.AddOperation(user)}}, {"op": "replace", "path": "displayName", "value": "taken"}"""),
            ];
            Assert.That(notUnique, Is.All.TypeOf<NotUnique>());

            WriteOutcome[] unknown =
            [
                await Store.TryCreateAsync("Group", TestStore.GroupBody("ghosts", [ghost.ToString()])),
                await Store.AddMembersAsync(group, ghost),
                await Store.ReplaceAsync("Group", group, TestStore.GroupBody("ghosts", [ghost.ToString()])),
            ];
            Assert.That(unknown, Is.All.TypeOf<UnknownMembers>());

            WriteOutcome[] missing =
            [
                await Store.PatchAsync("User", ghost, SetTitle),
                await Store.PatchAsync("User", group, SetTitle),
                await Store.AddMembersAsync(user, user),
                await Store.ReplaceAsync("User", ghost, User("ghost")),
            ];
            Assert.That(missing, Is.All.TypeOf<NotFound>());
            Assert.That(await Store.DeleteAsync("User", ghost), Is.False);
            Assert.That(await Store.DeleteAsync("User", group), Is.False);
            Assert.That(await Store.DeleteAsync("Group", user), Is.False);
        }), Is.Empty);
    }

    [Test]
    public async Task Writers_that_lose_a_race_mark_nothing_until_they_win()
    {
        await ConnectAsync();
        var user = await Store.CreateUserAsync("ada");

        await InParallelAsync(20, async i =>
            TestStore.Stored(await Store.PatchAsync("User", user, $$"""{"op": "replace", "path": "title", "value": "title {{i}}"}""")));

        Assert.That((await GenerationsAsync())[user], Is.EqualTo(21));
    }

    [Test]
    public async Task A_change_that_is_undone_marks_nothing()
    {
        await ConnectAsync(rolesFromGroups: true);
        var (user, other) = (await Store.CreateUserAsync("ada"), await Store.CreateUserAsync("charles"));
        var group = await Store.CreateGroupAsync("engines", user);
        await Store.CreateGroupAsync("outer", group);
        await Store.ExecuteAsync("ALTER TABLE scim.provisioning_log ADD CHECK (version IS NULL) NOT VALID");

        Assert.That(await MarkedByAsync(() =>
        {
            Assert.That(() => Store.CreateUserAsync("new"), Throws.TypeOf<PostgresException>());
            Assert.That(() => Store.CreateGroupAsync("new", user), Throws.TypeOf<PostgresException>());
            Assert.That(() => Store.PatchAsync("User", user, SetTitle), Throws.TypeOf<PostgresException>());
            Assert.That(() => Store.ReplaceAsync("Group", group, TestStore.GroupBody("machines", [other.ToString()])), Throws.TypeOf<PostgresException>());
            Assert.That(() => Store.AddMembersAsync(group, other), Throws.TypeOf<PostgresException>());
            Assert.That(() => Store.DeleteAsync("User", user), Throws.TypeOf<PostgresException>());
            Assert.That(() => Store.DeleteAsync("Group", group), Throws.TypeOf<PostgresException>());
            return Task.CompletedTask;
        }), Is.Empty);
    }

    [Test]
    public async Task A_change_that_cannot_be_marked_is_undone()
    {
        await ConnectAsync();
        var user = await Store.CreateUserAsync("ada");
        var group = await Store.CreateGroupAsync("engines");
        await Store.ExecuteAsync("ALTER TABLE scim.grafana_due ADD CHECK (type = 'none') NOT VALID");

        Assert.That(() => Store.CreateUserAsync("new"), Throws.TypeOf<PostgresException>());
        Assert.That(() => Store.PatchAsync("User", user, SetTitle), Throws.TypeOf<PostgresException>());
        Assert.That(() => Store.AddMembersAsync(group, user), Throws.TypeOf<PostgresException>());
        Assert.That(() => Store.DeleteAsync("User", user), Throws.TypeOf<PostgresException>());

        Assert.That(await Store.RowsAsync<long>("SELECT version FROM scim.resource"), Is.EqualTo(new[] { 1, 1 }));
        Assert.That(await Store.MembersAsync(group), Is.Empty);
    }

    [Test]
    public async Task Resources_of_other_types_are_not_marked()
    {
        await using var badges = await TestStore.CreateAsync(SchemaCatalogue.Load(Path.Combine(CaseFile.Folder(), "Schemas")));
        await badges.ExecuteAsync("INSERT INTO scim.grafana_tenant (tenant_id, org_id, roles_from_groups) VALUES ('default', 1, TRUE)");

        var badge = await badges.CreateAsync("Badge", Badge("Visitor"));
        TestStore.Stored(await badges.PatchAsync("Badge", badge, SetTitle));
        TestStore.Stored(await badges.ReplaceAsync("Badge", badge, Badge("Guest")));
        Assert.That(await badges.DeleteAsync("Badge", badge), Is.True);

        Assert.That(await badges.ScalarAsync<long>("SELECT count(*) FROM scim.grafana_due"), Is.Zero);
    }

    private static string Badge(string title) => $$"""
        {"schemas": ["urn:example:core:1.0:Badge", "urn:example:extension:1.0:Access"], "title": "{{title}}", "urn:example:extension:1.0:Access": {"zone": "north"} }
        """;

    private static string User(string userName, string further = "") => $$"""
        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{{userName}}"{{(further.Length == 0 ? "" : ", " + further)}}}
        """;

    /// <summary>Three users and two groups, changed in every way, and each of them due in the end where anything is.</summary>
    private async Task WriteEverythingAsync(string tenant)
    {
        var users = new List<Guid>();
        for (var i = 0; i < 3; i++) users.Add(await Store.CreateUserAsync($"user {i}", tenant: tenant));
        var group = await Store.CreateAsync("Group", TestStore.GroupBody("group", [users[0].ToString()]), tenant);
        var outer = await Store.CreateAsync("Group", TestStore.GroupBody("outer", [group.ToString()]), tenant);

        TestStore.Stored(await Store.PatchAsync("User", users[0], SetTitle, tenant));
        TestStore.Stored(await Store.PatchAsync("Group", group, TestStore.AddOperation(users[1]), tenant));
        TestStore.Stored(await Store.PatchAsync("Group", group, $"{TestStore.AddOperation(users[2])}, {SetExternalId}", tenant));
        TestStore.Stored(await Store.PatchAsync("Group", group, TestStore.RemoveOperation(users[1]), tenant));
        Assert.That(await Store.DeleteAsync("User", users[2], tenant), Is.True);
        Assert.That(await Store.DeleteAsync("Group", group, tenant), Is.True);
        Assert.That(await Store.DeleteAsync("Group", outer, tenant), Is.True);
    }
}
