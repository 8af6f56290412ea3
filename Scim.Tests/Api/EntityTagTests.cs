namespace Scim.Tests.Api;

/// <summary>RFC 7644 section 3.14: versions as entity tags, and requests that hold only at some of them.</summary>
public class EntityTagTests
{
    private const string Title = """{"op": "replace", "path": "title", "value": "Dr"}""";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Every_answer_with_a_resource_has_one_that_meta_repeats()
    {
        var created = await _server.PostAsync("Users", Some.User());
        var put = await _server.PutAsync($"Users/{created.Id}", Some.User());
        var patched = await _server.PatchAsync($"Users/{created.Id}", Title);
        var read = await _server.GetAsync($"Users/{created.Id}");

        Assert.That(new[] { created, put, patched, read }.Select(x => x.Headers["ETag"]), Is.EqualTo(new[] { "W/\"1\"", "W/\"2\"", "W/\"3\"", "W/\"3\"" }));
        foreach (var answer in (ScimAnswer[])[created, put, patched, read])
            Assert.That(answer.Body["meta"]!["version"]!.GetValue<string>(), Is.EqualTo(answer.Headers["ETag"]));
    }

    [TestCase("W/\"1\"")]
    [TestCase("\"1\"")]
    [TestCase("*")]
    [TestCase("W/\"7\", W/\"1\"")]
    public async Task An_unchanged_resource_is_not_sent_again(string tags)
    {
        var user = await _server.PostAsync("Users", Some.User());
        foreach (var path in (string[])[$"Users/{user.Id}", $"Users/{user.Id}?attributes=userName"])
        {
            var read = await SendAsync(HttpMethod.Get, path, noneMatch: tags);
            Assert.That((read.Status, read.Text, read.Headers["ETag"]), Is.EqualTo((304, "", "W/\"1\"")));
            Assert.That((read.Headers["Vary"], read.Headers["Cache-Control"]), Is.EqualTo(("Accept, Authorization", "no-store")));
        }
    }

    [TestCase("W/\"2\"")]
    [TestCase("\"of another server\"")]
    public async Task A_changed_resource_is_sent(string tags)
    {
        var user = await _server.PostAsync("Users", Some.User());
        var read = await SendAsync(HttpMethod.Get, $"Users/{user.Id}", noneMatch: tags);
        Assert.That((read.Status, read.Id), Is.EqualTo((200, user.Id)));
    }

    [TestCase("PUT")]
    [TestCase("PATCH")]
    [TestCase("DELETE")]
    [TestCase("GET")]
    public async Task A_request_for_another_version_is_412_and_tells_the_current_one(string method)
    {
        var user = (await _server.PostAsync("Users", Some.User())).Id;
        await _server.PatchAsync($"Users/{user}", Title);

        await new Refusal(412, null, $"The User {user} is at version W/\"2\", which the request rules out. Read it again, *").OfAsync(
            _server, () => SendAsync(new HttpMethod(method), $"Users/{user}", BodyOf(method), match: "W/\"1\""));
    }

    [TestCase("PUT", 200)]
    [TestCase("PATCH", 200)]
    [TestCase("DELETE", 204)]
    [TestCase("GET", 200)]
    public async Task A_request_for_the_current_version_goes_ahead(string method, int status)
    {
        foreach (var tags in (string[])["W/\"1\"", "\"1\"", "*", "W/\"5\", W/\"1\""])
        {
            var user = (await _server.PostAsync("Users", Some.User())).Id;
            var answer = await SendAsync(new HttpMethod(method), $"Users/{user}", BodyOf(method), match: tags);
            Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
        }
    }

    [TestCase("PUT")]
    [TestCase("PATCH")]
    [TestCase("DELETE")]
    [TestCase("GET")]
    public async Task Where_there_is_no_resource_any_version_is_404(string method) =>
        await new Refusal(404, null, "There is no User*").OfAsync(
            _server, () => SendAsync(new HttpMethod(method), $"Users/{Guid.CreateVersion7()}", BodyOf(method), match: "*"));

    [TestCase("PUT", "*")]
    [TestCase("PATCH", "*")]
    [TestCase("DELETE", "*")]
    [TestCase("PUT", "W/\"1\"")]
    [TestCase("PATCH", "W/\"1\"")]
    [TestCase("DELETE", "W/\"1\"")]
    public async Task A_change_unless_the_resource_is_there_is_412(string method, string noneMatch)
    {
        var user = (await _server.PostAsync("Users", Some.User())).Id;
        await new Refusal(412, null, "*").OfAsync(_server, () => SendAsync(new HttpMethod(method), $"Users/{user}", BodyOf(method), noneMatch: noneMatch));
    }

    [Test]
    public async Task A_change_of_members_alone_is_held_to_its_version()
    {
        var (ada, bob) = ((await _server.PostAsync("Users", Some.User())).Id, (await _server.PostAsync("Users", Some.User())).Id);
        var group = (await _server.PostAsync("Groups", Some.Group(null, ada))).Id;

        await new Refusal(412, null, $"The Group {group} is at version W/\"1\"*").OfAsync(_server, () => MembersAsync(group, "add", bob, "W/\"2\""));
        await new Refusal(412, null, $"The Group {group} is at version W/\"1\"*").OfAsync(_server, () => MembersAsync(group, "replace", bob, "W/\"2\""));
        await new Refusal(412, null, $"The Group {group} is at version W/\"1\"*").OfAsync(_server, () => MembersAsync(group, "remove", ada, "W/\"2\""));
        var added = await MembersAsync(group, "add", bob, "W/\"1\"");
        Assert.That((added.Status, added.Headers["ETag"]), Is.EqualTo((204, "W/\"2\"")));
    }

    [Test]
    public async Task A_request_that_would_change_nothing_is_held_to_its_version()
    {
        var user = (await _server.PostAsync("Users", Some.User(further: "\"title\": \"Dr\""))).Id;
        var group = (await _server.PostAsync("Groups", Some.Group(null, user))).Id;

        foreach (var operation in (string[])[Title, ""])
            await new Refusal(412, null, "*").OfAsync(_server, () => SendAsync(HttpMethod.Patch, $"Users/{user}", PatchOf(operation), match: "W/\"9\""));
        await new Refusal(412, null, "*").OfAsync(_server, () => MembersAsync(group, "add", user, "W/\"9\""));
        Assert.That((await SendAsync(HttpMethod.Patch, $"Users/{user}", PatchOf(Title), match: "W/\"1\"")).Headers["ETag"], Is.EqualTo("W/\"1\""));
    }

    [Test]
    public async Task A_group_in_itself_can_be_deleted_at_its_version()
    {
        var group = (await _server.PostAsync("Groups", Some.Group())).Id;
        await MembersAsync(group, "add", group, "W/\"1\"");

        Assert.That((await SendAsync(HttpMethod.Delete, $"Groups/{group}", match: "W/\"2\"")).Status, Is.EqualTo(204));
        Assert.That((await _server.GetAsync($"Groups/{group}")).Status, Is.EqualTo(404));
    }

    [TestCase("PUT")]
    [TestCase("DELETE")]
    [TestCase("GET")]
    public async Task What_is_no_list_of_tags_is_400(string method)
    {
        var user = (await _server.PostAsync("Users", Some.User())).Id;
        await new Refusal(400, "invalidValue", "\"1 is no version. Send what meta.version and the ETag header say*").OfAsync(
            _server, () => SendAsync(new HttpMethod(method), $"Users/{user}", BodyOf(method), match: "\"1"));
    }

    [TestCase("PUT")]
    [TestCase("PATCH")]
    [TestCase("DELETE")]
    public async Task Of_fifty_requests_for_one_version_one_goes_ahead(string method)
    {
        var user = (await _server.PostAsync("Users", Some.User())).Id;

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => SendAsync(new HttpMethod(method), $"Users/{user}", BodyOf(method, i), match: "W/\"1\"")));

        Assert.That(answers.Count(x => x.Status is 200 or 204), Is.EqualTo(1));
        Assert.That(answers.Count(x => x.Status == (method == "DELETE" ? 404 : 412)), Is.EqualTo(49));
        if (method != "DELETE") Assert.That((await _server.GetAsync($"Users/{user}")).Headers["ETag"], Is.EqualTo("W/\"2\""));
    }

    [Test]
    public async Task Of_fifty_that_add_a_member_at_one_version_one_does()
    {
        var users = new List<string>();
        for (var i = 0; i < 50; i++) users.Add((await _server.PostAsync("Users", Some.User())).Id);
        var group = (await _server.PostAsync("Groups", Some.Group())).Id;

        var answers = await Task.WhenAll(users.Select(x => MembersAsync(group, "add", x, "W/\"1\"")));

        Assert.That(answers.Count(x => x.Status == 204), Is.EqualTo(1));
        Assert.That(answers.Count(x => x.Status == 412), Is.EqualTo(49));
        Assert.That((await _server.GetAsync($"Groups/{group}")).Body["members"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Groups_a_user_comes_into_leave_its_version_and_members_change_the_groups()
    {
        var user = (await _server.PostAsync("Users", Some.User())).Id;
        var group = (await _server.PostAsync("Groups", Some.Group())).Id;
        await MembersAsync(group, "add", user, "*");

        Assert.That((await _server.GetAsync($"Users/{user}")).Headers["ETag"], Is.EqualTo("W/\"1\""));
        Assert.That((await _server.GetAsync($"Groups/{group}")).Headers["ETag"], Is.EqualTo("W/\"2\""));
    }

    private static string? BodyOf(string method, int number = 0) => method switch
    {
        "PUT" => Some.User(),
        "PATCH" => PatchOf($$"""{"op": "replace", "path": "title", "value": "Dr {{number}}"}"""),
        _ => null,
    };

    private static string PatchOf(string operations) =>
        $$"""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{{operations}}]}""";

    private Task<ScimAnswer> MembersAsync(string group, string op, string member, string match) =>
        SendAsync(HttpMethod.Patch, $"Groups/{group}", PatchOf($$"""{"op": "{{op}}", "path": "members", "value": [{"value": "{{member}}"}]}"""), match);

    private async Task<ScimAnswer> SendAsync(HttpMethod method, string path, string? json = null, string? match = null, string? noneMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (match is not null) request.Headers.TryAddWithoutValidation("If-Match", match);
        if (noneMatch is not null) request.Headers.TryAddWithoutValidation("If-None-Match", noneMatch);
        if (json is not null) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/scim+json");
        using var response = await _server.Client.SendAsync(request);
        return await ScimAnswer.OfAsync(response);
    }
}
