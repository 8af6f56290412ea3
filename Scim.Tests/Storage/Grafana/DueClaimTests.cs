using Dapper;
using Scim.Storage;
using Scim.Storage.Grafana;

namespace Scim.Tests.Storage.Grafana;

/// <summary>Who takes what of the due list, and for how long.</summary>
public class DueClaimTests : GrafanaStoreTests
{
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

        await TakesRowsInOrderAsync([One, Two, Three], () => Due.ReleaseAsync(new Caller("default"), null, CancellationToken.None));
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
}
