using Npgsql;
using Scim.Storage;
using Scim.Storage.Grafana;

namespace Scim.Tests.Storage.Grafana;

/// <summary>What is managed in Grafana: one object for a resource, and whose it is where tenants share one.</summary>
public class GrafanaLinkTests : GrafanaStoreTests
{
    [Test]
    public async Task Comes_back_as_it_was_saved()
    {
        var user = Link(One, 7) with { Uid = "ada", LastApplied = """{"login": "ada"}""" };
        var team = Link(Two, 7, LinkKind.Team, hasAccess: false) with { Origin = LinkOrigin.Adopted };

        await SaveAsync(user);
        await SaveAsync(team);

        var found = await Links.FindAsync("default", [One, Two, Three], CancellationToken.None);
        Assert.That(found.Values, Is.EquivalentTo(new[] { user, team }));
        Assert.That(found[One], Is.EqualTo(user));
        Assert.That(await FindAsync(7), Is.EqualTo(user));
        Assert.That(await FindAsync(7, LinkKind.Team), Is.EqualTo(team));
        Assert.That(await FindAsync(8), Is.Null);
    }

    [Test]
    public async Task Is_replaced_by_what_is_saved_next()
    {
        await SaveAsync(Link(One, null, hasAccess: false));
        var made = Link(One, 7) with { Uid = "ada", Origin = LinkOrigin.Adopted, LastApplied = """{"login": "ada"}""" };

        await SaveAsync(made);

        Assert.That((await Links.FindAsync("default", [One], CancellationToken.None))[One], Is.EqualTo(made));
    }

    [Test]
    public async Task Is_listed_by_kind_in_the_order_of_ids()
    {
        foreach (var id in new[] { Three, One, Two }) await SaveAsync(Link(id, null));
        await SaveAsync(Link(Guid.NewGuid(), 1, LinkKind.Team));
        await Store.ExecuteAsync("INSERT INTO scim.tenant (id) VALUES ('other')");
        await SaveAsync(Link(Guid.NewGuid(), 1, tenant: "other"));

        Assert.That(await ListAsync(Guid.Empty, 2), Is.EqualTo(new[] { One, Two }));
        Assert.That(await ListAsync(Two, 2), Is.EqualTo(new[] { Three }));
        Assert.That(await ListAsync(Three, 2), Is.Empty);

        async Task<IEnumerable<Guid>> ListAsync(Guid after, int most) =>
            (await Links.ListAsync("default", LinkKind.User, after, most, CancellationToken.None)).Select(x => x.ResourceId);
    }

    [Test]
    public async Task Two_resources_have_no_object_in_common()
    {
        await SaveAsync(Link(One, 7));

        Assert.That(() => SaveAsync(Link(Two, 7)), Throws.TypeOf<PostgresException>().With.Matches<PostgresException>(StorageErrors.IsLinkTaken));

        await SaveAsync(Link(Two, 7, LinkKind.Team));
        await SaveAsync(Link(Three, null));
        await SaveAsync(Link(Guid.NewGuid(), null));
    }

    [Test]
    public async Task An_account_of_two_tenants_is_the_first_ones_and_shared_while_the_other_gives_access()
    {
        await Store.ExecuteAsync("INSERT INTO scim.tenant (id) VALUES ('another')");
        await SaveAsync(Link(One, 7));
        await SaveAsync(Link(One, 7, tenant: "another"));
        Assert.That(await TiesAsync("default"), Is.EqualTo((IsGuest: false, IsShared: true)));
        Assert.That(await TiesAsync("another"), Is.EqualTo((IsGuest: true, IsShared: true)));

        await SaveAsync(Link(One, 7, hasAccess: false));
        Assert.That(await TiesAsync("default"), Is.EqualTo((IsGuest: false, IsShared: true)));
        Assert.That(await TiesAsync("another"), Is.EqualTo((IsGuest: true, IsShared: false)));

        await Links.DeleteAsync(Link(One, 7), CancellationToken.None);
        Assert.That(await TiesAsync("another"), Is.EqualTo((IsGuest: false, IsShared: false)));

        async Task<(bool IsGuest, bool IsShared)> TiesAsync(string tenant)
        {
            var link = await Links.FindAsync(tenant, LinkKind.User, 7, CancellationToken.None);
            Assert.That((await Links.FindAsync(tenant, [One], CancellationToken.None))[One], Is.EqualTo(link));
            Assert.That(await Links.ListAsync(tenant, LinkKind.User, Guid.Empty, 10, CancellationToken.None), Is.EqualTo(new[] { link }));
            return (link!.IsGuest, link.IsShared);
        }
    }

    [Test]
    public async Task A_team_of_the_same_number_is_not_shared_with_an_account()
    {
        await Store.ExecuteAsync("INSERT INTO scim.tenant (id) VALUES ('another')");
        await SaveAsync(Link(One, 7, LinkKind.Team, tenant: "another"));
        await SaveAsync(Link(Two, null, tenant: "another"));
        await SaveAsync(Link(One, 7));
        await SaveAsync(Link(Two, null));

        var links = (await Links.FindAsync("default", [One, Two], CancellationToken.None)).Values;

        Assert.That(links.Select(x => (x.IsGuest, x.IsShared)), Is.All.EqualTo((false, false)));
    }

    [Test]
    public async Task Access_that_is_taken_is_noted_until_it_is_given_again()
    {
        await SaveAsync(Link(One, 7, hasAccess: false));
        Assert.That(await EndedAsync(), Is.Null, "it had none");

        await SaveAsync(Link(One, 7));
        Assert.That(await EndedAsync(), Is.Null);

        await SaveAsync(Link(One, 7, hasAccess: false));
        var ended = await EndedAsync();
        Assert.That(ended, Is.Not.Null);

        await SaveAsync(Link(One, 7, hasAccess: false));
        Assert.That(await EndedAsync(), Is.EqualTo(ended), "when it was taken");

        await SaveAsync(Link(One, 7));
        Assert.That(await EndedAsync(), Is.Null);
    }

    [Test]
    public async Task Access_that_a_person_let_go_is_not_noted()
    {
        await SaveAsync(Link(One, 7));
        await SaveAsync(Link(One, 7, hasAccess: false), isReleased: true);

        Assert.That(await EndedAsync(), Is.Null);
    }

    [Test]
    public async Task Marks_all_groups_above_where_it_is_told_to()
    {
        await ConnectAsync();
        var user = await Store.CreateUserAsync("ada");
        var inner = await Store.CreateGroupAsync("inner", user);
        var middle = await Store.CreateGroupAsync("middle", inner);
        var outer = await Store.CreateGroupAsync("outer", middle);
        await Store.CreateGroupAsync("beside", await Store.CreateGroupAsync("empty"));
        await Store.AddMembersAsync(inner, outer);

        Assert.That(await MarkedByAsync(() => SaveAsync(Link(user, 7), marksGroups: true)), Is.EquivalentTo(new[] { inner, middle, outer }));
        Assert.That(await MarkedByAsync(() => SaveAsync(Link(user, 8))), Is.Empty);
    }

    [Test]
    public async Task Marks_groups_anew_that_were_settled_or_wait()
    {
        await ConnectAsync();
        var user = await Store.CreateUserAsync("ada");
        var (settled, waiting) = (await Store.CreateGroupAsync("settled", user), await Store.CreateGroupAsync("waiting", user));
        foreach (var item in await ClaimAsync(type: "Group"))
        {
            if (item.ResourceId == settled) await Due.SettleAsync(item, CancellationToken.None);
            else await Due.RetryAsync(item, "No answer.", Lease, CancellationToken.None);
        }

        await SaveAsync(Link(user, 7), marksGroups: true);

        Assert.That((await ClaimAsync(type: "Group")).Select(x => x.ResourceId), Is.EquivalentTo(new[] { settled, waiting }));
    }

    [Test]
    public async Task Is_not_saved_where_the_groups_cannot_be_marked()
    {
        var user = await Store.CreateUserAsync("ada");
        await Store.CreateGroupAsync("engines", user);
        await Store.ExecuteAsync("ALTER TABLE scim.grafana_due ADD CHECK (type = 'none') NOT VALID");

        Assert.That(() => SaveAsync(Link(user, 7), marksGroups: true), Throws.TypeOf<PostgresException>());

        Assert.That(await FindAsync(7), Is.Null);
    }

    [Test]
    public async Task Marks_no_group_where_it_is_not_saved()
    {
        var (user, group) = (await Store.CreateUserAsync("ada"), Guid.Empty);
        group = await Store.CreateGroupAsync("engines", user);
        await SaveAsync(Link(One, 7));

        Assert.That(() => SaveAsync(Link(user, 7), marksGroups: true), Throws.TypeOf<PostgresException>());

        Assert.That(await GenerationsAsync(), Is.Empty);
    }

    [Test]
    public async Task Is_forgotten_with_the_members()
    {
        await SaveAsync(Link(One, 7, LinkKind.Team));
        await SaveAsync(Link(Two, 8, LinkKind.Team));
        await Links.AddMembersAsync("default", One, [1, 2], CancellationToken.None);
        await Links.AddMembersAsync("default", Two, [1, 2], CancellationToken.None);

        await Links.DeleteAsync(Link(One, 7, LinkKind.Team), CancellationToken.None);

        Assert.That((await Links.FindAsync("default", [One, Two], CancellationToken.None)).Keys, Is.EqualTo(new[] { Two }));
        Assert.That(await MembersAsync(One), Is.Empty);
        Assert.That(await MembersAsync(Two), Is.EquivalentTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task Moves_to_the_resource_that_was_made_anew()
    {
        var team = Link(One, 7, LinkKind.Team) with { Uid = "engines", LastApplied = """{"name": "Engines"}""" };
        await SaveAsync(team);
        await Links.AddMembersAsync("default", One, [1, 2], CancellationToken.None);

        await Links.MoveAsync(team, Two, CancellationToken.None);

        Assert.That((await Links.FindAsync("default", [One, Two], CancellationToken.None)).Values, Is.EqualTo(new[] { team with { ResourceId = Two } }));
        Assert.That(await MembersAsync(One), Is.Empty);
        Assert.That(await MembersAsync(Two), Is.EquivalentTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task Replaces_the_link_that_it_is_moved_to_and_its_members()
    {
        await SaveAsync(Link(One, 7, LinkKind.Team));
        await SaveAsync(Link(Two, 8, LinkKind.Team));
        await Links.AddMembersAsync("default", One, [1, 2], CancellationToken.None);
        await Links.AddMembersAsync("default", Two, [2, 3], CancellationToken.None);

        await Links.MoveAsync(Link(One, 7, LinkKind.Team), Two, CancellationToken.None);

        Assert.That((await Links.FindAsync("default", [One, Two], CancellationToken.None)).Values.Select(x => (x.ResourceId, x.GrafanaId)), Is.EqualTo(new[] { (Two, 7L) }));
        Assert.That(await MembersAsync(Two), Is.EquivalentTo(new[] { 1, 2 }), "the others are in another team");
    }

    [Test]
    public async Task Remembers_members_until_they_are_taken_out()
    {
        await Links.AddMembersAsync("default", One, [1, 2], CancellationToken.None);
        await Links.AddMembersAsync("default", One, [2, 3, 3], CancellationToken.None);
        await Links.AddMembersAsync("default", Two, [1], CancellationToken.None);
        await Links.AddMembersAsync("other", One, [9], CancellationToken.None);
        Assert.That(await MembersAsync(One), Is.EquivalentTo(new[] { 1, 2, 3 }));

        await Links.RemoveMembersAsync("default", One, [1, 3, 4], CancellationToken.None);

        Assert.That(await MembersAsync(One), Is.EqualTo(new[] { 2 }));
        Assert.That(await MembersAsync(Two), Is.EqualTo(new[] { 1 }));
        Assert.That(await Links.MembersAsync("other", One, CancellationToken.None), Is.EqualTo(new[] { 9 }));
    }

    private Task<GrafanaLink?> FindAsync(long grafanaId, LinkKind kind = LinkKind.User) => Links.FindAsync("default", kind, grafanaId, CancellationToken.None);

    private Task<IReadOnlySet<long>> MembersAsync(Guid group) => Links.MembersAsync("default", group, CancellationToken.None);

    private Task<DateTime?> EndedAsync() => Store.ScalarAsync<DateTime?>("SELECT access_ended FROM scim.grafana_link");
}
