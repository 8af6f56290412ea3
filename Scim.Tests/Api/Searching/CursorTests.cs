using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Scim.Storage;
using Scim.Storage.Reading;

namespace Scim.Tests.Api.Searching;

/// <summary>Pages by cursor, rule by rule of RFC 9865.</summary>
public class CursorTests
{
    private const int Total = 7;

    private const string NotForThisRequest =
        "The cursor was not given out for this request. Send nextCursor or previousCursor as it was received, all other parameters as in the first request, and an empty cursor for the first page.";

    private ScimServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        for (var i = 1; i <= Total; i++) await _server.PostAsync("Users", Some.User($"u{i}", $"\"title\": \"{(i % 2 == 0 ? "even" : "odd")}\""));
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("cursor&count=3")]
    [TestCase("cursor=&count=3")]
    public async Task An_empty_cursor_starts_at_the_first_page(string query)
    {
        var page = await _server.GetAsync($"Users?{query}");

        Assert.That(NamesOf(page), Is.EqualTo(new[] { "u1", "u2", "u3" }));
        Assert.That(page.TotalResults, Is.EqualTo(Total));
        Assert.That(page.Body["itemsPerPage"]!.GetValue<int>(), Is.EqualTo(3));
        Assert.That(page.Body.ContainsKey("startIndex"), Is.False);
        Assert.That(page.Body.ContainsKey("previousCursor"), Is.False);
        Assert.That(Next(page), Does.Match("^[A-Za-z0-9._~-]+$"));
    }

    [TestCase("")]
    [TestCase("&sortBy=title&sortOrder=descending")]
    [TestCase("&filter=userName sw \"u\"")]
    [TestCase("&attributes=userName")]
    public async Task Cursors_lead_through_all_pages_and_back(string query)
    {
        var forth = new List<ScimAnswer> { await _server.GetAsync($"Users?count=3&cursor{query}") };
        while (Next(forth[^1]) is { } next) forth.Add(await _server.GetAsync($"Users?count=3&cursor={next}{query}"));
        Assert.That(forth, Has.Count.EqualTo(3));
        Assert.That(forth.SelectMany(NamesOf), Is.EqualTo((await _server.GetAsync($"Users?{query}")).Resources.Select(x => x!["userName"]!.GetValue<string>())));

        var back = new List<ScimAnswer> { forth[^1] };
        while (Previous(back[^1]) is { } previous) back.Add(await _server.GetAsync($"Users?count=3&cursor={previous}{query}"));
        Assert.That(back.Select(NamesOf).Reverse(), Is.EqualTo(forth.Select(NamesOf)));
        Assert.That(Next(back[^1]), Is.Not.Null);
    }

    [Test]
    public async Task Only_the_first_page_counts_all_results()
    {
        var second = await _server.GetAsync($"Users?count=3&cursor={Next(await _server.GetAsync("Users?count=3&cursor"))}");

        Assert.That(second.Status, Is.EqualTo(200), second.Text);
        Assert.That(second.Body.ContainsKey("totalResults"), Is.False);
    }

    [Test]
    public async Task A_last_page_that_is_full_has_no_next_cursor()
    {
        var page = await _server.GetAsync($"Users?count={Total}&cursor");

        Assert.That(NamesOf(page), Has.Count.EqualTo(Total));
        Assert.That(Next(page), Is.Null);
    }

    [TestCase("count=0")]
    [TestCase("count=-3")]
    public async Task A_count_of_nothing_shows_only_the_total(string count)
    {
        var page = await _server.GetAsync($"Users?cursor&{count}");

        Assert.That(page.TotalResults, Is.EqualTo(Total));
        Assert.That(page.Resources, Is.Empty);
        Assert.That(Next(page), Is.Null);
    }

    [Test]
    public async Task A_count_above_the_limit_means_the_limit() =>
        Assert.That(NamesOf(await _server.GetAsync("Users?cursor&count=100000")), Has.Count.EqualTo(Total));

    [Test]
    public async Task What_comes_and_goes_meanwhile_neither_repeats_nor_hides_the_others()
    {
        var first = await _server.GetAsync("Users?count=3&cursor&sortBy=userName");
        await _server.PostAsync("Users", Some.User("u0"));
        await _server.PostAsync("Users", Some.User("u4a"));
        await _server.DeleteAsync($"Users/{first.Resources[2]!["id"]}");

        var second = await _server.GetAsync($"Users?count=3&sortBy=userName&cursor={Next(first)}");
        Assert.That(NamesOf(second), Is.EqualTo(new[] { "u4", "u4a", "u5" }));
        Assert.That(NamesOf(await _server.GetAsync($"Users?count=3&sortBy=userName&cursor={Previous(second)}")), Is.EqualTo(new[] { "u0", "u1", "u2" }));
    }

    [Test]
    public async Task A_page_whose_resources_are_all_gone_is_empty_and_the_last()
    {
        var first = await _server.GetAsync("Users?count=6&cursor");
        await _server.DeleteAsync($"Users/{(await _server.GetAsync("Users?filter=userName eq \"u7\"")).Resources[0]!["id"]}");

        var second = await _server.GetAsync($"Users?count=6&cursor={Next(first)}");
        Assert.That(second.Status, Is.EqualTo(200));
        Assert.That(second.Resources, Is.Empty);
        Assert.That(Next(second), Is.Null);
    }

    [Test]
    public async Task Who_goes_back_to_a_page_that_is_gone_comes_to_the_first()
    {
        var first = await _server.GetAsync("Users?count=3&cursor");
        var second = await _server.GetAsync($"Users?count=3&cursor={Next(first)}");
        foreach (var user in first.Resources) await _server.DeleteAsync($"Users/{user!["id"]}");

        var back = await _server.GetAsync($"Users?count=3&cursor={Previous(second)}");
        Assert.That(NamesOf(back), Is.EqualTo(NamesOf(second)));
        Assert.That(Previous(back), Is.Null);
        Assert.That(Next(back), Is.Not.Null);
    }

    [Test]
    public async Task A_long_filter_pages_by_cursor_too()
    {
        var filter = string.Join(" or ", Enumerable.Range(1, 900).Select(i => $"userName eq \\\"{(i <= Total ? $"u{i}" : new string('x', 30) + i)}\\\""));
        var page = await _server.PostAsync("Users/.search", $$"""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": "{{filter}}", "count": 3, "cursor": ""}""");

        Assert.That(NamesOf(page), Is.EqualTo(new[] { "u1", "u2", "u3" }));
        Assert.That(Next(page), Is.Not.Null);
    }

    [Test]
    public async Task A_cursor_goes_on_under_the_other_base()
    {
        var first = await _server.GetAsync("Users?count=3&cursor&sortBy=meta.location");

        Assert.That(NamesOf(await _server.GetAsync($"../scim/v2/Users?count=3&sortBy=meta.location&cursor={Next(first)}")), Is.EqualTo(new[] { "u4", "u5", "u6" }));
    }

    [TestCase("Users?cursor={0}&count=3&filter=title pr")]
    [TestCase("Users?cursor={0}&count=3&sortBy=userName")]
    [TestCase("Users?cursor={0}&count=3&attributes=userName")]
    [TestCase("Groups?cursor={0}&count=3")]
    [TestCase("?cursor={0}&count=3")]
    [TestCase("Users?cursor={0}x&count=3")]
    [TestCase("Users?cursor=x{0}&count=3")]
    [TestCase("Users?cursor=abc&count=3")]
    [TestCase("Users?cursor=%00&count=3")]
    [TestCase("Users?cursor=*&count=3")]
    public async Task A_cursor_belongs_to_its_query_and_is_told_apart_from_a_forged_one_by_nothing(string request)
    {
        var cursor = Next(await _server.GetAsync("Users?count=3&cursor"))!;

        new Refusal(400, "invalidCursor", NotForThisRequest).Check(await _server.GetAsync(request.Replace("{0}", cursor, StringComparison.Ordinal)));
    }

    [Test]
    public async Task No_character_of_a_cursor_can_be_changed()
    {
        var cursor = Next(await _server.GetAsync("Users?count=3&cursor"))!;
        for (var i = 0; i < cursor.Length; i++)
        {
            var forged = $"{cursor[..i]}{(cursor[i] == 'A' ? 'B' : 'A')}{cursor[(i + 1)..]}";
            new Refusal(400, "invalidCursor", NotForThisRequest).Check(await _server.GetAsync($"Users?count=3&cursor={forged}"));
        }
    }

    [Test]
    public async Task Another_tenant_or_credential_cannot_use_a_cursor()
    {
        var cursor = Next(await _server.GetAsync("Users?count=3&cursor"))!;
        var (_, colleague) = await _server.Services.GetRequiredService<Scim.Storage.Tokens.TokenStore>().CreateAsync("default", "colleague", null, CancellationToken.None);

        foreach (var token in new[] { await _server.NewTenantAsync(), colleague })
        {
            using var client = _server.NewClient(token);
            using var response = await client.GetAsync($"Users?count=3&cursor={cursor}");
            new Refusal(400, "invalidCursor", NotForThisRequest).Check(await ScimAnswer.OfAsync(response));
        }
    }

    [Test]
    public async Task A_cursor_opens_at_every_replica()
    {
        await using var replica = await _server.AnotherAsync();
        using var client = replica.NewClient(_server.Token);

        using var response = await client.GetAsync($"Users?count=3&cursor={Next(await _server.GetAsync("Users?count=3&cursor"))}");
        Assert.That(NamesOf(await ScimAnswer.OfAsync(response)), Is.EqualTo(new[] { "u4", "u5", "u6" }));
    }

    [Test]
    public async Task A_cursor_expires_after_the_advertised_time()
    {
        var timeout = (await _server.GetAsync("ServiceProviderConfig")).Body["pagination"]!["cursorTimeout"]!.GetValue<int>();
        await using var database = new ScimDatabase(_server.ConnectionString);
        using var seal = new CursorSeal(database, TimeProvider.System);
        using var late = new CursorSeal(database, new Ahead(TimeSpan.FromSeconds(timeout + 1)));
        using var early = new CursorSeal(database, new Ahead(TimeSpan.FromSeconds(timeout - 60)));
        var cursor = await seal.SealAsync(new Position(null, Guid.NewGuid(), Backward: false), 3, "scope", CancellationToken.None);

        Assert.That((await early.OpenAsync(cursor, "scope", CancellationToken.None)).Count, Is.EqualTo(3));
        Assert.That(
            () => late.OpenAsync(cursor, "scope", CancellationToken.None),
            Throws.TypeOf<Scim.Resources.ScimException>().With.Message.EqualTo("The cursor is older than 3600 seconds. Begin again with an empty cursor.")
                .And.Property("Type").EqualTo(Scim.Resources.ScimErrorType.ExpiredCursor));
    }

    [TestCase("count=4", "invalidCount", "count must stay what it was at the first page: 3.")]
    [TestCase("count=abc", "invalidCount", "count must be a whole number.")]
    [TestCase("count=1.5", "invalidCount", "count must be a whole number.")]
    [TestCase("count=3&startIndex=1", "invalidValue", "startIndex and cursor exclude each other; send one of them.")]
    public async Task Parameters_that_do_not_go_with_the_cursor_are_refused(string parameters, string scimType, string detail)
    {
        var cursor = Next(await _server.GetAsync("Users?count=3&cursor"))!;

        new Refusal(400, scimType, detail).Check(await _server.GetAsync($"Users?cursor={cursor}&{parameters}"));
    }

    [Test]
    public async Task Without_a_count_a_page_holds_what_the_first_did()
    {
        var cursor = Next(await _server.GetAsync("Users?count=3&cursor"));

        Assert.That(NamesOf(await _server.GetAsync($"Users?cursor={cursor}")), Is.EqualTo(new[] { "u4", "u5", "u6" }));
    }

    [Test]
    public async Task Without_a_cursor_pages_go_by_index()
    {
        var page = await _server.GetAsync("Users?count=2");

        Assert.That(page.Body["startIndex"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That(Next(page), Is.Null);
        Assert.That((await _server.GetAsync("ServiceProviderConfig")).Body["pagination"]!.ToJsonString(), Is.EqualTo(
            """{"cursor":true,"index":true,"defaultPaginationMethod":"index","defaultPageSize":100,"maxPageSize":1000,"cursorTimeout":3600}"""));
    }

    [Test]
    public async Task A_search_by_post_pages_by_cursor_too_and_so_does_the_root()
    {
        foreach (var path in (string[])["Users/.search", ".search"])
        {
            var names = new List<string>();
            for (string? cursor = ""; cursor is not null;)
            {
                var page = await _server.PostAsync(path, $$"""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "cursor": "{{cursor}}", "count": 3, "attributes": ["userName"]}""");
                Assert.That(page.Status, Is.EqualTo(200), page.Text);
                names.AddRange(NamesOf(page));
                cursor = Next(page);
            }

            Assert.That(names, Is.EqualTo(Enumerable.Range(1, Total).Select(i => $"u{i}")));
        }
    }

    private static string? Next(ScimAnswer page) => Text(page, "nextCursor");

    private static string? Previous(ScimAnswer page) => Text(page, "previousCursor");

    private static string? Text(ScimAnswer page, string name)
    {
        Assert.That(page.Status, Is.EqualTo(200), page.Text);
        return page.Body[name]?.GetValue<string>();
    }

    private static IReadOnlyList<string> NamesOf(ScimAnswer page) => [.. page.Resources.Select(x => (JsonObject)x!).Select(x => x["userName"]!.GetValue<string>())];

    private sealed class Ahead(TimeSpan time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + time;
    }
}
