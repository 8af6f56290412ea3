using Scim.Storage;
using Scim.Storage.Grafana;

namespace Scim.Tests.Storage.Grafana;

/// <summary>How many users lose access, by which the brake decides.</summary>
public class AccessLossTests : GrafanaStoreTests
{
    private const string Deactivate = """{"op": "replace", "path": "active", "value": false}""";

    [SetUp]
    public Task Connect() => ConnectAsync();

    [Test]
    public async Task Are_none_where_nobody_has_access() => Assert.That(await LossesAsync(), Is.EqualTo(new AccessLosses(0, 0, 0)));

    [Test]
    public async Task Are_pending_of_users_deleted_or_inactive_who_have_access()
    {
        var users = await UsersWithAccessAsync(6);
        await Store.DeleteAsync("User", users[0]);
        await Store.PatchAsync("User", users[1], Deactivate);
        await Store.PatchAsync("User", users[2], """{"op": "replace", "value": {"active": "False"}}""");
        await Store.PatchAsync("User", users[3], """{"op": "replace", "path": "title", "value": "Dr"}""");
        await Store.PatchAsync("User", users[4], Deactivate);
        await Store.PatchAsync("User", users[4], """{"op": "replace", "path": "active", "value": true}""");

        Assert.That(await LossesAsync(), Is.EqualTo(new AccessLosses(3, 0, 6)));
    }

    [Test]
    public async Task Are_not_pending_of_users_who_have_no_access()
    {
        var (without, never) = (await Store.CreateUserAsync("without"), await Store.CreateUserAsync("never there"));
        await SaveAsync(Link(without, 1, hasAccess: false));

        await Store.DeleteAsync("User", without);
        await Store.PatchAsync("User", never, Deactivate);

        Assert.That(await LossesAsync(), Is.EqualTo(new AccessLosses(0, 0, 0)));
    }

    [Test]
    public async Task Are_not_pending_where_the_work_is_done()
    {
        var users = await UsersWithAccessAsync(1);
        await Store.DeleteAsync("User", users[0]);

        await Due.SettleAsync(await ClaimOneAsync(), CancellationToken.None);

        Assert.That((await LossesAsync()).Pending, Is.Zero);
    }

    [Test]
    public async Task Are_pending_while_they_are_held_and_not_once_a_person_let_them_go()
    {
        foreach (var user in await UsersWithAccessAsync(2)) await Store.DeleteAsync("User", user);
        Assert.That((await LossesAsync()).Pending, Is.EqualTo(2));

        await Due.HoldAsync((await ClaimAsync(1)).Single(), "Too many.", CancellationToken.None);
        Assert.That((await LossesAsync()).Pending, Is.EqualTo(2));

        await Due.ReleaseAsync(new Caller("default"), null, CancellationToken.None);
        Assert.That((await LossesAsync()).Pending, Is.EqualTo(1));
    }

    [Test]
    public async Task Are_recent_where_access_was_taken_within_the_window()
    {
        var users = await UsersWithAccessAsync(4);
        await SaveAsync(Link(users[0], 0, hasAccess: false));
        await SaveAsync(Link(users[1], 1, hasAccess: false), isReleased: true);
        await SaveAsync(Link(users[2], 2, hasAccess: false));
        await Store.ExecuteAsync("UPDATE scim.grafana_link SET access_ended = access_ended - interval '2 hours' WHERE grafana_id = 2");

        Assert.That(await LossesAsync(), Is.EqualTo(new AccessLosses(0, 1, 1)));
        Assert.That(await new DesiredState(Store.Database).LossesAsync("default", TimeSpan.FromHours(3), CancellationToken.None), Is.EqualTo(new AccessLosses(0, 2, 1)));
    }

    [Test]
    public async Task Are_those_of_one_tenant_and_of_users()
    {
        await ConnectAsync(tenant: "other");
        var user = await Store.CreateUserAsync("ada", tenant: "other");
        await SaveAsync(Link(user, 1, tenant: "other"));
        var gone = await Store.CreateUserAsync("gone", tenant: "other");
        await SaveAsync(Link(gone, 2, tenant: "other"));
        await SaveAsync(Link(gone, 2, hasAccess: false, tenant: "other"));
        await Store.DeleteAsync("User", user, "other");
        var group = await Store.CreateGroupAsync("engines");
        await SaveAsync(Link(group, 1, LinkKind.Team));
        await Store.DeleteAsync("Group", group);

        Assert.That(await LossesAsync(), Is.EqualTo(new AccessLosses(0, 0, 0)));
        Assert.That(await LossesAsync("other"), Is.EqualTo(new AccessLosses(1, 1, 1)));
    }

    private async Task<List<Guid>> UsersWithAccessAsync(int count)
    {
        var users = new List<Guid>();
        for (var i = 0; i < count; i++)
        {
            users.Add(await Store.CreateUserAsync($"user {i}", "\"active\": true"));
            await SaveAsync(Link(users[i], i));
        }

        foreach (var item in await ClaimAsync()) await Due.SettleAsync(item, CancellationToken.None);
        return users;
    }

    private Task<AccessLosses> LossesAsync(string tenant = "default") =>
        new DesiredState(Store.Database).LossesAsync(tenant, TimeSpan.FromHours(1), CancellationToken.None);
}
