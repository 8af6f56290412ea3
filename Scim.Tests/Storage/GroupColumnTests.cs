namespace Scim.Tests.Storage;

/// <summary>What a user shows of the groups it is in.</summary>
public class GroupColumnTests
{
    private TestStore _store = null!;

    [OneTimeSetUp]
    public async Task Store() => _store = await TestStore.CreateAsync();

    [OneTimeTearDown]
    public async Task Drop() => await _store.DisposeAsync();

    [TestCase("Staff")]
    [TestCase("\"Quoted\" \\ and, [bracketed]")]
    [TestCase("two\nlines")]
    [TestCase("🚀 Ops")]
    [TestCase("NULL")]
    public async Task Each_has_its_name_whatever_that_is_alone_and_below_another(string name)
    {
        var user = await _store.CreateUserAsync($"user of {name}");
        var group = await _store.CreateGroupAsync(name, user);
        Assert.That(await GroupsAsync(user), Is.EqualTo(((string, string, bool)[])[(group.ToString(), name, true)]));

        var above = await _store.CreateGroupAsync($"above {name}", group);
        Assert.That(await GroupsAsync(user), Is.EqualTo(((string, string, bool)[])[(group.ToString(), name, true), (above.ToString(), $"above {name}", false)]));
    }

    [Test]
    public async Task One_that_holds_it_itself_and_by_another_is_direct()
    {
        var user = await _store.CreateUserAsync("both");
        var inner = await _store.CreateGroupAsync("inner", user);
        var outer = await _store.CreateGroupAsync("outer", inner, user);

        Assert.That(await GroupsAsync(user), Is.EqualTo(((string, string, bool)[])[(inner.ToString(), "inner", true), (outer.ToString(), "outer", true)]));
    }

    [Test]
    public async Task One_of_a_type_that_is_no_more_is_left_out()
    {
        var user = await _store.CreateUserAsync("left");
        var gone = await _store.CreateGroupAsync("gone", user);
        await _store.ExecuteAsync($"UPDATE scim.resource SET type = 'Team' WHERE id = '{gone}'");
        Assert.That((await _store.FindAsync("User", user))!.Groups, Is.Null);

        var group = await _store.CreateGroupAsync("group", user);
        Assert.That(await GroupsAsync(user), Is.EqualTo(((string, string, bool)[])[(group.ToString(), "group", true)]));
    }

    private async Task<IEnumerable<(string, string, bool)>> GroupsAsync(Guid user) =>
        (await _store.FindAsync("User", user))!.Groups!.Select(x => (x.Id, x.Display, x.IsDirect));
}
