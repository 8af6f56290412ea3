using System.Text.Json.Nodes;

namespace Scim.Tests.Api;

public class GroupTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Gets_a_new_version_with_each_change_of_its_members_and_the_members_do_not()
    {
        var (ada, grace) = (await UserAsync(), await UserAsync());
        var group = await GroupAsync(ada.Id);
        Assert.That(await VersionAsync($"Groups/{group}"), Is.EqualTo("W/\"1\""));

        await _server.PatchAsync($"Groups/{group}", $$"""{"op": "add", "path": "members", "value": [{"value": "{{grace.Id}}"}]}""");
        Assert.That(await VersionAsync($"Groups/{group}"), Is.EqualTo("W/\"2\""));

        await _server.PatchAsync($"Groups/{group}", $$"""{"op": "remove", "path": "members[value eq \"{{ada.Id}}\"]"}""");
        Assert.That(await VersionAsync($"Groups/{group}"), Is.EqualTo("W/\"3\""));
        Assert.That(await VersionAsync($"Users/{ada.Id}"), Is.EqualTo("W/\"1\""));
    }

    [TestCase("""{"op": "remove", "path": "members[value eq \"01234567-89ab-7cde-8f01-23456789abcd\"]"}""")]
    [TestCase("""{"op": "remove", "path": "members", "value": [{"value": "nobody"}]}""")]
    [TestCase("""{"op": "add", "path": "members", "value": [{"value": "{user}"}]}""")]
    [TestCase("""{"op": "replace", "path": "members", "value": [{"value": "{user}"}]}""")]
    [TestCase("""{"op": "remove", "path": "members", "value": ["{user}"]}, {"op": "add", "path": "members", "value": ["{user}"]}""")]
    public async Task Keeps_its_version_where_its_members_stay_the_same(string operations)
    {
        var user = await UserAsync();
        var group = await GroupAsync(user.Id);
        var before = await _server.GetAsync($"Groups/{group}");

        var patched = await _server.PatchAsync($"Groups/{group}", operations.Replace("{user}", user.Id, StringComparison.Ordinal));

        Assert.That((patched.Status, patched.Headers["ETag"]), Is.EqualTo((204, "W/\"1\"")), patched.Text);
        Assert.That((await _server.GetAsync($"Groups/{group}")).Text, Is.EqualTo(before.Text));
    }

    [Test]
    public async Task Gets_a_new_version_when_a_member_is_deleted()
    {
        var (ada, grace) = (await UserAsync(), await UserAsync());
        var group = await GroupAsync(ada.Id, grace.Id);

        await _server.DeleteAsync($"Users/{ada.Id}");

        var read = await _server.GetAsync($"Groups/{group}");
        Assert.That(Ids(read.Body["members"]), Is.EqualTo((string[])[grace.Id]));
        Assert.That(read.Headers["ETag"], Is.EqualTo("W/\"2\""));
    }

    [Test]
    public async Task Once_deleted_is_no_group_of_its_members()
    {
        var user = await UserAsync();
        var group = await GroupAsync(user.Id);
        Assert.That((await _server.DeleteAsync($"Groups/{group}")).Status, Is.EqualTo(204));

        var read = await _server.GetAsync($"Users/{user.Id}");
        Assert.That(read.Status, Is.EqualTo(200));
        Assert.That(read.Body["groups"], Is.Null);
    }

    [Test]
    public async Task Inside_another_makes_its_members_indirect_ones()
    {
        var user = await UserAsync();
        var inner = await GroupAsync(user.Id);
        var middle = await GroupAsync(inner);
        var outer = await GroupAsync(middle);

        var groups = (await _server.GetAsync($"Users/{user.Id}")).Body["groups"]!.AsArray();

        Assert.That(groups.Select(x => (x!["value"]!.GetValue<string>(), x["type"]!.GetValue<string>())),
            Is.EquivalentTo(((string, string)[])[(inner, "direct"), (middle, "indirect"), (outer, "indirect")]));
        Assert.That((await _server.GetAsync($"Users?filter=groups.value eq \"{outer}\"&attributes=id")).TotalResults, Is.EqualTo(1));
        Assert.That((await _server.GetAsync($"Users?filter=groups[value eq \"{outer}\" and type eq \"direct\"]&attributes=id")).TotalResults, Is.Zero);
    }

    [Test]
    public async Task In_a_circle_is_told_once_and_ends()
    {
        var user = await UserAsync();
        var first = await GroupAsync(user.Id);
        var second = await GroupAsync(first);
        Assert.That((await _server.PatchAsync($"Groups/{first}", $$"""{"op": "add", "path": "members", "value": ["{{second}}", "{{first}}"]}""")).Status, Is.EqualTo(204));

        Assert.That(Ids((await _server.GetAsync($"Users/{user.Id}")).Body["groups"]), Is.EquivalentTo((string[])[first, second]));
        Assert.That((await _server.GetAsync($"Users?filter=groups eq \"{second}\"")).TotalResults, Is.EqualTo(1));
        Assert.That((await _server.DeleteAsync($"Groups/{first}")).Status, Is.EqualTo(204));
        Assert.That((await _server.GetAsync($"Groups/{second}")).Body["members"], Is.Null);
    }

    [Test]
    public async Task Is_replaced_with_its_members()
    {
        var (ada, grace) = (await UserAsync(), await UserAsync());
        var group = await GroupAsync(ada.Id);
        var name = Some.Name("group");

        var put = await _server.PutAsync($"Groups/{group}", Some.Group(name, grace.Id, "nobody"));
        Assert.That((put.Status, put.Headers["ETag"]), Is.EqualTo((200, "W/\"2\"")), put.Text);
        Assert.That(Ids(put.Body["members"]), Is.EqualTo((string[])[grace.Id]));

        var same = await _server.PutAsync($"Groups/{group}", put.Text);
        Assert.That(same.Text, Is.EqualTo(put.Text));

        var emptied = await _server.PutAsync($"Groups/{group}", Some.Group(name));
        Assert.That(emptied.Body["members"], Is.Null);

        await new Refusal(400, "invalidValue", "No resource has the id of any of these members: nobody.")
            .OfAsync(_server, () => _server.PutAsync($"Groups/{group}", Some.Group(name, "nobody")));
    }

    [Test]
    public async Task Is_not_created_with_nothing_but_unknown_members() =>
        await new Refusal(400, "invalidValue", "No resource has the id of any of these members: nobody.")
            .OfAsync(_server, () => _server.PostAsync("Groups", Some.Group(null, "nobody")));

    [Test]
    public async Task Cannot_take_the_name_of_another_group()
    {
        var (first, second) = (Some.Name("group"), Some.Name("group"));
        await _server.PostAsync("Groups", Some.Group(first));
        var group = await _server.PostAsync("Groups", Some.Group(second));
        var refusal = new Refusal(409, "uniqueness", "Another Group has that displayName. It is compared without regard to case.");

        await refusal.OfAsync(_server, () => _server.PostAsync("Groups", Some.Group(first.ToUpperInvariant())));
        await refusal.OfAsync(_server, () => _server.PutAsync($"Groups/{group.Id}", Some.Group(first)));
        await refusal.OfAsync(_server, () => _server.PatchAsync($"Groups/{group.Id}", $$"""{"op": "replace", "path": "displayName", "value": "{{first}}"}"""));
    }

    [Test]
    public async Task Of_parallel_additions_loses_no_member()
    {
        var group = await GroupAsync();
        var users = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => UserAsync()));

        var answers = await Task.WhenAll(users.Select(x => _server.PatchAsync($"Groups/{group}", $$"""{"op": "add", "path": "members", "value": [{"value": "{{x.Id}}"}]}""")));

        Assert.That(answers.Select(x => x.Status), Is.All.EqualTo(204));
        Assert.That(Ids((await _server.GetAsync($"Groups/{group}")).Body["members"]), Is.EquivalentTo(users.Select(x => x.Id)));
    }

    [TestCase("{ref}")]
    [TestCase("Users/{id}")]
    [TestCase("https://other.example/scim/v2/Users/{id}")]
    public async Task Takes_a_member_by_its_ref(string reference)
    {
        var user = await UserAsync();
        var group = await GroupAsync();
        var value = reference.Replace("{ref}", user.Headers["Location"], StringComparison.Ordinal).Replace("{id}", user.Id, StringComparison.Ordinal);

        Assert.That((await _server.PatchAsync($"Groups/{group}", $$"""{"op": "add", "path": "members", "value": [{"$ref": "{{value}}"}]}""")).Status, Is.EqualTo(204));
        Assert.That(Ids((await _server.GetAsync($"Groups/{group}")).Body["members"]), Is.EqualTo((string[])[user.Id]));
    }

    private async Task<ScimAnswer> UserAsync()
    {
        var created = await _server.PostAsync("Users", Some.User());
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        return created;
    }

    private async Task<string> GroupAsync(params string[] members)
    {
        var created = await _server.PostAsync("Groups", Some.Group(null, members));
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        return created.Id;
    }

    private async Task<string> VersionAsync(string path) => (await _server.GetAsync(path)).Headers["ETag"];

    private static IEnumerable<string> Ids(JsonNode? elements) => (elements as JsonArray ?? []).Select(x => x!["value"]!.GetValue<string>());
}
