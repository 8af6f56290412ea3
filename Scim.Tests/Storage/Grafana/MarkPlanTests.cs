using Scim.Storage.Grafana;

namespace Scim.Tests.Storage.Grafana;

/// <summary>
/// What PostgreSQL reads to mark what a change of one member makes due, in a group of 100,000 users that is in others. Where it is the only one,
/// the planner takes every group for that large.
/// </summary>
[TestFixture(2_000)]
[TestFixture(0)]
public class MarkPlanTests(int otherGroups)
{
    private const int Users = 100_000;

    private static readonly string[] Tables = ["resource", "membership", "grafana_due", "grafana_tenant"];

    private TestStore _store = null!;
    private Guid _group;

    [OneTimeSetUp]
    public async Task Load()
    {
        _store = await TestStore.CreateAsync();
        _group = await _store.CreateGroupAsync("everybody");
        await _store.CreateGroupAsync("outermost", await _store.CreateGroupAsync("outer", _group));
        await _store.ExecuteAsync($"""
            INSERT INTO scim.resource (tenant_id, id, type, unique_key, display, created, last_modified, doc, search, search_text)
            SELECT 'default', gen_random_uuid(), type, type || i, type || i, now(), now(), '{"{}"}', '{"{}"}', ''
            FROM (SELECT 'User' AS type, generate_series(1, {Users}) AS i UNION ALL SELECT 'Group', generate_series(1, {otherGroups})) x;

            INSERT INTO scim.membership (tenant_id, group_id, member_id, member_type)
            SELECT 'default', '{_group}', r.id, 'User'
            FROM scim.resource r
            WHERE r.type = 'User';

            INSERT INTO scim.membership (tenant_id, group_id, member_id, member_type)
            SELECT 'default', g.id, r.id, 'User'
            FROM (SELECT id, row_number() OVER () AS n FROM scim.resource WHERE type = 'User') r
            JOIN (SELECT id, row_number() OVER () - 1 AS n FROM scim.resource WHERE type = 'Group' AND display ~ '[0-9]') g ON g.n = r.n % greatest({otherGroups}, 1)
            WHERE {otherGroups} > 0;

            INSERT INTO scim.grafana_due (tenant_id, resource_id, type)
            SELECT 'default', r.id, r.type
            FROM scim.resource r
            """);
        foreach (var table in Tables) await _store.ExecuteAsync($"VACUUM (ANALYZE) scim.{table}");
    }

    [OneTimeTearDown]
    public async Task Drop() => await _store.DisposeAsync();

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_change_of_one_member_reads_few_rows(bool rolesFromGroups)
    {
        await new ConnectedTenants(_store.Database).ConnectAsync("default", 1, rolesFromGroups, CancellationToken.None);
        var name = $"of {rolesFromGroups}";
        var before = await _store.RowsReadAsync("writer", Tables);

        await using (var writer = _store.Again("Application Name=writer"))
        {
            for (var i = 0; i < 10; i++)
            {
                var user = await writer.CreateUserAsync($"{name} {i}");
                TestStore.Stored(await writer.AddMembersAsync(_group, user));
                TestStore.Stored(await writer.RemoveMembersAsync(_group, user));
                TestStore.Stored(await writer.PatchAsync("Group", _group, $$"""{{TestStore.AddOperation(user)}}, {"op": "replace", "path": "externalId", "value": "{{name}} {{i}}"}"""));
                TestStore.Stored(await writer.PatchAsync("User", user, """{"op": "replace", "path": "title", "value": "Dr"}"""));
                Assert.That(await writer.DeleteAsync("User", user), Is.True);
            }
        }

        Assert.That(await _store.RowsReadAsync("writer", Tables) - before, Is.GreaterThan(60).And.LessThan(6_000));
    }
}
