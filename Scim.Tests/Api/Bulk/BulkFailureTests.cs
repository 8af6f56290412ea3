namespace Scim.Tests.Api.Bulk;

/// <summary>What fails in a bulk request fails alone and for its own reason, whatever refers to it.</summary>
public class BulkFailureTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("""[{"op": "add", "path": "members", "value": [{"display": "x"}]}]""")]
    [TestCase("""[{"op": "add", "path": "members", "value": 7}]""")]
    [TestCase("""[{"op": "replace", "path": "members[value eq \"x\"].display", "value": "y"}]""")]
    [TestCase("""[{"op": "add", "path": "members[value eq \"x\"]", "value": "y"}]""")]
    public async Task Members_that_are_none_fail_alone(string data)
    {
        var group = (await _server.PostAsync("Groups", Some.Group())).Id;

        var results = await _server.BulkAsync(BulkText.User("a"), BulkText.Operation("PATCH", $"/Groups/{group}", data), BulkText.User("b"));

        Assert.That(results.Statuses(), Is.EqualTo("201 400 201"));
    }

    [Test]
    public async Task In_a_circle_the_one_that_failed_says_why()
    {
        var taken = Some.Name("group");
        await _server.PostAsync("Groups", Some.Group(taken));

        var results = await _server.BulkAsync(BulkText.Group("a", "bulkId:b"), BulkText.Post("/Groups", "b", Some.Group(taken, "bulkId:a")));

        Assert.That(results.Statuses(), Is.EqualTo("409 409"));
        Assert.That(results.Select(x => x["response"]!["scimType"]?.GetValue<string>()), Is.EqualTo(new[] { null, "uniqueness" }));
    }

    [Test]
    public async Task A_path_of_one_long_word_costs_no_more_than_to_read_it()
    {
        var path = $"members[value eq \\\"{new string('a', 500_000)}\\\"]";
        var data = $$"""[{"op": "remove", "path": "{{path}}", "value": "bulkId:u"}, {"op": "remove", "path": "{{path.Replace("aaa", "aa bulkId:u", StringComparison.Ordinal)[..500_000]}}"}]""";

        var results = await _server.BulkAsync(BulkText.User("u"), BulkText.Operation("PATCH", "/Groups/x", data));

        Assert.That(results.Statuses(), Is.EqualTo("201 400"));
    }

    [Test]
    public async Task What_only_follows_from_a_later_failure_does_not_stop_the_request_before_that()
    {
        var taken = Some.Name();
        await _server.PostAsync("Users", Some.User(taken));

        var answer = await _server.PostAsync("Bulk", BulkText.RequestWith(
            ", \"failOnErrors\": 1",
            BulkText.Group("g", "bulkId:u"), BulkText.Group("h", "bulkId:g"), BulkText.User("x"), BulkText.User("u", taken), BulkText.User("y")));

        Assert.That(BulkText.Results(answer).Statuses(), Is.EqualTo("409 409 201 409"));
    }

    [Test]
    public async Task A_long_chain_of_references_to_a_failure_takes_nobody_else_with_it()
    {
        var taken = Some.Name();
        await _server.PostAsync("Users", Some.User(taken));
        var chain = Enumerable.Range(0, 10).Select(i => BulkText.Group($"g{i}", i == 9 ? "bulkId:u" : $"bulkId:g{i + 1}"));

        var results = await _server.BulkAsync([.. chain, BulkText.Group("h", "bulkId:v"), BulkText.User("u", taken), BulkText.User("v")]);

        Assert.That(results.Statuses(), Is.EqualTo($"{string.Concat(Enumerable.Repeat("409 ", 10))}201 409 201"));
    }

    [TestCase("PUT")]
    [TestCase("PATCH")]
    [TestCase("DELETE")]
    public async Task What_was_to_change_a_resource_that_is_not_there_has_no_location(string method)
    {
        var taken = Some.Name();
        await _server.PostAsync("Users", Some.User(taken));
        var data = method switch { "PUT" => Some.User(), "PATCH" => "[]", _ => null };

        var results = await _server.BulkAsync(
            BulkText.User("u", taken),
            BulkText.Operation(method, "/Users/bulkId:u", data),
            BulkText.User("v"),
            BulkText.Operation(method, "/Users/bulkId:v", data, version: "W/\\\"7\\\""));

        Assert.That(results.Statuses(), Is.EqualTo("409 409 201 412"));
        Assert.That(results[1]["location"], Is.Null);
        Assert.That(results[3].Id(), Is.EqualTo(results[2].Id()));
    }

    [Test]
    public async Task Every_answer_on_a_group_has_the_version_that_it_ends_with()
    {
        var results = await _server.BulkAsync(
            BulkText.Group("g", "bulkId:u"),
            BulkText.Operation("PATCH", "/Groups/bulkId:g", """[{"op": "add", "path": "externalId", "value": "x"}]"""),
            BulkText.User("u"));

        var etag = (await _server.GetAsync(results[0].Path())).Headers["ETag"];
        Assert.That(results.Take(2).Select(x => x["version"]!.GetValue<string>()), Is.EqualTo(new[] { etag, etag }));
    }

    [Test]
    public async Task Replacing_groups_waits_for_deletions_of_their_members_in_no_circle()
    {
        var users = (await _server.BulkAsync([.. Enumerable.Range(0, 20).Select(i => BulkText.User($"u{i}"))])).Select(x => x.Id()).ToArray();
        var groups = new List<(string Id, string Name)>();
        for (var i = 0; i < 10; i++)
        {
            var name = Some.Name("group");
            groups.Add(((await _server.PostAsync("Groups", Some.Group(name, users))).Id, name));
        }

        var replaced = _server.BulkAsync([.. groups.Select(x => BulkText.Operation("PUT", $"/Groups/{x.Id}", Some.Group(x.Name + "x", users)))]);
        var deleted = await Task.WhenAll(users.Select(x => _server.DeleteAsync($"Users/{x}")));

        Assert.That(deleted.Select(x => x.Status), Is.All.EqualTo(204));
        Assert.That((await replaced).Select(x => x.Status()), Is.All.EqualTo("200").Or.All.EqualTo("400"));
    }
}
