namespace Scim.Tests.Api.Searching;

public class SortTests
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas));
        const string custom = "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User";
        await CreateAsync("u1", $$""" "title": "b", "active": true, "emails": [{"value": "z@x", "type": "work"}, {"value": "a@x", "type": "home", "primary": true}], "{{custom}}": {"floor": 10} """);
        var u2 = await CreateAsync("u2", $$""" "title": "Å", "active": false, "emails": [{"value": "m@x", "type": "work"}], "{{custom}}": {"floor": 2} """);
        await CreateAsync("u3", $$""" "title": "A", "active": true, "name": {"familyName": "Z"}, "{{Enterprise}}": {"department": "one"} """);
        var u4 = await CreateAsync("u4", """ "name": {"familyName": "a"}, "emails": [{"value": "Z@X", "type": "work"}] """);
        await CreateAsync("u5", """ "title": "c" """);

        foreach (var (user, version) in ((string, int)[])[(u2.Id, 9), (u4.Id, 10)])
        {
            for (var i = 1; i < version; i++) await _server.PatchAsync($"Users/{user}", $$"""{"op": "replace", "path": "userType", "value": "{{i}}"}""");
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("sortBy=userName", "u1 u2 u3 u4 u5")]
    [TestCase("sortBy=userName&sortOrder=descending", "u5 u4 u3 u2 u1")]
    [TestCase("sortBy=USERNAME&sortOrder=Ascending", "u1 u2 u3 u4 u5")]
    [TestCase("sortBy=title", "u3 u1 u5 u2 u4")] // capitals make no difference, the missing one is last
    [TestCase("sortBy=title&sortOrder=descending", "u4 u2 u5 u1 u3")] // and first
    [TestCase("sortBy=name.familyName", "u4 u3 u1 u2 u5")]
    [TestCase("sortBy=emails", "u1 u2 u4 u3 u5")] // the primary one of u1, though it stands second
    [TestCase("sortBy=emails.type", "u1 u2 u4 u3 u5")]
    [TestCase("sortBy=active", "u2 u1 u3 u4 u5")]
    [TestCase("sortBy=urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User:floor", "u2 u1 u3 u4 u5")] // 2 before 10
    [TestCase("sortBy=" + Enterprise + ":department", "u3 u1 u2 u4 u5")]
    [TestCase("sortBy=department", "u3 u1 u2 u4 u5")]
    [TestCase("sortBy=urn:ietf:params:scim:schemas:core:2.0:User:title", "u3 u1 u5 u2 u4")]
    [TestCase("sortBy=meta.created&sortOrder=descending", "u5 u4 u3 u2 u1")]
    [TestCase("sortBy=meta.version", "u1 u3 u5 u2 u4")] // 9 before 10
    [TestCase("sortBy=meta.version&sortOrder=descending", "u4 u2 u5 u3 u1")]
    [TestCase("sortBy=externalId", "u1 u2 u3 u4 u5")] // nobody has one: by id
    [TestCase("sortOrder=descending", "u1 u2 u3 u4 u5")] // an order of nothing
    [TestCase("sortBy=", "u1 u2 u3 u4 u5")]
    [TestCase("sortBy=title&startIndex=2&count=3", "u1 u5 u2")]
    [TestCase("sortBy=title&filter=title pr and active eq true", "u3 u1 u5")]
    public async Task Lists_come_in_the_order_asked_for(string query, string userNames) => Assert.That(await NamesAsync(query), Is.EqualTo(userNames.Split(' ')));

    [Test]
    public async Task Users_with_equal_keys_come_by_id_and_stand_on_one_page_each()
    {
        var pages = new List<string>();
        for (var start = 1; start <= 5; start++) pages.AddRange(await NamesAsync($"sortBy=nickName&count=1&startIndex={start}"));

        Assert.That(pages, Is.EqualTo(new[] { "u1", "u2", "u3", "u4", "u5" }));
    }

    [TestCase("", "u1 u3 u5 u2 u4")]
    [TestCase("&sortOrder=descending", "u4 u2 u5 u3 u1")]
    public async Task Versions_come_as_numbers_by_cursor_too(string query, string userNames)
    {
        var names = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _server.GetAsync($"Users?sortBy=meta.version&count=1{query}&cursor={cursor}");
            Assert.That(page.Status, Is.EqualTo(200), page.Text);
            names.AddRange(page.Resources.Select(x => x!["userName"]!.GetValue<string>()));
            cursor = page.Body["nextCursor"]?.GetValue<string>();
        }

        Assert.That(names, Is.EqualTo(userNames.Split(' ')));
    }

    [TestCase("sortOrder=foo", "sortOrder is ascending or descending.")]
    [TestCase("sortBy=title&sortOrder=desc", "sortOrder is ascending or descending.")]
    [TestCase("sortBy=shoeSize", "Nothing can be sorted by shoeSize: User has no such attribute.")]
    [TestCase("sortBy=name", "name is complex; sort by one of its sub-attributes: formatted, familyName, givenName, middleName, honorificPrefix, honorificSuffix.")]
    [TestCase("sortBy=name.shoeSize", "Nothing can be sorted by name.shoeSize: User has no such attribute.")]
    [TestCase("sortBy=meta", "meta is complex; sort by one of its sub-attributes: *")]
    [TestCase("sortBy=password", "Nothing can be sorted by password: User has no such attribute.")]
    [TestCase("sortBy=hidden", "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User:hidden is never returned, so nothing can be sorted by it.")]
    [TestCase("sortBy=groups.display", "groups is a list of other resources, by which none can be sorted.")]
    [TestCase("sortBy=" + Enterprise, Enterprise + " is a schema; sort by one of its attributes, as in " + Enterprise + ":name.")]
    [TestCase("sortBy=emails[type eq \"work\"].value", "sortBy takes the name of an attribute, like userName or name.familyName.")]
    [TestCase("sortBy=userName,title", "sortBy takes the name of an attribute, like userName or name.familyName.")]
    [TestCase("sortBy=userName;drop table scim.resource", "sortBy takes the name of an attribute, like userName or name.familyName.")]
    public async Task What_nothing_can_be_sorted_by_is_refused(string query, string detail)
    {
        var answer = await _server.GetAsync($"Users?{query}");

        new Refusal(400, "invalidValue", detail).Check(answer);
    }

    private Task<ScimAnswer> CreateAsync(string userName, string further) => _server.PostAsync("Users", Some.User(userName, further));

    private async Task<IReadOnlyList<string>> NamesAsync(string query)
    {
        var answer = await _server.GetAsync($"Users?{query}");
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return [.. answer.Resources.Select(x => x!["userName"]!.GetValue<string>())];
    }
}
