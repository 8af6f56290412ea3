using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scim.Tests.Api.AdminConsole;

/// <summary>People and groups as the console finds and shows them, and what happened to them.</summary>
public class DirectoryTests
{
    private ScimServer _server = null!;
    private ConsoleClient _console = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _console = await ConsoleClient.SignedInAsync(_server);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _console.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task A_user_is_found_by_whatever_people_call_it()
    {
        var key = Guid.NewGuid().ToString("N")[..10];
        var user = await _server.PostAsync("Users", Some.User(
            $"u{key}@example.com", $$"""
            "displayName": "D{{key}} \"the\" Countess", "externalId": "e{{key}}", "name": {"formatted": "N{{key}}"}, "emails": [{"value": "m{{key}}@example.org", "type": "home"}]
            """));

        foreach (var text in (string[])[$"U{key}", $"d{key} \"the\"", $"n{key}", $"m{key}@EXAMPLE", $"e{key}", user.Id, $"  u{key}  "])
            Assert.That(Ids(await SearchAsync("User", text)), Is.EqualTo((string[])[user.Id]), text);
        foreach (var text in (string[])[$"x{key}", $"e{key[..5]}%", "\" or userName pr or \"", "') OR 1=1 --", "\\"])
            Assert.That(Ids(await SearchAsync("User", text)), Is.Empty, text);
    }

    [Test]
    public async Task Many_come_in_pages_by_name()
    {
        var key = Guid.NewGuid().ToString("N")[..10];
        for (var i = 0; i < 30; i++) await _server.PostAsync("Groups", Some.Group($"{key} {i:00}"));

        var first = await SearchAsync("Group", key);
        var second = await SearchAsync("Group", key, first.Body["nextCursor"]!.GetValue<string>());
        Assert.That((first.TotalResults, first.Resources.Count, second.Resources.Count, second.Body.ContainsKey("nextCursor")), Is.EqualTo((30, 25, 5, false)));
        Assert.That(first.Resources.Concat(second.Resources).Select(x => x!["displayName"]!.GetValue<string>()), Is.EqualTo(Enumerable.Range(0, 30).Select(x => $"{key} {x:00}")));
    }

    [Test]
    public async Task What_cannot_be_searched_is_400_or_404()
    {
        Assert.That((await SearchAsync("Robot", "x")).Status, Is.EqualTo(404));
        Assert.That((await SearchAsync("User", new string('x', 300))).Status, Is.EqualTo(400));
        Assert.That((await SearchAsync("User", "x", "garbage")).Status, Is.EqualTo(400));
        Assert.That((await _console.GetAsync("resources/User/garbage")).Status, Is.EqualTo(404));

        var group = (await _server.PostAsync("Groups", Some.Group())).Id;
        foreach (var (type, detail) in ((string, string)[])[("Nonsense", "There is no such type. There are User, Group."), ("User", "A User has no members.")])
        {
            var answer = await _console.GetAsync($"resources/{type}/{group}/members");
            Assert.That((answer.Status, answer.Detail), Is.EqualTo((404, detail)));
        }
    }

    [Test]
    public async Task Of_an_id_that_was_never_given_out_the_log_does_not_say_that_it_was_deleted()
    {
        var answer = await _console.PostAsync("log", $$"""{"name": "{{Guid.NewGuid()}}"}""");
        Assert.That(answer.Text, Does.Contain("there is no such resource now.").And.Not.Contain("deleted"));
    }

    [Test]
    public async Task A_group_shows_its_members_a_page_at_a_time()
    {
        var members = new List<string>();
        for (var i = 0; i < 60; i++) members.Add((await _server.PostAsync("Users", Some.User())).Id);
        var inner = (await _server.PostAsync("Groups", Some.Group())).Id;
        var group = (await _server.PostAsync("Groups", Some.Group(null, [.. members, inner]))).Id;

        var first = (await _console.GetAsync($"resources/Group/{group}/members")).Body;
        var second = (await _console.GetAsync($"resources/Group/{group}/members?after={first["next"]}")).Body;
        Assert.That((first["total"]!.GetValue<int>(), second["next"]), Is.EqualTo((61, (JsonNode?)null)));
        Assert.That(first["members"]!.AsArray().Concat(second["members"]!.AsArray()).Select(x => x!["id"]!.GetValue<string>()), Is.EqualTo(members.Append(inner)));
        Assert.That((await _console.GetAsync($"resources/Group/{group}")).Body.ContainsKey("members"), Is.False);
        Assert.That((await _console.GetAsync($"resources/User/{members[0]}")).Body["groups"]![0]!["value"]!.GetValue<string>(), Is.EqualTo(group));
    }

    [Test]
    public async Task A_timeline_is_what_the_log_says_the_newest_first()
    {
        var name = Some.Name();
        var user = (await _server.PostAsync("Users", Some.User(name))).Id;
        await _server.PatchAsync($"Users/{user}", """{"op": "replace", "path": "active", "value": "perhaps"}""");
        await _server.PostAsync("Groups", Some.Group("Timeline", user));

        var lines = (await _console.GetAsync($"resources/User/{user}/timeline")).Body["lines"]!.AsArray();
        Assert.That(lines.Select(x => $"{x!["outcome"]} {x["who"]} {x["what"]}"), Is.EqualTo((string[])[
            "done tests put into Group Timeline", "refused tests REFUSED 400 patch: active must be true or false, not that string.", "done tests created: userName, active; active = true"]));

        await _server.DeleteAsync($"Users/{user}");
        Assert.That((await _console.GetAsync($"resources/User/{user}")).Status, Is.EqualTo(404));
        Assert.That((await _console.GetAsync($"resources/User/{user}/timeline")).Text, Does.Contain("deleted"));
        Assert.That((await _console.PostAsync("log", $$"""{"name": "{{name}}"}""")).Text, Does.Contain("created: userName"));
    }

    [Test]
    public async Task Another_tenant_sees_nothing_of_it()
    {
        var user = await _server.PostAsync("Users", Some.User(null, "\"externalId\": \"shared\""));
        var group = (await _server.PostAsync("Groups", Some.Group(null, user.Id))).Id;
        var tenant = await ConsoleClient.NewTenantAsync(_server);
        using var theirs = await ConsoleClient.OfTenantAsync(_server, tenant);

        Assert.That((await theirs.PostAsync("search", """{"type": "User"}""")).TotalResults, Is.Zero);
        Assert.That((await theirs.GetAsync($"resources/User/{user.Id}")).Status, Is.EqualTo(404));
        Assert.That((await theirs.GetAsync($"resources/Group/{group}/members")).Text, Is.EqualTo("""{"total":0,"members":[],"next":null}"""));
        Assert.That((await theirs.GetAsync($"resources/User/{user.Id}/timeline")).Body["lines"]!.AsArray(), Is.Empty);
        Assert.That((await theirs.PostAsync("log", $$"""{"name": "{{user.Id}}"}""")).Body["lines"]!.AsArray(), Is.Empty);
        Assert.That((await theirs.PostAsync("log", """{"name": "shared"}""")).Body["lines"]!.AsArray(), Is.Empty);
        Assert.That((await theirs.GetAsync("overview")).Body["users"]!.GetValue<int>(), Is.Zero);
    }

    private Task<ScimAnswer> SearchAsync(string type, string text, string? cursor = null) =>
        _console.PostAsync("search", JsonSerializer.Serialize(new { type, text, cursor }));

    private static IEnumerable<string> Ids(ScimAnswer answer)
    {
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer.Resources.Select(x => x!["id"]!.GetValue<string>());
    }
}
