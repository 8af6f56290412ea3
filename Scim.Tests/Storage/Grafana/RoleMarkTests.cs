namespace Scim.Tests.Storage.Grafana;

/// <summary>Where a user's role comes from its groups, a change of a group is one of the users in it.</summary>
public class RoleMarkTests : GrafanaStoreTests
{
    private const string Rename = """{"op": "replace", "path": "displayName", "value": "renamed"}""";

    private Guid _direct;
    private Guid _nested;
    private Guid _outside;
    private Guid _below;
    private Guid _group;

    [TestCase(true)]
    [TestCase(false)]
    public async Task Users_added_are_marked(bool rolesFromGroups)
    {
        await SetUpAsync(rolesFromGroups);

        await MarksAsync(() => Store.AddMembersAsync(_group, _outside), _outside);
        await MarksAsync(() => Store.AddMembersAsync(_group, _direct));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Users_added_with_another_change_are_marked(bool rolesFromGroups)
    {
        await SetUpAsync(rolesFromGroups);

        await MarksAsync(
            () => Store.PatchAsync("Group", _group, $$"""{{TestStore.AddOperation(_outside)}}, {"op": "replace", "path": "externalId", "value": "x-1"}"""), _outside);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Users_removed_are_marked(bool rolesFromGroups)
    {
        await SetUpAsync(rolesFromGroups);

        await MarksAsync(() => Store.RemoveMembersAsync(_group, _direct), _direct);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Users_below_a_group_that_is_added_or_removed_are_marked(bool rolesFromGroups)
    {
        await SetUpAsync(rolesFromGroups);

        await MarksAsync(() => Store.RemoveMembersAsync(_group, _below), _nested);
        await MarksAsync(() => Store.AddMembersAsync(_group, _below), _nested);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Users_cleared_are_marked(bool rolesFromGroups)
    {
        await SetUpAsync(rolesFromGroups);

        await MarksAsync(() => Store.PatchAsync("Group", _group, """{"op": "remove", "path": "members"}"""), _direct, _nested);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Users_replaced_by_others_are_marked_with_them(bool rolesFromGroups)
    {
        await SetUpAsync(rolesFromGroups);

        await MarksAsync(() => Store.ReplaceAsync("Group", _group, TestStore.GroupBody("group", [_below.ToString(), _outside.ToString()])), _direct, _outside);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Users_of_a_new_group_are_marked(bool rolesFromGroups)
    {
        await SetUpAsync(rolesFromGroups);
        var made = Guid.Empty;

        var marked = await MarkedByAsync(async () => made = await Store.CreateGroupAsync("made", _below, _outside));

        Assert.That(marked, Is.EquivalentTo(rolesFromGroups ? [made, _nested, _outside] : new[] { made }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_new_name_marks_all_users_below(bool rolesFromGroups)
    {
        await SetUpAsync(rolesFromGroups);

        await MarksAsync(() => Store.PatchAsync("Group", _group, Rename), _direct, _nested);
        await MarksAsync(() => Store.PatchAsync("Group", _group, """{"op": "replace", "path": "externalId", "value": "x-1"}"""));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Deleting_a_group_marks_all_users_below(bool rolesFromGroups)
    {
        await SetUpAsync(rolesFromGroups);

        await MarksAsync(() => Store.DeleteAsync("Group", _group), _direct, _nested);
    }

    [Test]
    public async Task Deleting_a_user_marks_no_other()
    {
        await SetUpAsync(rolesFromGroups: true);

        Assert.That(await MarkedByAsync(() => Store.DeleteAsync("User", _direct)), Is.EquivalentTo(new[] { _direct, _group }));
    }

    [Test]
    public async Task Users_below_a_circle_of_groups_are_marked_once()
    {
        await SetUpAsync(rolesFromGroups: true);
        await Store.AddMembersAsync(_below, _group);

        Assert.That(await MarkedByAsync(() => Store.PatchAsync("Group", _below, Rename)), Is.EquivalentTo(new[] { _below, _direct, _nested }));
        Assert.That(await MarkedByAsync(() => Store.RemoveMembersAsync(_below, _nested)), Is.EquivalentTo(new[] { _below, _group, _nested }));
        Assert.That(await MarkedByAsync(() => Store.DeleteAsync("Group", _group)), Is.EquivalentTo(new[] { _below, _group, _direct }));
    }

    /// <summary>One user in the group, one in the group below it, and one in neither.</summary>
    private async Task SetUpAsync(bool rolesFromGroups)
    {
        await ConnectAsync(rolesFromGroups);
        (_direct, _nested, _outside) = (await Store.CreateUserAsync("direct"), await Store.CreateUserAsync("nested"), await Store.CreateUserAsync("outside"));
        _below = await Store.CreateGroupAsync("below", _nested);
        _group = await Store.CreateGroupAsync("group", _direct, _below);
    }

    /// <summary>Marks these users where roles come from groups, and none where they do not.</summary>
    private async Task MarksAsync(Func<Task> change, params Guid[] users)
    {
        var rolesFromGroups = await Store.ScalarAsync<bool>("SELECT roles_from_groups FROM scim.grafana_tenant");

        var marked = await MarkedByAsync(change);

        Assert.That(marked.Except([_group]), Is.EquivalentTo(rolesFromGroups ? users : []));
    }
}
