using Scim.Storage.Grafana;

namespace Scim.Tests.Storage.Grafana;

public class DesiredStatePlanTests
{
    private const int GroupsOfEach = 20;

    private static readonly string[] Tables = ["resource", "membership"];

    [Test]
    public async Task The_groups_of_users_who_are_in_many_are_found_without_reading_those_of_others()
    {
        await using var store = await TestStore.CreateAsync();
        IReadOnlyList<Guid> ids;

        // What a session has read is counted at its end at the latest.
        await using (var writer = store.Again("Application Name=reader"))
        {
            await writer.ExecuteAsync($"""
                INSERT INTO scim.resource (tenant_id, id, type, unique_key, display, created, last_modified, doc, search, search_text)
                SELECT 'default', gen_random_uuid(), type, type || i, type || i, now(), now(), '{"{}"}', '{"{}"}', ''
                FROM (SELECT 'User' AS type, generate_series(1, 10000) AS i UNION ALL SELECT 'Group', generate_series(1, 1000)) x;

                INSERT INTO scim.membership (tenant_id, group_id, member_id, member_type)
                SELECT 'default', g.id, r.id, 'User'
                FROM (SELECT id, row_number() OVER () AS n FROM scim.resource WHERE type = 'User') r
                JOIN (SELECT id, row_number() OVER () - 1 AS n FROM scim.resource WHERE type = 'Group') g ON (g.n - r.n) % 50 = 0;
                """);
            foreach (var table in Tables) await writer.ExecuteAsync($"VACUUM (ANALYZE) scim.{table}");
            ids = await writer.RowsAsync<Guid>("SELECT id FROM scim.resource WHERE type = 'User' ORDER BY id LIMIT 50");
        }

        var before = await store.RowsReadAsync("reader", Tables);

        await using (var reader = store.Again("Application Name=reader"))
        {
            var users = await new DesiredState(reader.Database).UsersAsync("default", [.. ids], withGroups: true, CancellationToken.None);
            Assert.That(users.Values.Select(x => x.Groups.Length), Has.Exactly(50).EqualTo(2 * GroupsOfEach), "an id and a name of each");
        }

        Assert.That(await store.RowsReadAsync("reader", Tables) - before, Is.GreaterThan(1_000).And.LessThan(10_000));
    }
}
