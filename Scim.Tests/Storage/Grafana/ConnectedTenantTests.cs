using Scim.Storage.Grafana;

namespace Scim.Tests.Storage.Grafana;

/// <summary>The tenants that are brought to Grafana, each by one process at a time.</summary>
public class ConnectedTenantTests : GrafanaStoreTests
{
    [Test]
    public async Task Is_made_where_it_is_not_there()
    {
        await ConnectAsync(tenant: "new");

        Assert.That((await Tenants.ListAsync(CancellationToken.None)).Single(), Is.EqualTo(new ConnectedTenant { Tenant = "new", OrgId = 1 }));
        await Store.CreateUserAsync("ada", tenant: "new");
        Assert.That(await GenerationsAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Takes_the_latest_settings()
    {
        await ConnectAsync();
        await Tenants.ConnectAsync("default", 2, rolesFromGroups: true, CancellationToken.None);

        Assert.That((await OneAsync()).OrgId, Is.EqualTo(2));
        Assert.That(await Store.ScalarAsync<bool>("SELECT roles_from_groups FROM scim.grafana_tenant"), Is.True);
    }

    [Test]
    public async Task Is_compared_by_one_of_many()
    {
        await ConnectAsync();
        await ConnectAsync(tenant: "other");

        for (var round = 0; round < 10; round++)
        {
            Assert.That(await InParallelAsync(10, _ => BeginAsync()), Has.Exactly(1).True);
            await Tenants.EndPassAsync("default", TimeSpan.Zero, CancellationToken.None);
        }

        Assert.That(await BeginAsync("other"), Is.True);
    }

    [Test]
    public async Task Is_compared_by_another_when_the_lease_has_ended()
    {
        await ConnectAsync();

        Assert.That(await Tenants.TryBeginPassAsync("default", TimeSpan.Zero, CancellationToken.None), Is.True);
        Assert.That((await OneAsync()).LastPass, Is.Null);
        Assert.That(await BeginAsync(), Is.True);
        Assert.That(await BeginAsync(), Is.False);
    }

    [Test]
    public async Task Is_not_compared_again_before_the_interval_has_passed()
    {
        await ConnectAsync();
        await ConnectAsync(tenant: "other");
        await BeginAsync();

        await Tenants.EndPassAsync("default", Lease, CancellationToken.None);

        Assert.That(await BeginAsync(), Is.False);
        Assert.That((await Tenants.ListAsync(CancellationToken.None)).Select(x => x.LastPass is null), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public async Task Is_compared_soon_when_it_is_connected_again()
    {
        await ConnectAsync();
        await Tenants.EndPassAsync("default", Lease, CancellationToken.None);

        await ConnectAsync();

        Assert.That(await BeginAsync(), Is.True);
        Assert.That((await OneAsync()).LastPass, Is.Not.Null);
    }

    [Test]
    public async Task Is_not_compared_where_it_is_not_connected() => Assert.That(await BeginAsync(), Is.False);

    [Test]
    public async Task Tells_what_hinders_the_connector_until_nothing_does()
    {
        await ConnectAsync();
        await ConnectAsync(tenant: "other");
        Assert.That((await OneAsync()).Checked, Is.Null);

        await Tenants.ReportAsync("default", "The token is refused.", CancellationToken.None);
        Assert.That((await Tenants.ListAsync(CancellationToken.None)).Select(x => (x.Problem, x.Checked is null)), Is.EqualTo(new[] { ("The token is refused.", false), (null, true) }));

        await Tenants.ReportAsync("default", null, CancellationToken.None);
        Assert.That(await OneAsync(), Has.Property(nameof(ConnectedTenant.Problem)).Null.And.Property(nameof(ConnectedTenant.Checked)).Not.Null);
    }

    [Test]
    public async Task Counts_what_is_managed()
    {
        await ConnectAsync();
        await ConnectAsync(tenant: "other");
        for (var i = 0; i < 3; i++) await SaveAsync(Link(Guid.NewGuid(), i, hasAccess: i > 0));
        await SaveAsync(Link(Guid.NewGuid(), 1, LinkKind.Team));
        await SaveAsync(Link(Guid.NewGuid(), 1, tenant: "other"));

        var tenants = await Tenants.ListAsync(CancellationToken.None);

        Assert.That(tenants.Select(x => (x.Tenant, x.Users, x.UsersWithAccess, x.Teams)), Is.EqualTo(new[] { ("default", 3L, 2L, 1L), ("other", 1L, 1L, 0L) }));
    }

    private Task<bool> BeginAsync(string tenant = "default") => Tenants.TryBeginPassAsync(tenant, Lease, CancellationToken.None);

    private async Task<ConnectedTenant> OneAsync() => (await Tenants.ListAsync(CancellationToken.None)).Single(x => x.Tenant == "default");
}
