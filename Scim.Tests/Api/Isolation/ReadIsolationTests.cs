using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Isolation;

/// <summary>Two tenants of one database with the same people: whatever one is asked, it answers as if it were alone.</summary>
public class ReadIsolationTests
{
    private static readonly string[] Paths =
    [
        "Users", "Groups", "Users/{ada}", "Groups/{plant}", "",
        "Users?filter=userName eq \"ada\"",
        "Users?filter=userName eq \"ada\" or userName ne \"ada\"",
        "Users?filter=not (userName eq \"nobody\")",
        "Users?filter=externalId eq \"7\" or title co \"ounte\"",
        "Users?filter=emails[type eq \"work\" and value sw \"ada\"]",
        "Users?filter=emails.value ew \"example.com\"",
        "Users?filter=id pr",
        "Users?filter=id ne \"{ada}\"",
        "Users?filter=meta.created gt \"2000-01-01T00:00:00Z\"",
        "Users?filter=groups.value eq \"{plant}\"",
        "Users?filter=not (groups.value eq \"{engines}\")",
        "Users?filter=groups pr",
        "Users?filter=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq \"{ada}\"",
        "Groups?filter=members eq \"{ada}\"",
        "Groups?filter=members.value eq \"{engines}\" or displayName eq \"Engines\"",
        "Groups?filter=not (members eq \"{bob}\")",
        "Users?sortBy=userName&sortOrder=descending",
        "Users?sortBy=emails.value",
        "Users?sortBy=id",
        "Groups?sortBy=displayName&startIndex=2&count=1",
        "Users?count=0",
        "?filter=displayName pr",
        "?filter=id eq \"{bob}\" or id eq \"{plant}\"&sortBy=meta.lastModified",
    ];

    private static readonly string[] Queries = [.. Paths.Where(x => x.Contains('?', StringComparison.Ordinal))];

    private ScimServer _server = null!;
    private Twin _one = null!;
    private Twin _other = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _one = await Twin.CreateAsync(_server.NewClient(await _server.NewTenantAsync()));
        _other = await Twin.CreateAsync(_server.NewClient(await _server.NewTenantAsync()));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _one.Dispose();
        _other.Dispose();
        await _server.DisposeAsync();
    }

    [TestCaseSource(nameof(Paths))]
    public async Task A_GET_is_answered_alike_and_with_own_ids_alone(string path)
    {
        var (one, other) = (await _one.SendAsync("GET", _one.With(path)), await _other.SendAsync("GET", _other.With(path)));

        Assert.That(one.Status, Is.EqualTo(200), one.Text);
        Compare(one, other);
    }

    [TestCaseSource(nameof(Queries))]
    public async Task A_search_is_answered_alike_and_with_own_ids_alone(string path)
    {
        var (type, query) = (path.Split('?')[0], path.Split('?')[1]);
        var (one, other) = (await SearchAsync(_one, type, query), await SearchAsync(_other, type, query));

        Assert.That(one.Status, Is.EqualTo(200), one.Text);
        Compare(one, other);
    }

    [TestCase("Users?filter=id eq \"{ada}\"")]
    [TestCase("Users?filter=id eq \"{ada}\" or id eq \"{bob}\"")]
    [TestCase("Users?filter=groups.value eq \"{plant}\"")]
    [TestCase("Users?filter=groups[value eq \"{engines}\"]")]
    [TestCase("Users?filter=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq \"{ada}\"")]
    [TestCase("Groups?filter=members eq \"{ada}\"")]
    [TestCase("Groups?filter=members.value eq \"{engines}\" or members.value eq \"{bob}\"")]
    [TestCase("?filter=id eq \"{plant}\"")]
    public async Task The_others_ids_find_nothing(string path)
    {
        Assert.That((await _one.SendAsync("GET", _one.With(path))).TotalResults, Is.Positive);
        Assert.That((await _one.SendAsync("GET", _other.With(path))).TotalResults, Is.Zero);
    }

    [Test]
    public async Task An_entity_tag_of_the_others_says_nothing()
    {
        var version = (await _other.SendAsync("GET", $"Users/{_other["ada"]}")).Headers["ETag"];
        Assert.That((await _one.SendAsync("GET", $"Users/{_one["ada"]}", ifMatch: version)).Status, Is.EqualTo(304), "of its own it does");
        Assert.That((await _one.SendAsync("GET", $"Users/{_other["ada"]}", ifMatch: version)).Status, Is.EqualTo(404));
        Assert.That((await _one.SendAsync("DELETE", $"Users/{_other["ada"]}", ifMatch: "W/\"4711\"")).Status, Is.EqualTo(404), "not 412, which would tell that it is there");
    }

    [TestCase("Users?count=1&cursor")]
    [TestCase("Groups?count=1&cursor&sortBy=displayName")]
    [TestCase("?count=1&cursor&filter=id pr")]
    public async Task A_cursor_of_the_others_is_refused(string path)
    {
        var cursor = (await _other.SendAsync("GET", path)).Body["nextCursor"]!.GetValue<string>();
        var answer = await _one.SendAsync("GET", path.Replace("cursor", $"cursor={cursor}", StringComparison.Ordinal));
        Assert.That((answer.Status, answer.ScimType), Is.EqualTo((400, "invalidCursor")), answer.Text);
    }

    [Test]
    public async Task A_manager_of_the_others_shows_nothing_of_itself()
    {
        using var third = await Twin.CreateAsync(_server.NewClient(await _server.NewTenantAsync()));
        var created = await third.SendAsync("POST", "Users", Some.User(null, $$"""
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "{{_other["ada"]}}"} }
            """));
        Assert.That((await third.SendAsync("GET", $"Users/{created.Id}")).Text, Does.Not.Contain("Lovelace"));
        Assert.That((await _other.SendAsync("GET", _other.With("Users?filter=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq \"{ada}\""))).Text, Does.Not.Contain(created.Id));
    }

    private void Compare(ScimAnswer one, ScimAnswer other)
    {
        Assert.That(_other.Ids.Where(x => one.Text.Contains(x, StringComparison.Ordinal)), Is.Empty);
        Assert.That(Timeless(_one.Without(one.Text)), Is.EqualTo(Timeless(_other.Without(other.Text))));
    }

    private static Task<ScimAnswer> SearchAsync(Twin twin, string type, string query)
    {
        var body = new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:SearchRequest") };
        foreach (var pair in twin.With(query).Split('&'))
        {
            var (name, value) = (pair[..pair.IndexOf('=', StringComparison.Ordinal)], pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            body[name] = int.TryParse(value, out var number) ? number : value;
        }

        return twin.SendAsync("POST", type.Length == 0 ? ".search" : $"{type}/.search", body.ToJsonString());
    }

    private static string Timeless(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\d{4}-\d\d-\d\dT[0-9:.]+Z", "TIME");
}
