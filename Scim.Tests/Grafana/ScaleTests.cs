using Scim.Doubles;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

/// <summary>Many users, many teams, and very large teams.</summary>
public class ScaleTests
{
    [Test]
    public async Task A_thousand_users_and_fifty_teams_come_from_nothing()
    {
        const int users = 1_000, teams = 50;
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions { Version = "13.0.0" });

        // As Entra's initial cycle: all users, then empty groups, then members in batches.
        var ids = new string[users];
        await Parallel.ForAsync(0, users, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => ids[i] = await scim.NewUserAsync($"u{i:0000}@x.org"));
        var groups = await Task.WhenAll(Enumerable.Range(0, teams).Select(i => scim.NewGroupAsync($"Group {i:00}")));
        await Parallel.ForAsync(0, teams, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            foreach (var batch in ids.Where((_, n) => n % teams == i || n % 10 == 0).Chunk(20)) await scim.AddMembersAsync(groups[i], batch);
        });
        await scim.SettledAsync(TimeSpan.FromMinutes(3));

        var (accounts, sizes) = scim.Grafana.Double.State.Read(x => (x.Users.People.Count(y => y.Login.EndsWith("@x.org", StringComparison.Ordinal)), x.Teams.Values.Select(y => y.Members.Count).ToList()));
        Assert.That(accounts, Is.EqualTo(users));
        Assert.That(sizes, Has.Count.EqualTo(teams).And.All.InRange(100, 120));
        Assert.That(scim.Grafana.Double.Calls.Count(x => x is { Method: "POST", Path: "/api/admin/users" }), Is.EqualTo(users));
        Assert.That(scim.Grafana.Double.Calls.Count(x => x is { Method: "POST", Path: "/api/teams" }), Is.EqualTo(teams));
        Assert.That(await scim.CompareAllAsync(), Is.Zero);
    }

    [TestCase("11.6.0")]
    [TestCase("13.0.0")]
    public async Task A_team_of_twenty_thousand_is_filled_changed_and_emptied(string version)
    {
        const int count = 20_000;
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions { Version = version }, ("BrakePercent", "100"));
        await FillAsync(scim, count);
        var group = await scim.NewGroupAsync("All");
        await scim.SettledAsync();

        await scim.ScalarAsync($"""
            WITH added AS (
                INSERT INTO scim.membership (tenant_id, group_id, member_id, member_type)
                SELECT tenant_id, '{group}', resource_id, 'User'
                FROM scim.grafana_link
                WHERE kind = 'user'
                RETURNING 1)
            SELECT count(*)
            FROM added
            """);
        await scim.PatchAsync($"Groups/{group}", """{"op": "replace", "path": "displayName", "value": "Everybody"}""");
        await scim.SettledAsync(TimeSpan.FromMinutes(3));
        Assert.That(Size(scim), Is.EqualTo(count));

        scim.Grafana.Double.ClearCalls();
        var late = await scim.NewUserAsync("late@x.org");
        await scim.AddMembersAsync(group, late);
        await scim.SettledAsync();
        Assert.That(Size(scim), Is.EqualTo(count + 1));
        Assert.That(scim.Grafana.Double.Calls.Count(x => x.Method != "GET"), Is.EqualTo(2), "one account and one member");

        await scim.PatchAsync($"Groups/{group}", $$"""{"op": "replace", "path": "members", "value": [{"value": "{{late}}"}]}""");
        await scim.SettledAsync(TimeSpan.FromMinutes(3));
        Assert.That(await scim.Grafana.MembersAsync("Everybody"), Is.EqualTo("late@x.org"));
    }

    private static int Size(ConnectedScim scim) => scim.Grafana.Double.State.Read(x => x.Teams.Values.Single().Members.Count);

    /// <summary>Users on both sides and the links between them, written at once: how they come to be is shown elsewhere.</summary>
    private static async Task FillAsync(ConnectedScim scim, int count)
    {
        var first = await scim.NewUserAsync("n0@x.org");
        await scim.SettledAsync();
        await Parallel.ForAsync(1, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
            await scim.Grafana.SendAsync("POST", "api/admin/users", new { login = $"n{i}@x.org", email = $"n{i}@x.org", name = $"n{i}@x.org", password = "Aa1!-unknown-to-all", orgId = 1 }));
        var numbers = scim.Grafana.Double.State.Read(x => x.Users.People.Where(y => y.Login.StartsWith('n') && y.Login != "n0@x.org").Select(y => (y.Id, y.Login)).ToList());

        await scim.ScalarAsync($"""
            WITH n AS (
                SELECT *, gen_random_uuid() AS new_id
                FROM unnest(ARRAY[{string.Join(',', numbers.Select(x => x.Id))}]::bigint[], ARRAY[{string.Join(',', numbers.Select(x => $"'{x.Login}'"))}]) x (number, login)),
            resources AS (
                INSERT INTO scim.resource (tenant_id, id, type, unique_key, display, created, last_modified, doc, search, search_text)
                SELECT r.tenant_id, n.new_id, r.type, n.login, n.login, r.created, r.last_modified,
                       replace(r.doc::text, 'n0@x.org', n.login)::json, replace(r.search::text, 'n0@x.org', n.login)::jsonb, n.login
                FROM n, scim.resource r
                WHERE r.id = '{first}'),
            links AS (
                INSERT INTO scim.grafana_link (tenant_id, resource_id, kind, grafana_id, origin, last_applied, has_access)
                SELECT l.tenant_id, n.new_id, l.kind, n.number, l.origin, replace(l.last_applied::text, 'n0@x.org', n.login)::jsonb, TRUE
                FROM n, scim.grafana_link l
                WHERE l.resource_id = '{first}'
                RETURNING 1)
            SELECT count(*)
            FROM links
            """);
    }
}
