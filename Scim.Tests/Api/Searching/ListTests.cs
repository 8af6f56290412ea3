namespace Scim.Tests.Api.Searching;

public class ListTests
{
    private const int Total = 7;

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        for (var i = 0; i < Total; i++) await _server.PostAsync("Users", Some.User($"user{i}", $"\"title\": \"{(i % 2 == 0 ? "even" : "odd")}\""));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("", 1, Total)]
    [TestCase("startIndex=1", 1, Total)]
    [TestCase("startIndex=0", 1, Total)]
    [TestCase("startIndex=-5", 1, Total)]
    [TestCase("startIndex=", 1, Total)]
    [TestCase("startIndex=6", 6, 2)]
    [TestCase("startIndex=8", 8, 0)]
    [TestCase("startIndex=9223372036854775807", 9223372036854775807, 0)]
    [TestCase("count=3", 1, 3)]
    [TestCase("count=3&startIndex=6", 6, 2)]
    [TestCase("count=0", 1, 0)]
    [TestCase("count=-1", 1, 0)]
    [TestCase("count=100000", 1, Total)]
    [TestCase("count=%2B3", 1, 3)]
    public async Task Shows_the_page_that_is_asked_for(string query, long startIndex, int items)
    {
        foreach (var filter in (string[])["", "&filter=userName sw \"user\"", "&filter=meta.resourceType eq \"User\""])
        {
            var page = await _server.GetAsync($"Users?{query}{filter}");

            Assert.That(page.Status, Is.EqualTo(200), page.Text);
            Assert.That(page.TotalResults, Is.EqualTo(Total));
            Assert.That(page.Body["startIndex"]!.GetValue<long>(), Is.EqualTo(startIndex));
            Assert.That(page.Body["itemsPerPage"]!.GetValue<int>(), Is.EqualTo(items));
            Assert.That(page.Resources, Has.Count.EqualTo(items));
        }
    }

    [TestCase("startIndex", "one")]
    [TestCase("startIndex", "1.5")]
    [TestCase("startIndex", "1e3")]
    [TestCase("startIndex", "9223372036854775808")]
    [TestCase("startIndex", "0x1")]
    [TestCase("startIndex", "%001")]
    [TestCase("count", "many")]
    [TestCase("count", "1.5")]
    [TestCase("count", "%D9%A1")] // a digit of another script
    [TestCase("count", " 1")]
    public async Task Refuses_what_is_no_whole_number(string name, string value) =>
        await new Refusal(400, "invalidValue", $"{name} must be a whole number.").OfAsync(_server, () => _server.GetAsync($"Users?{name}={value}"));

    [Test]
    public async Task Pages_without_repeating_or_losing_any([Values(1, 2, 3, 5)] int count)
    {
        var all = (await _server.GetAsync("Users")).Resources.Select(x => x!["id"]!.GetValue<string>()).ToList();

        var seen = new List<string>();
        for (var start = 1; start <= Total; start += count)
            seen.AddRange((await _server.GetAsync($"Users?startIndex={start}&count={count}")).Resources.Select(x => x!["id"]!.GetValue<string>()));

        Assert.That(seen, Is.EqualTo(all));
        Assert.That(all, Is.Unique.And.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
    }

    [Test]
    public async Task Counts_all_matches_whatever_the_page()
    {
        var page = await _server.GetAsync("Users?filter=title eq \"EVEN\"&count=1&startIndex=2");
        Assert.That((page.TotalResults, page.Resources.Count), Is.EqualTo((4L, 1)));
        Assert.That(page.Resources[0]!["title"]!.GetValue<string>(), Is.EqualTo("even"));
    }

    [Test]
    public async Task Of_nobody_is_an_empty_list()
    {
        var page = await _server.GetAsync("Groups");
        Assert.That(page.Text, Is.EqualTo("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]}"""));
    }

    [TestCase("userName eq \"USER1\"", 1)]
    [TestCase("userName eq \"user1\" or userName eq \"user2\" and title eq \"odd\"", 1)]
    [TestCase("(userName eq \"user1\" or userName eq \"user2\") and title eq \"odd\"", 1)]
    [TestCase("not (title eq \"odd\")", 4)]
    [TestCase("title ne \"odd\"", 4)]
    [TestCase("nickName ne \"x\"", Total)]
    [TestCase("nickName eq null", Total)]
    [TestCase("nickName pr", 0)]
    [TestCase("TITLE Co \"ve\" AND userName PR", 4)]
    [TestCase("userName gt \"user3\"", 3)]
    [TestCase("active eq true", Total)]
    [TestCase("active eq \"False\"", 0)]
    [TestCase("meta.created lt \"2000-01-01T00:00:00Z\"", 0)]
    [TestCase("meta.created gt \"2000-01-01T00:00:00+02:00\"", Total)]
    [TestCase("schemas eq \"urn:ietf:params:scim:schemas:core:2.0:User\"", Total)]
    [TestCase("id eq \"nobody\"", 0)]
    public async Task Holds_what_the_filter_says(string filter, int matches) =>
        Assert.That((await _server.GetAsync($"Users?filter={Uri.EscapeDataString(filter)}")).TotalResults, Is.EqualTo(matches));

    [Test]
    public async Task A_resource_is_not_later_than_its_own_lastModified()
    {
        var user = (await _server.GetAsync("Users?count=1")).Resources[0]!;
        var (id, time) = (user["id"], user["meta"]!["lastModified"]);
        Assert.That((await _server.GetAsync($"Users?filter=id eq {id!.ToJsonString()} and meta.lastModified gt {time!.ToJsonString()}")).TotalResults, Is.Zero);
        Assert.That((await _server.GetAsync($"Users?filter=id eq {id.ToJsonString()} and meta.lastModified eq {time.ToJsonString()}")).TotalResults, Is.EqualTo(1));
    }
}
