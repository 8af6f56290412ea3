using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Scim.Tests.Api;

/// <summary>What the ServiceProviderConfig says is supported is, and what it says is not is not.</summary>
public class SupportedTests
{
    private ScimServer _server = null!;
    private JsonObject _config = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _config = (await _server.GetAsync("ServiceProviderConfig")).Body;
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task PATCH_is_supported()
    {
        Assert.That((bool)_config["patch"]!["supported"]!, Is.True);
        var user = (await _server.PostAsync("Users", Some.User())).Id;
        var patched = await _server.PatchAsync($"Users/{user}", """{"op": "replace", "path": "title", "value": "Countess"}""");
        Assert.That((patched.Status, (string)patched.Body["title"]!), Is.EqualTo((200, "Countess")));
    }

    [Test]
    public async Task Filters_are_supported_up_to_maxResults_on_a_page()
    {
        Assert.That((bool)_config["filter"]!["supported"]!, Is.True);
        var title = Some.Name("title");
        await _server.PostAsync("Users", Some.User(further: $"\"title\": \"{title}\""));
        await _server.PostAsync("Users", Some.User());
        Assert.That((await _server.GetAsync($"Users?filter=title eq \"{title}\"&count={(int)_config["filter"]!["maxResults"]! + 1}")).TotalResults, Is.EqualTo(1));
    }

    [Test]
    public async Task Bulk_requests_are_supported_up_to_maxOperations()
    {
        Assert.That((bool)_config["bulk"]!["supported"]!, Is.True);
        Assert.That((await BulkAsync((int)_config["bulk"]!["maxOperations"]!)).Status, Is.EqualTo(200));
        Assert.That((await BulkAsync((int)_config["bulk"]!["maxOperations"]! + 1)).Status, Is.EqualTo(413));
    }

    [Test]
    public async Task Results_are_sorted()
    {
        Assert.That((bool)_config["sort"]!["supported"]!, Is.True);
        var title = Some.Name("title");
        foreach (var name in (string[])["b", "a", "c"]) await _server.PostAsync("Users", Some.User($"{title}-{name}", $"\"title\": \"{title}\""));
        var sorted = await _server.GetAsync($"Users?filter=title eq \"{title}\"&sortBy=userName&sortOrder=descending");
        Assert.That(sorted.Resources.Select(x => (string)x!["userName"]!), Is.EqualTo(new[] { $"{title}-c", $"{title}-b", $"{title}-a" }));
    }

    [Test]
    public async Task Versions_are_told_and_held_to()
    {
        Assert.That((bool)_config["etag"]!["supported"]!, Is.True);
        var user = await _server.PostAsync("Users", Some.User());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"Users/{user.Id}");
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(user.Headers["ETag"]));
        using var response = await _server.Client.SendAsync(request);
        Assert.That((int)response.StatusCode, Is.EqualTo(304));
    }

    [Test]
    public async Task Pages_come_by_cursor()
    {
        Assert.That((bool)_config["pagination"]!["cursor"]!, Is.True);
        for (var i = 0; i < 2; i++) await _server.PostAsync("Users", Some.User());
        Assert.That((await _server.GetAsync("Users?count=1&cursor=")).Body["nextCursor"], Is.Not.Null);
    }

    [Test]
    public async Task Passwords_cannot_be_changed_and_are_neither_kept_nor_shown()
    {
        Assert.That((bool)_config["changePassword"]!["supported"]!, Is.False);
        var created = await _server.PostAsync("Users", Some.User(further: "\"password\": \"t1meMa$heen\""));
        Assert.That(created.Status, Is.EqualTo(201));
        Assert.That((await _server.PatchAsync($"Users/{created.Id}", """{"op": "replace", "path": "password", "value": "t1meMa$heen"}""")).ScimType, Is.EqualTo("invalidPath"));
        Assert.That((await _server.GetAsync($"Users/{created.Id}?attributes=password")).Text, Does.Not.Contain("t1meMa$heen").And.Not.Contain("password"));
    }

    [Test]
    public async Task Pages_by_index_have_the_sizes_that_are_named()
    {
        var pagination = _config["pagination"]!;
        Assert.That((bool)pagination["index"]!, Is.True);
        Assert.That((int)pagination["maxPageSize"]!, Is.EqualTo((int)_config["filter"]!["maxResults"]!));

        var size = (int)pagination["defaultPageSize"]!;
        for (var i = 0; i <= size; i++) await _server.PostAsync("Groups", Some.Group());
        var first = await _server.GetAsync("Groups");
        var second = await _server.GetAsync($"Groups?startIndex={size + 1}");
        Assert.That((first.Resources.Count, second.Resources.Count, first.TotalResults), Is.EqualTo((size, 1, size + 1L)));
    }

    [Test]
    public async Task A_bearer_token_is_accepted_and_nothing_else()
    {
        Assert.That(_config["authenticationSchemes"]!.AsArray().Select(x => (string)x!["type"]!), Has.Member("oauthbearertoken"));
        Assert.That((await _server.GetAsync("Users?count=0")).Status, Is.EqualTo(200));

        using var anonymous = _server.NewClient(null);
        using var response = await anonymous.GetAsync(new Uri("Users?count=0", UriKind.Relative));
        Assert.That(((int)response.StatusCode, response.Headers.WwwAuthenticate.Single().Scheme), Is.EqualTo((401, "Bearer")));
    }

    private Task<ScimAnswer> BulkAsync(int operations) => _server.PostAsync(
        "Bulk", $$"""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [{{string.Join(", ", Enumerable.Repeat("""{"method": "DELETE", "path": "/Users/nobody"}""", operations))}}]}""");
}
