using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Conformance;

/// <summary>What the ServiceProviderConfig says is supported is, and what it says is not is not.</summary>
public class SupportTests
{
    private ScimServer _server = null!;
    private JsonObject _said = null!;
    private ScimAnswer _user = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _said = (await _server.GetAsync("ServiceProviderConfig")).Body;
        _user = await _server.PostAsync("Users", Some.User("ada", """ "password": "t1meMa$heen" """));
        await _server.PostAsync("Users", Some.User("grace"));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Of_filters_is_as_it_is_said() =>
        Assert.That((await _server.GetAsync("Users?filter=userName eq \"ada\"")).TotalResults == 1, Is.EqualTo(Says("filter")));

    [Test]
    public async Task Of_PATCH_is_as_it_is_said() =>
        Assert.That((await _server.PatchAsync($"Users/{_user.Id}", """{"op": "remove", "path": "title"}""")).Status == 200, Is.EqualTo(Says("patch")));

    [Test]
    public async Task Of_bulk_is_as_it_is_said() =>
        Assert.That((await _server.PostAsync("Bulk", "{}")).Status != 404, Is.EqualTo(Says("bulk")));

    [Test]
    public async Task Of_sorting_is_as_it_is_said()
    {
        var sorted = await _server.GetAsync("Users?sortBy=userName&sortOrder=descending");
        Assert.That(sorted.Resources[0]!["userName"]!.GetValue<string>() == "grace", Is.EqualTo(Says("sort")));
    }

    [Test]
    public async Task Of_entity_tags_is_as_it_is_said()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"Users/{_user.Id}");
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(_user.Headers["ETag"]));
        using var response = await _server.Client.SendAsync(request);
        Assert.That((int)response.StatusCode == 304, Is.EqualTo(Says("etag")));
    }

    [Test]
    public async Task Of_cursors_is_as_it_is_said()
    {
        var page = await _server.GetAsync("Users?count=1&cursor=");
        Assert.That(page.Body["nextCursor"] is not null, Is.EqualTo(_said["pagination"]!["cursor"]!.GetValue<bool>()));
    }

    [Test]
    public async Task A_password_is_not_changed_as_none_is_kept()
    {
        Assert.That(Says("changePassword"), Is.False);
        var patched = await _server.PatchAsync($"Users/{_user.Id}", """{"op": "replace", "value": {"password": "another"}}""");
        Assert.That((patched.Status, patched.Headers["ETag"]), Is.EqualTo((200, _user.Headers["ETag"])), patched.Text);
    }

    private bool Says(string feature) => _said[feature]!["supported"]!.GetValue<bool>();
}
