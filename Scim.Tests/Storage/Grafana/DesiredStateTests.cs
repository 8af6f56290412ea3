using System.Text.Json.Nodes;
using Scim.Storage.Grafana;

namespace Scim.Tests.Storage.Grafana;

/// <summary>What Grafana should show, read from what is stored.</summary>
public class DesiredStateTests : GrafanaStoreTests
{
    private DesiredState State => new(Store.Database);

    [Test]
    public async Task Has_the_documents_of_the_users_that_exist()
    {
        var (ada, charles) = (await Store.CreateUserAsync("ada", "\"title\": \"Countess\""), await Store.CreateUserAsync("charles"));
        var gone = await Store.CreateUserAsync("gone");
        await Store.DeleteAsync("User", gone);
        var group = await Store.CreateGroupAsync("engines", ada);
        await Store.CreateUserAsync("not asked for");

        var users = await State.UsersAsync("default", [ada, charles, gone, group], withGroups: false, CancellationToken.None);

        Assert.That(users.Keys, Is.EquivalentTo(new[] { ada, charles }));
        Assert.That(users[ada].Id, Is.EqualTo(ada));
        Assert.That(JsonNode.Parse(users[ada].Document)!["title"]!.GetValue<string>(), Is.EqualTo("Countess"));
        Assert.That(users[ada].Groups, Is.Empty);
    }

    [Test]
    public async Task Has_the_ids_and_names_of_all_groups_above_a_user()
    {
        var (ada, charles) = (await Store.CreateUserAsync("ada"), await Store.CreateUserAsync("charles"));
        var inner = await Store.CreateGroupAsync("Inner", ada);
        var middle = await Store.CreateGroupAsync("Middle", inner, ada);
        var outer = await Store.CreateGroupAsync("Outer", middle);
        await Store.AddMembersAsync(inner, outer);
        await Store.CreateGroupAsync("Beside", charles, await Store.CreateGroupAsync("Below"));

        var users = await State.UsersAsync("default", [ada, charles], withGroups: true, CancellationToken.None);

        Assert.That(users[ada].Groups, Is.EquivalentTo(new[] { inner.ToString(), "Inner", middle.ToString(), "Middle", outer.ToString(), "Outer" }));
        Assert.That(users[charles].Groups, Has.Length.EqualTo(2).And.Contains("Beside"));
    }

    [Test]
    public async Task Has_the_names_of_the_groups_that_exist()
    {
        var (engines, machines, user) = (await Store.CreateGroupAsync("Engines"), await Store.CreateGroupAsync("Machines"), await Store.CreateUserAsync("ada"));

        var groups = await State.GroupsAsync("default", [engines, machines, user, Guid.NewGuid()], CancellationToken.None);

        Assert.That(groups, Is.EquivalentTo(new Dictionary<Guid, string> { [engines] = "Engines", [machines] = "Machines" }));
    }

    [Test]
    public async Task Has_each_user_once_in_all_groups_that_it_is_below()
    {
        var users = new List<Guid>();
        for (var i = 0; i < 4; i++) users.Add(await Store.CreateUserAsync($"user {i}"));
        var inner = await Store.CreateGroupAsync("inner", users[3], users[0]);
        var middle = await Store.CreateGroupAsync("middle", inner, users[0], users[1]);
        var outer = await Store.CreateGroupAsync("outer", middle, inner, users[1]);
        await Store.AddMembersAsync(inner, outer);

        foreach (var group in new[] { inner, middle, outer })
            Assert.That((await MembersAsync(group)).Select(x => x.UserId), Is.EqualTo(new[] { users[0], users[1], users[3] }));
        Assert.That(await MembersAsync(Guid.NewGuid()), Is.Empty);
    }

    [Test]
    public async Task Has_the_accounts_of_members()
    {
        var (ada, charles, grace) = (await Store.CreateUserAsync("ada"), await Store.CreateUserAsync("charles"), await Store.CreateUserAsync("grace"));
        var group = await Store.CreateGroupAsync("engines", ada, charles, grace);
        await SaveAsync(Link(ada, 7) with { LastApplied = """{"email": "ada@example.com"}""" });
        await SaveAsync(Link(charles, 8, hasAccess: false));

        Assert.That(await MembersAsync(group), Is.EqualTo(new[]
        {
            new GroupMember { UserId = ada, GrafanaId = 7, Email = "ada@example.com", HasAccess = true },
            new GroupMember { UserId = charles, GrafanaId = 8 },
            new GroupMember { UserId = grace },
        }));
    }

    [Test]
    public async Task Has_ids_page_by_page()
    {
        var users = new List<Guid>();
        for (var i = 0; i < 5; i++) users.Add(await Store.CreateUserAsync($"user {i}"));
        var group = await Store.CreateGroupAsync("engines");

        Assert.That(await State.IdsAsync("default", "User", Guid.Empty, 2, CancellationToken.None), Is.EqualTo(users.Take(2)));
        Assert.That(await State.IdsAsync("default", "User", users[1], 2, CancellationToken.None), Is.EqualTo(users.Skip(2).Take(2)));
        Assert.That(await State.IdsAsync("default", "User", users[3], 2, CancellationToken.None), Is.EqualTo(users.Skip(4)));
        Assert.That(await State.IdsAsync("default", "User", users[4], 2, CancellationToken.None), Is.Empty);
        Assert.That(await State.IdsAsync("default", "Group", Guid.Empty, 2, CancellationToken.None), Is.EqualTo(new[] { group }));
    }

    [Test]
    public async Task Is_that_of_one_tenant()
    {
        await Store.ExecuteAsync("INSERT INTO scim.tenant (id) VALUES ('other')");
        var user = await Store.CreateUserAsync("ada", tenant: "other");
        var group = await Store.CreateAsync("Group", TestStore.GroupBody("engines", [user.ToString()]), "other");
        await SaveAsync(Link(user, 7));

        Assert.That(await State.UsersAsync("default", [user], withGroups: true, CancellationToken.None), Is.Empty);
        Assert.That(await State.GroupsAsync("default", [group], CancellationToken.None), Is.Empty);
        Assert.That(await MembersAsync(group), Is.Empty);
        Assert.That(await State.IdsAsync("default", "User", Guid.Empty, 10, CancellationToken.None), Is.Empty);

        Assert.That((await State.UsersAsync("other", [user], withGroups: true, CancellationToken.None))[user].Groups, Is.EqualTo(new[] { group.ToString(), "engines" }));
        Assert.That(await State.MembersAsync("other", group, CancellationToken.None), Is.EqualTo(new[] { new GroupMember { UserId = user } }));
    }

    private Task<IReadOnlyList<GroupMember>> MembersAsync(Guid group) => State.MembersAsync("default", group, CancellationToken.None);
}
