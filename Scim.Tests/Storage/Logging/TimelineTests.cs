using System.Text.Json.Nodes;
using Scim.Storage;
using Scim.Storage.Logging;

namespace Scim.Tests.Storage.Logging;

/// <summary>The history of one resource, by whatever it is or was called.</summary>
public class TimelineTests
{
    private TestStore _store = null!;

    private LogReader Reader => new(_store.Database);

    private ProvisioningLog Log => new(_store.Database);

    [OneTimeSetUp]
    public async Task Store() => _store = await TestStore.CreateAsync();

    [OneTimeTearDown]
    public async Task Drop() => await _store.DisposeAsync();

    [Test]
    public async Task A_user_is_found_by_id_userName_and_externalId_in_any_case_that_filters_would_take()
    {
        var user = await _store.CreateUserAsync("Anna@x.org", "\"externalId\": \"E-1\"");
        foreach (var name in (string[])[user.ToString(), "anna@x.org", "ANNA@X.ORG", "E-1"]) Assert.That(await OperationsAsync(name), Is.EqualTo("create"), name);
        Assert.That(await OperationsAsync("e-1"), Is.Empty, "externalId is compared exactly");
        Assert.That(await OperationsAsync("anna"), Is.Empty);
    }

    [Test]
    public async Task A_user_is_found_by_the_names_that_it_had()
    {
        var user = await _store.CreateUserAsync("before@x.org");
        await _store.PatchAsync("User", user, """{"op": "replace", "path": "userName", "value": "after@x.org"}""");
        await _store.DeleteAsync("User", user);

        foreach (var name in (string[])["before@x.org", "after@x.org", user.ToString()]) Assert.That(await OperationsAsync(name), Is.EqualTo("create patch delete"), name);
    }

    [Test]
    public async Task The_log_has_no_name_of_a_person()
    {
        var user = await _store.CreateUserAsync("secretive@x.org", "\"externalId\": \"S-1815\", \"name\": {\"familyName\": \"Lovelace\"}");
        await _store.PatchAsync("User", user, """{"op": "replace", "path": "name.familyName", "value": "Byron"}""");
        await _store.DeleteAsync("User", user);

        var rows = await _store.ScalarAsync<string>("SELECT string_agg(l::text, ' ') FROM scim.provisioning_log l WHERE resource_id = @user", new { user });
        Assert.That(rows, Does.Contain("name.familyName").And.Not.Contain("secretive").And.Not.Contain("1815").And.Not.Contain("Lovelace").And.Not.Contain("Byron"));
    }

    [Test]
    public async Task A_member_sees_the_groups_it_came_into_and_left_and_a_group_sees_its_members()
    {
        var (user, other) = (await _store.CreateUserAsync("coming"), await _store.CreateUserAsync("staying"));
        var first = await _store.CreateGroupAsync("first", user, other);
        var second = await _store.CreateGroupAsync("second");
        await _store.AddMembersAsync(second, user);
        await _store.AddMembersAsync(second, user);
        await _store.RemoveMembersAsync(second, user);
        await _store.ReplaceAsync("Group", first, TestStore.GroupBody("renamed", [other.ToString()]));

        Assert.That(await MembershipsAsync("coming"), Is.EqualTo($"in {first}, in {second}, out {second}, out {first}"));
        Assert.That(await MembershipsAsync("staying"), Is.EqualTo($"in {first}"));
        Assert.That((await FindAsync("second")).Entries.Select(x => $"{x.Operation} +{x.AddedCount} -{x.RemovedCount}"), Is.EqualTo((string[])["create +0 -0", "patch +1 -0", "patch +0 -1"]));
        Assert.That((await FindAsync("renamed")).Entries[^1].Removed, Is.EqualTo((Guid[])[user]));
    }

    [Test]
    public async Task Whoever_is_deleted_leaves_its_groups_and_a_deleted_group_loses_its_members()
    {
        var user = await _store.CreateUserAsync("leaver");
        var (kept, dropped) = (await _store.CreateGroupAsync("kept", user), await _store.CreateGroupAsync("dropped", user));

        await _store.DeleteAsync("Group", dropped);
        await _store.DeleteAsync("User", user);

        Assert.That(await MembershipsAsync("leaver"), Is.EqualTo($"in {kept}, in {dropped}, out {dropped}, out {kept}"));
        Assert.That(await OperationsAsync("leaver"), Is.EqualTo("create create create delete leave delete"));
        Assert.That((await FindAsync("kept")).Entries[^1], Has.Property("Operation").EqualTo("leave").And.Property("Version").EqualTo(2));
    }

    [Test]
    public async Task What_was_refused_is_found_by_the_names_it_had()
    {
        var caller = new Caller("default", "entra", "request-1");
        var subject = LogSubject.Of(_store.Type("User"), null, (JsonObject)JsonNode.Parse("""{"USERNAME": "Never@x.org", "externalId": "N-1"}""")!);
        await Log.AddAsync(caller, [new Refusal("create", "User", subject, 400, "active must be a boolean.")], CancellationToken.None);

        foreach (var name in (string[])["never@x.org", "N-1"])
        {
            var entry = (await FindAsync(name)).Entries.Single();
            Assert.That((entry.Outcome, entry.Status, entry.Credential, entry.CorrelationId, entry.Detail), Is.EqualTo((LogOutcome.Refused, (int?)400, "entra", "request-1", "active must be a boolean.")));
        }
    }

    [Test]
    public async Task A_name_that_was_asked_for_and_refused_does_not_become_the_resources()
    {
        var (anna, bob) = (await _store.CreateUserAsync("anna-r"), await _store.CreateUserAsync("bob-r"));
        var subject = LogSubject.Of(_store.Type("User"), bob, (JsonObject)JsonNode.Parse("""{"userName": "anna-r"}""")!);
        await Log.AddAsync(new Caller("default"), [new Refusal("replace", "User", subject, 409, "Another User has that userName.")], CancellationToken.None);

        Assert.That((await FindAsync("anna-r")).Subjects, Is.EqualTo((Guid[])[anna]));
        Assert.That(await OperationsAsync("anna-r"), Is.EqualTo("create replace"));
    }

    [Test]
    public async Task Lines_stand_in_the_order_in_which_changes_took_place()
    {
        var group = await _store.CreateGroupAsync("busy group");
        var users = new List<Guid>();
        for (var i = 0; i < 8; i++) users.Add(await _store.CreateUserAsync($"busy {i}"));
        await Task.WhenAll(users.Select(user => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await _store.AddMembersAsync(group, user);
                await _store.RemoveMembersAsync(group, user);
            }
        })));

        Assert.That((await FindAsync("busy group")).Entries.Select(x => x.Version), Is.EqualTo(Enumerable.Range(1, 161)));
    }

    [Test]
    public async Task Other_rows_are_not_read_for_one_resource()
    {
        await using var store = await TestStore.CreateAsync();
        await store.ExecuteAsync("""
            INSERT INTO scim.provisioning_log (tenant_id, id, operation, type, resource_id)
            SELECT 'default', scim.log_id(), 'patch', 'User', gen_random_uuid() FROM generate_series(1, 50000)
            """);
        await store.CreateUserAsync("needle");
        await store.ExecuteAsync("VACUUM (ANALYZE) scim.provisioning_log");
        var before = await store.RowsReadAsync("reader", "provisioning_log");

        await using (var reader = store.Again("Application Name=reader"))
        {
            var found = await new LogReader(reader.Database).FindAsync("default", LogSubject.Called("needle", store.Catalogue), DateTimeOffset.UnixEpoch, 100, CancellationToken.None);
            Assert.That(found.Entries, Has.Count.EqualTo(1));
        }

        Assert.That(await store.RowsReadAsync("reader", "provisioning_log") - before, Is.LessThan(1_000));
    }

    [Test]
    public async Task One_tenant_sees_nothing_of_another()
    {
        await _store.ExecuteAsync("INSERT INTO scim.tenant (id) VALUES ('walled')");
        var user = await _store.CreateUserAsync("twice", tenant: "walled");

        foreach (var name in (string[])["twice", user.ToString()])
        {
            var seen = await Reader.FindAsync("default", LogSubject.Called(name, _store.Catalogue), DateTimeOffset.UnixEpoch, 100, CancellationToken.None);
            Assert.That((seen.Entries.Count, seen.Resources.Count), Is.EqualTo((0, 0)));
        }

        Assert.That((await Reader.LatestAsync("default", DateTimeOffset.UnixEpoch, 10_000, CancellationToken.None)).Entries.Select(x => x.ResourceId), Has.None.EqualTo(user));
        Assert.That(await ExportAsync("default", DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow.AddDays(1)), Has.None.EqualTo(user));
        Assert.That(await ExportAsync("walled", DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow.AddDays(1)), Is.EqualTo((Guid[])[user]));
    }

    [Test]
    public async Task The_latest_come_in_the_order_of_time_and_no_more_than_asked_for()
    {
        var users = new List<Guid>();
        for (var i = 0; i < 5; i++) users.Add(await _store.CreateUserAsync($"in order {i}"));
        var latest = await Reader.LatestAsync("default", DateTimeOffset.UnixEpoch, 3, CancellationToken.None);
        Assert.That(latest.Entries.Select(x => x.ResourceId!.Value), Is.EqualTo(users[2..]));
    }

    [Test]
    public async Task Only_what_is_old_is_purged_and_all_of_it()
    {
        await _store.ExecuteAsync("INSERT INTO scim.tenant (id) VALUES ('ageing')");
        var limit = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await _store.ExecuteAsync($"""
            INSERT INTO scim.provisioning_log (tenant_id, id, operation)
            SELECT 'ageing', (left(lpad(to_hex({limit.ToUnixTimeMilliseconds()} - 1 - n), 12, '0'), 8) || '-' || right(lpad(to_hex({limit.ToUnixTimeMilliseconds()} - 1 - n), 12, '0'), 4) || '-7000-8000-000000000000')::uuid, 'create'
            FROM generate_series(0, 11999) n
            """);
        var young = Guid.CreateVersion7(limit);
        await _store.ExecuteAsync($"INSERT INTO scim.provisioning_log (tenant_id, id, operation) VALUES ('ageing', '{young}', 'create')");
        Assert.That(await ExportedAsync(limit.AddDays(-1), limit), Is.EqualTo(12_000));

        Assert.That(await Log.PurgeAsync(limit, CancellationToken.None), Is.EqualTo(12_000));

        Assert.That(await ExportedAsync(DateTimeOffset.UnixEpoch, limit), Is.Zero);
        Assert.That(await ExportedAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow), Is.EqualTo(1));

        async Task<int> ExportedAsync(DateTimeOffset since, DateTimeOffset until) => (await ExportAsync("ageing", since, until)).Count;
    }

    private Task<LogTimeline> FindAsync(string name) =>
        Reader.FindAsync("default", LogSubject.Called(name, _store.Catalogue), DateTimeOffset.UnixEpoch, 1_000, CancellationToken.None);

    private async Task<string> OperationsAsync(string name) => string.Join(' ', (await FindAsync(name)).Entries.Select(x => x.Operation));

    private async Task<string> MembershipsAsync(string name) => string.Join(", ", (await FindAsync(name)).Entries
        .Where(x => x.IsAdded || x.IsRemoved)
        .Select(x => $"{(x.IsAdded ? "in" : "out")} {x.ResourceId}"));

    private async Task<List<Guid?>> ExportAsync(string tenant, DateTimeOffset since, DateTimeOffset until)
    {
        var rows = new List<Guid?>();
        await foreach (var entry in Reader.ExportAsync(tenant, since, until, CancellationToken.None)) rows.Add(entry.ResourceId);
        return rows;
    }
}
