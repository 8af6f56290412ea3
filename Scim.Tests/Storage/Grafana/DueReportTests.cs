using Scim.Storage.Grafana;

namespace Scim.Tests.Storage.Grafana;

/// <summary>What a person is told of how far Grafana is behind.</summary>
public class DueReportTests : GrafanaStoreTests
{
    [Test]
    public async Task Is_empty_where_nothing_is_due()
    {
        var report = await Due.ReportAsync("default", 10, CancellationToken.None);

        Assert.That(report with { Rows = [] }, Is.EqualTo(new DueReport { Rows = [] }));
        Assert.That(report.Rows, Is.Empty);
    }

    [Test]
    public async Task Shows_the_held_first_then_the_failed_then_the_longest_waiting()
    {
        await ConnectAsync();
        var (older, newer) = (await Store.CreateUserAsync("older"), await Store.CreateUserAsync("newer"));
        var (failed, held) = (await Store.CreateUserAsync("failed"), await Store.CreateGroupAsync("held"));
        var users = await ClaimAsync();
        await Due.RetryAsync(users.Single(x => x.ResourceId == failed), "No answer.", Lease, CancellationToken.None);
        await Due.HoldAsync(await ClaimOneAsync("Group"), "Too many.", CancellationToken.None);
        await Due.FreeAsync(users[0].Claim, CancellationToken.None);

        var report = await Due.ReportAsync("default", 10, CancellationToken.None);

        Assert.That((report.Due, report.Held, report.Failing), Is.EqualTo((4, 1, 1)));
        Assert.That(report.Rows.Select(x => (x.Type, x.ResourceId, x.Name, x.Attempts, x.LastError)), Is.EqualTo(new[]
        {
            ("Group", held, "held", 0, "Too many."), ("User", failed, "failed", 1, "No answer."), ("User", older, "older", 0, null), ("User", newer, "newer", 0, null),
        }));
        Assert.That(report.Rows.Select(x => (x.HeldSince is null, x.NextAttempt is null)), Is.EqualTo(new[] { (false, true), (true, false), (true, false), (true, false) }));
        Assert.That(report.Oldest, Is.EqualTo(report.Rows.Min(x => x.Marked)).And.EqualTo(report.Rows[2].Marked));
    }

    [Test]
    public async Task Shows_since_when_it_is_behind_however_often_it_was_marked()
    {
        await ConnectAsync();
        var first = await Store.CreateUserAsync("first");
        await Store.CreateUserAsync("second");

        await Store.PatchAsync("User", first, """{"op": "replace", "path": "title", "value": "Dr"}""");

        Assert.That((await Due.ReportAsync("default", 10, CancellationToken.None)).Rows.Select(x => x.Name), Is.EqualTo(new[] { "first", "second" }));
    }

    [Test]
    public async Task Shows_no_more_than_was_asked_for()
    {
        await Due.MarkAsync("default", "User", [.. Enumerable.Range(0, 5).Select(_ => Guid.NewGuid())], CancellationToken.None);

        var report = await Due.ReportAsync("default", 2, CancellationToken.None);

        Assert.That((report.Due, report.Rows.Count), Is.EqualTo((5, 2)));
    }

    [Test]
    public async Task Names_what_was_deleted_as_Grafana_knows_it()
    {
        await ConnectAsync();
        var (user, group) = (await Store.CreateUserAsync("ada"), await Store.CreateGroupAsync("engines"));
        var unknown = await Store.CreateUserAsync("never there");
        await SaveAsync(Link(user, 7) with { LastApplied = """{"login": "ada@example.com", "name": "Ada Lovelace"}""" });
        await SaveAsync(Link(group, 3, LinkKind.Team) with { LastApplied = """{"name": "Engines"}""" });
        await Store.DeleteAsync("User", user);
        await Store.DeleteAsync("Group", group);
        await Store.DeleteAsync("User", unknown);

        var rows = (await Due.ReportAsync("default", 10, CancellationToken.None)).Rows;

        Assert.That(rows.Select(x => (x.ResourceId, x.Name)), Is.EquivalentTo(new[] { (user, "ada@example.com"), (group, "Engines"), (unknown, (string?)null) }));
    }

    [Test]
    public async Task Tells_of_one_tenant()
    {
        await Store.ExecuteAsync("INSERT INTO scim.tenant (id) VALUES ('other')");
        var id = Guid.NewGuid();
        await Due.MarkAsync("other", "User", [id], CancellationToken.None);
        await MarkAsync(Guid.NewGuid());

        Assert.That((await Due.ReportAsync("other", 10, CancellationToken.None)).Rows.Select(x => x.ResourceId), Is.EqualTo(new[] { id }));
    }
}
