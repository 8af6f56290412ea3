using Dapper;
using Scim.Storage.Grafana;

namespace Scim.Tests.Storage.Grafana;

/// <summary>A database for each test, and what a connector would see in it.</summary>
public abstract class GrafanaStoreTests
{
    protected static readonly Guid One = new("01900000-0000-7000-8000-000000000001");
    protected static readonly Guid Two = new("01900000-0000-7000-8000-000000000002");
    protected static readonly Guid Three = new("01900000-0000-7000-8000-000000000003");

    protected static readonly TimeSpan Lease = TimeSpan.FromHours(1);

    private protected TestStore Store { get; private set; } = null!;

    private protected DueList Due { get; private set; } = null!;

    private protected ConnectedTenants Tenants { get; private set; } = null!;

    private protected GrafanaLinks Links { get; private set; } = null!;

    [SetUp]
    public async Task CreateStore()
    {
        Store = await TestStore.CreateAsync();
        Due = new DueList(Store.Database);
        Tenants = new ConnectedTenants(Store.Database);
        Links = new GrafanaLinks(Store.Database);
    }

    [TearDown]
    public async Task DropStore() => await Store.DisposeAsync();

    protected Task ConnectAsync(bool rolesFromGroups = false, string tenant = "default") =>
        Tenants.ConnectAsync(tenant, 1, rolesFromGroups, CancellationToken.None);

    /// <summary>The resources that a change marks. Each is marked once, and as what it is.</summary>
    protected async Task<IEnumerable<Guid>> MarkedByAsync(Func<Task> change)
    {
        var before = await GenerationsAsync();
        await change();
        var after = await GenerationsAsync();

        Assert.That(after.Keys, Is.SupersetOf(before.Keys));
        var marked = after.Where(x => x.Value != before.GetValueOrDefault(x.Key)).ToList();
        Assert.That(marked.Select(x => x.Value - before.GetValueOrDefault(x.Key)), Is.All.EqualTo(1));
        Assert.That(await Store.ScalarAsync<long>("""
            SELECT count(*)
            FROM scim.grafana_due d
            WHERE NOT EXISTS (SELECT FROM scim.provisioning_log l WHERE (l.tenant_id, l.resource_id, l.type) = (d.tenant_id, d.resource_id, d.type))
            """), Is.Zero, "marked as another type or for another tenant");
        return marked.Select(x => x.Key);
    }

    protected async Task<IReadOnlyDictionary<Guid, long>> GenerationsAsync() =>
        (await Store.RowsAsync<(Guid Id, long Generation)>("SELECT resource_id, generation FROM scim.grafana_due")).ToDictionary(x => x.Id, x => x.Generation);

    protected async Task MarkAsync(Guid id, string type = "User") => await Due.MarkAsync("default", type, [id], CancellationToken.None);

    /// <summary>While it waits for the due row that is first by id, the statement holds none of the others, so it never waits for a change that waits for it.</summary>
    protected async Task TakesRowsInOrderAsync(IEnumerable<Guid> ids, Func<Task> statement)
    {
        var sorted = ids.Order().ToList();
        await using var connection = await Store.Database.Searches.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("SELECT FROM scim.grafana_due WHERE resource_id = @first FOR UPDATE", new { first = sorted[0] });
        var waiting = statement();
        await WaitForLocksAsync(1);

        await connection.ExecuteAsync("SELECT FROM scim.grafana_due WHERE resource_id = ANY (@others) FOR UPDATE NOWAIT", new { others = sorted.Skip(1).ToArray() });
        await transaction.CommitAsync();
        await waiting;
    }

    protected async Task WaitForLocksAsync(int count) => Assert.That(
        async () => await Store.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"),
        Is.EqualTo(count).After(20).Seconds.PollEvery(20).MilliSeconds);

    protected Task<IReadOnlyList<DueItem>> ClaimAsync(int most = 100, string type = "User") =>
        Due.ClaimAsync(["default"], type, most, Lease, CancellationToken.None);

    protected async Task<DueItem> ClaimOneAsync(string type = "User") => (await ClaimAsync(type: type)).Single();

    protected static GrafanaLink Link(Guid resourceId, long? grafanaId, LinkKind kind = LinkKind.User, bool hasAccess = true, string tenant = "default") => new()
    {
        Tenant = tenant,
        ResourceId = resourceId,
        Kind = kind,
        GrafanaId = grafanaId,
        Origin = LinkOrigin.Created,
        HasAccess = hasAccess,
    };

    protected Task SaveAsync(GrafanaLink link, bool marksGroups = false, bool isReleased = false) =>
        Links.SaveAsync(link, marksGroups, isReleased, CancellationToken.None);

    protected static Task InParallelAsync(int count, Func<int, Task> work) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => work(i))));

    protected static Task<T[]> InParallelAsync<T>(int count, Func<int, Task<T>> work) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => work(i))));

    protected Task EndLeasesAsync() => Store.ExecuteAsync("UPDATE scim.grafana_due SET claimed_until = now() - interval '1 second' WHERE claim IS NOT NULL");

    protected Task EndWaitsAsync() => Store.ExecuteAsync("UPDATE scim.grafana_due SET next_attempt = now()");

    protected async Task<DueRow> RowAsync() => (await Due.ReportAsync("default", 10, CancellationToken.None)).Rows.Single();

    protected Task<IReadOnlyList<string>> TextAsync() => Store.RowsAsync<string>("SELECT d::text FROM scim.grafana_due d ORDER BY d.resource_id");
}
