namespace Scim.Tests.Storage.Grafana;

/// <summary>Who is in a group is in the groups above it too, so these are due with it.</summary>
public class MemberMarkTests : GrafanaStoreTests
{
    private static readonly (string Name, Func<string, string, string> Operations)[] Changes =
    [
        ("adding", (_, other) => TestStore.AddOperation(other)),
        ("removing", (member, _) => TestStore.RemoveOperation(member)),
        ("removing by a filter", (member, _) => $$"""{"op": "remove", "path": "members[value eq \"{{member}}\"]"}"""),
        ("clearing", (_, _) => """{"op": "remove", "path": "members"}"""),
        ("replacing", (_, other) => $$"""{"op": "replace", "path": "members", "value": {{TestStore.Members(other)}}}"""),
        ("adding and renaming", (_, other) => $"{TestStore.AddOperation(other)}, {Rename}"),
        ("removing and renaming", (member, _) => $"{TestStore.RemoveOperation(member)}, {Rename}"),
        ("clearing and renaming", (_, _) => $$"""{"op": "remove", "path": "members"}, {{Rename}}"""),
    ];

    private const string Rename = """{"op": "replace", "path": "displayName", "value": "renamed"}""";

    private static IEnumerable<TestCaseData> Patches => Changes.Select(x => new TestCaseData(x.Operations).SetArgDisplayNames(x.Name));

    [TestCaseSource(nameof(Patches))]
    public async Task A_change_of_members_marks_the_group_and_all_above_it(Func<string, string, string> operations)
    {
        var nest = await NestAsync();

        var marked = await MarkedByAsync(async () =>
            TestStore.Stored(await Store.PatchAsync("Group", nest.Inner, operations(nest.Member.ToString(), nest.Other.ToString()))));

        Assert.That(marked, Is.EquivalentTo(new[] { nest.Inner, nest.Middle, nest.Outer, nest.SecondOuter }));
    }

    [Test]
    public async Task A_replacement_with_other_members_marks_the_group_and_all_above_it()
    {
        var nest = await NestAsync();

        var marked = await MarkedByAsync(async () =>
            TestStore.Stored(await Store.ReplaceAsync("Group", nest.Inner, TestStore.GroupBody("inner", [nest.Other.ToString()]))));

        Assert.That(marked, Is.EquivalentTo(new[] { nest.Inner, nest.Middle, nest.Outer, nest.SecondOuter }));
    }

    [Test]
    public async Task A_group_put_into_another_marks_that_and_all_above_it()
    {
        var nest = await NestAsync();
        var further = await Store.CreateGroupAsync("further", nest.Member);

        Assert.That(await MarkedByAsync(() => Store.AddMembersAsync(nest.Middle, further)), Is.EquivalentTo(new[] { nest.Middle, nest.Outer, nest.SecondOuter }));
        Assert.That(await MarkedByAsync(() => Store.RemoveMembersAsync(nest.Middle, further)), Is.EquivalentTo(new[] { nest.Middle, nest.Outer, nest.SecondOuter }));
    }

    [Test]
    public async Task A_change_of_anything_but_members_marks_the_group_alone()
    {
        var nest = await NestAsync();

        Assert.That(await MarkedByAsync(() => Store.PatchAsync("Group", nest.Inner, Rename)), Is.EqualTo(new[] { nest.Inner }));
        Assert.That(
            await MarkedByAsync(() => Store.ReplaceAsync("Group", nest.Inner, TestStore.GroupBody("again", [nest.Member.ToString(), nest.Below.ToString()]))),
            Is.EqualTo(new[] { nest.Inner }));
    }

    [Test]
    public async Task A_change_of_a_user_marks_no_group()
    {
        var nest = await NestAsync();

        Assert.That(
            await MarkedByAsync(() => Store.PatchAsync("User", nest.Member, """{"op": "replace", "path": "active", "value": false}""")),
            Is.EqualTo(new[] { nest.Member }));
    }

    [Test]
    public async Task Deleting_a_user_marks_all_groups_above_it()
    {
        var nest = await NestAsync();

        Assert.That(
            await MarkedByAsync(() => Store.DeleteAsync("User", nest.Member)),
            Is.EquivalentTo(new[] { nest.Member, nest.Inner, nest.Middle, nest.Outer, nest.SecondOuter }));
    }

    [Test]
    public async Task Deleting_a_group_marks_all_above_it()
    {
        var nest = await NestAsync();

        Assert.That(
            await MarkedByAsync(() => Store.DeleteAsync("Group", nest.Inner)), Is.EquivalentTo(new[] { nest.Inner, nest.Middle, nest.Outer, nest.SecondOuter }));
    }

    [Test]
    public async Task Groups_in_a_circle_are_each_marked_once()
    {
        await ConnectAsync();
        var user = await Store.CreateUserAsync("ada");
        var one = await Store.CreateGroupAsync("one");
        var two = await Store.CreateGroupAsync("two", one);
        var three = await Store.CreateGroupAsync("three", two);

        Assert.That(await MarkedByAsync(() => Store.AddMembersAsync(one, three)), Is.EquivalentTo(new[] { one, two, three }));
        Assert.That(await MarkedByAsync(() => Store.AddMembersAsync(two, user)), Is.EquivalentTo(new[] { one, two, three }));
        Assert.That(
            await MarkedByAsync(() => Store.PatchAsync("Group", two, $"{TestStore.RemoveOperation(user)}, {Rename}")), Is.EquivalentTo(new[] { one, two, three }));
        Assert.That(await MarkedByAsync(() => Store.DeleteAsync("Group", two)), Is.EquivalentTo(new[] { one, two, three }));
    }

    [Test]
    public async Task A_group_in_itself_is_marked_once()
    {
        await ConnectAsync();
        var group = await Store.CreateGroupAsync("engines");

        Assert.That(await MarkedByAsync(() => Store.AddMembersAsync(group, group)), Is.EqualTo(new[] { group }));
        Assert.That(await MarkedByAsync(() => Store.DeleteAsync("Group", group)), Is.EqualTo(new[] { group }));
    }

    /// <summary>Below, in inner, in middle, in outer and another; beside inner in middle is one more. All are due already, as after a first pass.</summary>
    private async Task<Nest> NestAsync()
    {
        await ConnectAsync();
        var (member, other) = (await Store.CreateUserAsync("member"), await Store.CreateUserAsync("other"));
        var below = await Store.CreateGroupAsync("below", other);
        var inner = await Store.CreateGroupAsync("inner", member, below);
        var beside = await Store.CreateGroupAsync("beside", other);
        var middle = await Store.CreateGroupAsync("middle", inner, beside);
        return new Nest(member, other, below, inner, middle, await Store.CreateGroupAsync("outer", middle), await Store.CreateGroupAsync("second outer", middle, inner));
    }

    private sealed record Nest(Guid Member, Guid Other, Guid Below, Guid Inner, Guid Middle, Guid Outer, Guid SecondOuter);
}
