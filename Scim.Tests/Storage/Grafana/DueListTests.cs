using Dapper;
using Scim.Storage.Grafana;

namespace Scim.Tests.Storage.Grafana;

/// <summary>Work is claimed by one, done with no transaction open, and never lost.</summary>
public class DueListTests : GrafanaStoreTests
{
    private static readonly Guid One = new("01900000-0000-7000-8000-000000000001");
    private static readonly Guid Two = new("01900000-0000-7000-8000-000000000002");
    private static readonly Guid Three = new("01900000-0000-7000-8000-000000000003");

    [Test]
    public async Task Is_claimed_once_by_many_at_once()
    {
        var ids = Enumerable.Range(0, 300).Select(_ => Guid.NewGuid()).ToList();
        await Due.MarkAsync("default", "User", ids, CancellationToken.None);
        await using var second = Store.Again("Application Name=another process");
        DueList[] lists = [Due, new DueList(second.Database)];

        var claims = await InParallelAsync(20, async i =>
        {
            var mine = new List<DueItem>();
            while (await lists[i % 2].ClaimAsync(["default"], "User", 7, Lease, CancellationToken.None) is { Count: > 0 } claimed) mine.AddRange(claimed);
            return mine;
        });

        // Whoever finds all of what is left locked by others comes away with nothing, so something may be left in the end.
        var all = claims.SelectMany(x => x).Concat(await ClaimAsync(300)).Select(x => x.ResourceId).ToList();
        Assert.That(all, Is.EquivalentTo(ids));
    }

    [Test]
    public async Task Is_claimed_by_one_where_all_want_the_same()
    {
        for (var round = 0; round < 20; round++)
        {
            var id = Guid.NewGuid();
            await MarkAsync(id);

            var claimed = await InParallelAsync(10, _ => ClaimAsync());

            Assert.That(claimed.SelectMany(x => x).Select(x => x.ResourceId), Is.EqualTo(new[] { id }));
        }
    }

    [Test]
    public async Task Tells_what_was_claimed()
    {
        await ConnectAsync();
        var user = await Store.CreateUserAsync("ada");
        await Store.PatchAsync("User", user, """{"op": "replace", "path": "title", "value": "Dr"}""");

        var item = await ClaimOneAsync();

        Assert.That(item with { Claim = Guid.Empty }, Is.EqualTo(new DueItem
        {
            Tenant = "default",
            ResourceId = user,
            Type = "User",
            Generation = 2,
            Claim = Guid.Empty,
            Attempts = 0,
            Thorough = false,
            Released = false,
        }));
    }

    [Test]
    public async Task Gives_each_claim_an_id_of_its_own()
    {
        await MarkAsync(One);
        await MarkAsync(Two);

        var claims = new[] { (await ClaimAsync(1))[0].Claim, (await ClaimAsync(1))[0].Claim };

        Assert.That(claims, Is.Unique.And.None.EqualTo(Guid.Empty));
    }

    [Test]
    public async Task Gives_the_longest_waiting_first()
    {
        foreach (var id in new[] { Three, One, Two }) await MarkAsync(id);
        await MarkAsync(Three);
        await Store.ExecuteAsync("CLUSTER scim.grafana_due USING grafana_due_pkey");

        // Without its index, PostgreSQL would give the rows as they lie in the table.
        await using var scanning = Store.Again("Options=-c enable_indexscan=off -c enable_bitmapscan=off");
        var due = new DueList(scanning.Database);
        foreach (var id in new[] { Three, One, Two }) Assert.That(await NextAsync(), Is.EqualTo(id), "marked again, it keeps its place");
        await Store.ExecuteAsync($"UPDATE scim.grafana_due SET claim = NULL, claimed_until = NULL, next_attempt = next_attempt - interval '1 hour' * (resource_id = '{Two}')::int");
        foreach (var id in new[] { Two, Three, One }) Assert.That(await NextAsync(), Is.EqualTo(id));

        async Task<Guid> NextAsync() => (await due.ClaimAsync(["default"], "User", 1, Lease, CancellationToken.None)).Single().ResourceId;
    }

    [Test]
    public async Task Gives_of_the_wanted_tenants_and_type_alone()
    {
        await Store.ExecuteAsync("INSERT INTO scim.tenant (id) VALUES ('other'), ('third')");
        await MarkAsync(One);
        await MarkAsync(Two, "Group");
        await Due.MarkAsync("other", "User", [Three], CancellationToken.None);
        await Due.MarkAsync("third", "User", [One], CancellationToken.None);

        var claimed = await Due.ClaimAsync(["other", "third"], "User", 100, Lease, CancellationToken.None);

        Assert.That(claimed.Select(x => (x.Tenant, x.ResourceId)), Is.EquivalentTo(new[] { ("other", Three), ("third", One) }));
        Assert.That((await ClaimAsync(type: "Group")).Select(x => x.ResourceId), Is.EqualTo(new[] { Two }));
        Assert.That(await Due.ClaimAsync([], "User", 100, Lease, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_claim_holds_until_its_lease_ends()
    {
        await MarkAsync(One);
        var first = await ClaimOneAsync();
        Assert.That(await ClaimAsync(), Is.Empty);

        await EndLeasesAsync();

        var second = await ClaimOneAsync();
        Assert.That(second, Is.EqualTo(first with { Claim = second.Claim }));
        Assert.That(second.Claim, Is.Not.EqualTo(first.Claim));
    }

    [Test]
    public async Task A_renewed_claim_holds()
    {
        await MarkAsync(One);
        var item = await ClaimOneAsync();
        await EndLeasesAsync();

        await Due.RenewAsync(item.Claim, Lease, CancellationToken.None);

        Assert.That(await ClaimAsync(), Is.Empty);
    }

    [Test]
    public async Task A_claim_that_another_has_taken_over_renews_nothing()
    {
        await MarkAsync(One);
        var first = await ClaimOneAsync();
        await EndLeasesAsync();
        await ClaimOneAsync();
        await EndLeasesAsync();

        await Due.RenewAsync(first.Claim, Lease, CancellationToken.None);

        Assert.That(await ClaimAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_renewal_takes_rows_in_the_order_of_marks()
    {
        // The rows lie in the table in the opposite order of their ids.
        foreach (var id in new[] { Three, Two, One }) await MarkAsync(id);
        var claim = (await ClaimAsync())[0].Claim;

        await TakesRowsInOrderAsync([One, Two, Three], () => Due.RenewAsync(claim, Lease, CancellationToken.None));
    }

    [Test]
    public async Task Giving_up_a_claim_takes_rows_in_the_order_of_marks()
    {
        foreach (var id in new[] { Three, Two, One }) await MarkAsync(id);
        var claim = (await ClaimAsync())[0].Claim;

        await TakesRowsInOrderAsync([One, Two, Three], () => Due.FreeAsync(claim, CancellationToken.None));
    }

    [Test]
    public async Task A_release_takes_rows_in_the_order_of_marks()
    {
        foreach (var id in new[] { Three, Two, One }) await MarkAsync(id);
        foreach (var item in await ClaimAsync()) await Due.HoldAsync(item, "Too many.", CancellationToken.None);

        await TakesRowsInOrderAsync([One, Two, Three], () => Due.ReleaseAsync("default", CancellationToken.None));
    }

    [Test]
    public async Task A_claim_waits_for_no_change_that_marks_the_same()
    {
        await MarkAsync(One);
        await MarkAsync(Two);
        await using var connection = await Store.Database.Searches.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("UPDATE scim.grafana_due SET generation = generation + 1 WHERE resource_id = @One", new { One });

        Assert.That((await ClaimAsync()).Select(x => x.ResourceId), Is.EqualTo(new[] { Two }));
    }

    [Test]
    public async Task What_is_settled_is_off_the_list()
    {
        await MarkAsync(One);
        await MarkAsync(Two);
        var items = await ClaimAsync();

        await Due.SettleAsync(items.Single(x => x.ResourceId == One), CancellationToken.None);

        Assert.That((await GenerationsAsync()).Keys, Is.EqualTo(new[] { Two }));
    }

    [Test]
    public async Task What_was_marked_during_the_work_is_due_at_once()
    {
        await MarkAsync(One);
        await Due.RetryAsync(await ClaimOneAsync(), "No answer.", TimeSpan.Zero, CancellationToken.None);
        var item = await ClaimOneAsync();
        await MarkAsync(One);

        await Due.SettleAsync(item, CancellationToken.None);

        var next = await ClaimOneAsync();
        Assert.That((next.Generation, next.Attempts), Is.EqualTo((item.Generation + 1, 0)));
        Assert.That((await RowAsync()).LastError, Is.Null);
    }

    [Test]
    public async Task A_mark_that_waits_for_the_settlement_is_not_lost()
    {
        await ConnectAsync();
        var user = await Store.CreateUserAsync("ada");
        var item = await ClaimOneAsync();

        // The change has marked the row and not committed when it is settled.
        await using var connection = await Store.Database.Searches.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("UPDATE scim.grafana_due SET generation = generation + 1, next_attempt = now()");
        var settlement = Due.SettleAsync(item, CancellationToken.None);
        await WaitForLocksAsync(1);
        await transaction.CommitAsync();
        await settlement;

        Assert.That((await ClaimAsync()).Select(x => (x.ResourceId, x.Generation)), Is.EqualTo(new[] { (user, item.Generation + 1) }));
    }

    [Test]
    public async Task Who_has_lost_the_claim_settles_nothing_that_was_marked_anew()
    {
        await MarkAsync(One);
        var late = await ClaimOneAsync();
        await EndLeasesAsync();
        await Due.SettleAsync(await ClaimOneAsync(), CancellationToken.None);
        await MarkAsync(One);

        await Due.SettleAsync(late, CancellationToken.None);

        Assert.That((await ClaimOneAsync()).Generation, Is.EqualTo(late.Generation), "only the claim tells it from the row that was settled");
    }

    [Test]
    public async Task Who_has_lost_the_claim_changes_nothing()
    {
        await MarkAsync(One);
        var late = await ClaimOneAsync();
        await EndLeasesAsync();
        await ClaimOneAsync();
        var before = await TextAsync();

        await Due.SettleAsync(late, CancellationToken.None);
        await Due.RetryAsync(late, "No answer.", Lease, CancellationToken.None);
        await Due.HoldAsync(late, "Too many.", CancellationToken.None);
        await Due.FreeAsync(late.Claim, CancellationToken.None);

        Assert.That(await TextAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task What_failed_waits_and_is_counted()
    {
        await MarkAsync(One);

        await Due.RetryAsync(await ClaimOneAsync(), "No answer.", Lease, CancellationToken.None);
        Assert.That(await ClaimAsync(), Is.Empty);
        Assert.That((await RowAsync()).LastError, Is.EqualTo("No answer."));

        await EndWaitsAsync();
        var second = await ClaimOneAsync();
        Assert.That(second.Attempts, Is.EqualTo(1));

        await Due.RetryAsync(second, "Still none.", Lease, CancellationToken.None);
        await EndWaitsAsync();
        Assert.That((await ClaimOneAsync()).Attempts, Is.EqualTo(2));
        Assert.That((await RowAsync()).LastError, Is.EqualTo("Still none."));
    }

    [Test]
    public async Task What_was_marked_before_it_failed_is_due_at_once()
    {
        await MarkAsync(One);
        var item = await ClaimOneAsync();
        await MarkAsync(One);

        await Due.RetryAsync(item, "No answer.", Lease, CancellationToken.None);

        Assert.That((await ClaimOneAsync()).Attempts, Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_marked_while_it_waits_is_due_at_once()
    {
        await ConnectAsync();
        var user = await Store.CreateUserAsync("ada");
        await Due.RetryAsync(await ClaimOneAsync(), "No answer.", Lease, CancellationToken.None);

        await Store.PatchAsync("User", user, """{"op": "replace", "path": "title", "value": "Dr"}""");

        Assert.That((await ClaimOneAsync()).Attempts, Is.EqualTo(1));
    }

    [Test]
    public async Task A_mark_takes_no_claim_away()
    {
        await MarkAsync(One);
        await ClaimOneAsync();

        await MarkAsync(One);

        Assert.That(await ClaimAsync(), Is.Empty);
    }

    [Test]
    public async Task What_is_held_waits_for_a_person()
    {
        await MarkAsync(One);
        await Due.HoldAsync(await ClaimOneAsync(), "Too many.", CancellationToken.None);
        Assert.That(await ClaimAsync(), Is.Empty);

        Assert.That(await Due.ReleaseAsync("default", CancellationToken.None), Is.EqualTo(1));

        Assert.That((await ClaimOneAsync()).Released, Is.True);
        Assert.That(await RowAsync(), Has.Property(nameof(DueRow.HeldSince)).Null.And.Property(nameof(DueRow.LastError)).Null);
    }

    [Test]
    public async Task What_is_held_is_due_when_it_is_marked_again()
    {
        await ConnectAsync();
        var user = await Store.CreateUserAsync("ada");
        await Due.HoldAsync(await ClaimOneAsync(), "Too many.", CancellationToken.None);

        await Store.PatchAsync("User", user, """{"op": "replace", "path": "title", "value": "Dr"}""");

        Assert.That((await ClaimOneAsync()).Released, Is.False);
    }

    [Test]
    public async Task What_was_marked_before_it_is_held_is_due_at_once()
    {
        await MarkAsync(One);
        var item = await ClaimOneAsync();
        await MarkAsync(One);

        await Due.HoldAsync(item, "Too many.", CancellationToken.None);

        Assert.That(await ClaimAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_is_held_again_is_held_since_the_first_time()
    {
        await MarkAsync(One);
        await Due.HoldAsync(await ClaimOneAsync(), "Too many.", CancellationToken.None);
        var since = (await RowAsync()).HeldSince;
        await MarkAsync(One);

        await Due.HoldAsync(await ClaimOneAsync(), "Still too many.", CancellationToken.None);

        Assert.That((await RowAsync()).HeldSince, Is.EqualTo(since).And.Not.Null);
    }

    [Test]
    public async Task A_release_is_for_what_is_held_in_one_tenant()
    {
        await Store.ExecuteAsync("INSERT INTO scim.tenant (id) VALUES ('other')");
        await MarkAsync(One);
        await MarkAsync(Two);
        await Due.MarkAsync("other", "User", [One], CancellationToken.None);
        foreach (var item in await Due.ClaimAsync(["default", "other"], "User", 100, Lease, CancellationToken.None))
        {
            if (item.ResourceId == One) await Due.HoldAsync(item, "Too many.", CancellationToken.None);
            else await Due.RetryAsync(item, "No answer.", Lease, CancellationToken.None);
        }

        Assert.That(await Due.ReleaseAsync("default", CancellationToken.None), Is.EqualTo(1));

        var claimed = await Due.ClaimAsync(["default", "other"], "User", 100, Lease, CancellationToken.None);
        Assert.That(claimed.Select(x => (x.Tenant, x.ResourceId)), Is.EqualTo(new[] { ("default", One) }));
    }

    [Test]
    public async Task A_release_lasts_until_what_it_let_pass_is_settled()
    {
        await MarkAsync(One);
        await Due.HoldAsync(await ClaimOneAsync(), "Too many.", CancellationToken.None);
        await Due.ReleaseAsync("default", CancellationToken.None);

        await Due.RetryAsync(await ClaimOneAsync(), "No answer.", TimeSpan.Zero, CancellationToken.None);
        var item = await ClaimOneAsync();
        Assert.That(item.Released, Is.True);

        await MarkAsync(One);
        await Due.SettleAsync(item, CancellationToken.None);
        Assert.That((await ClaimOneAsync()).Released, Is.False);
    }

    [Test]
    public async Task A_release_while_it_is_worked_on_is_not_lost()
    {
        await MarkAsync(One);
        await Due.HoldAsync(await ClaimOneAsync(), "Too many.", CancellationToken.None);
        await MarkAsync(One);
        var item = await ClaimOneAsync();

        Assert.That(await Due.ReleaseAsync("default", CancellationToken.None), Is.EqualTo(1));
        await Due.HoldAsync(item, "Too many.", CancellationToken.None);

        Assert.That((await ClaimOneAsync()).Released, Is.True);
    }

    [Test]
    public async Task What_is_given_up_is_due_as_if_it_had_never_been_claimed()
    {
        await MarkAsync(One);
        await MarkAsync(Two);
        await MarkAsync(Three);
        await Due.SettleAsync((await ClaimAsync(1))[0], CancellationToken.None);
        var before = await TextAsync();
        var (mine, others) = ((await ClaimAsync(1))[0], (await ClaimAsync(1))[0]);

        await Due.FreeAsync(mine.Claim, CancellationToken.None);
        Assert.That((await ClaimAsync()).Select(x => x.ResourceId), Is.EqualTo(new[] { mine.ResourceId }));

        await EndLeasesAsync();
        foreach (var claim in (await ClaimAsync()).Select(x => x.Claim).Append(others.Claim).Distinct()) await Due.FreeAsync(claim, CancellationToken.None);
        Assert.That(await TextAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_pass_marks_to_be_looked_at_thoroughly()
    {
        await ConnectAsync();
        var user = await Store.CreateUserAsync("ada");

        await Due.MarkAsync("default", "User", [One, user, One], CancellationToken.None);
        await Store.PatchAsync("User", user, """{"op": "replace", "path": "title", "value": "Dr"}""");

        var items = await ClaimAsync();
        Assert.That(items.Select(x => (x.ResourceId, x.Generation)), Is.EquivalentTo(new[] { (One, 1L), (user, 2L) }));
        Assert.That(items.Select(x => x.Thorough), Is.All.True);
    }

    [Test]
    public async Task A_pass_makes_due_what_waits()
    {
        await MarkAsync(One);
        await MarkAsync(Two);
        var items = await ClaimAsync();
        await Due.RetryAsync(items[0], "No answer.", Lease, CancellationToken.None);
        await Due.HoldAsync(items[1], "Too many.", CancellationToken.None);

        await Due.MarkAsync("default", "User", [One, Two], CancellationToken.None);

        Assert.That((await ClaimAsync()).Select(x => x.ResourceId), Is.EquivalentTo(new[] { One, Two }));
    }

    [Test]
    public async Task A_pass_over_nothing_marks_nothing()
    {
        await Due.MarkAsync("default", "User", [], CancellationToken.None);

        Assert.That(await GenerationsAsync(), Is.Empty);
    }

    private Task EndLeasesAsync() => Store.ExecuteAsync("UPDATE scim.grafana_due SET claimed_until = now() - interval '1 second' WHERE claim IS NOT NULL");

    private Task EndWaitsAsync() => Store.ExecuteAsync("UPDATE scim.grafana_due SET next_attempt = now()");

    private async Task<DueRow> RowAsync() => (await Due.ReportAsync("default", 10, CancellationToken.None)).Rows.Single();

    private Task<IReadOnlyList<string>> TextAsync() => Store.RowsAsync<string>("SELECT d::text FROM scim.grafana_due d ORDER BY d.resource_id");
}
