using Dapper;
using Scim.Storage;
using Scim.Storage.Grafana;

namespace Scim.Tests.Storage.Grafana;

/// <summary>What becomes of what was taken.</summary>
public class DueListTests : GrafanaStoreTests
{
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

        Assert.That(await Due.ReleaseAsync(new Caller("default"), null, CancellationToken.None), Is.EqualTo(1));

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

        Assert.That(await Due.ReleaseAsync(new Caller("default"), null, CancellationToken.None), Is.EqualTo(1));

        var claimed = await Due.ClaimAsync(["default", "other"], "User", 100, Lease, CancellationToken.None);
        Assert.That(claimed.Select(x => (x.Tenant, x.ResourceId)), Is.EqualTo(new[] { ("default", One) }));
    }

    [Test]
    public async Task A_release_lasts_until_what_it_let_pass_is_settled()
    {
        await MarkAsync(One);
        await Due.HoldAsync(await ClaimOneAsync(), "Too many.", CancellationToken.None);
        await Due.ReleaseAsync(new Caller("default"), null, CancellationToken.None);

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

        Assert.That(await Due.ReleaseAsync(new Caller("default"), null, CancellationToken.None), Is.EqualTo(1));
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
}
