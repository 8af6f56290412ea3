namespace Scim.Tests.Api;

public class UserTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Is_created_with_the_representation_that_GET_gives()
    {
        var created = await _server.PostAsync("Users", Some.User(further: """ "name": {"givenName": "Ångström 名"}, "emails": [{"value": "a@example.com", "type": "work"}] """));
        var read = await _server.GetAsync($"Users/{created.Id}");

        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        Assert.That(read.Text, Is.EqualTo(created.Text));
        foreach (var name in (string[])["ETag", "Content-Location"]) Assert.That(read.Headers[name], Is.EqualTo(created.Headers[name]));
        Assert.That(created.Headers["Location"], Is.EqualTo(created.Body["meta"]!["location"]!.GetValue<string>()));
    }

    [Test]
    public async Task Has_an_id_of_the_service_whatever_the_client_sends()
    {
        var created = await _server.PostAsync("Users", Some.User(further: """ "id": "mine" """));
        Assert.That(Guid.TryParseExact(created.Id, "D", out var id), Is.True);
        Assert.That(id.Version, Is.EqualTo(7));
        Assert.That(created.Text, Does.Not.Contain("mine"));
    }

    [Test]
    public async Task Is_created_once_of_many_at_once()
    {
        var name = Some.Name();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _server.PostAsync("Users", Some.User(i % 2 == 0 ? name : name.ToUpperInvariant()))));

        Assert.That(answers.Count(x => x.Status == 201), Is.EqualTo(1));
        Assert.That(answers.Where(x => x.Status != 201).Select(x => (x.Status, x.ScimType)), Is.All.EqualTo((409, "uniqueness")));
        Assert.That((await _server.GetAsync($"Users?filter=userName eq \"{name}\"")).TotalResults, Is.EqualTo(1));
    }

    [TestCase("ａda", "ADA")]
    [TestCase("Å", "å")]
    [TestCase("ΣΊΣΥΦΟΣ", "σίσυφος")]
    public async Task Has_a_userName_that_is_compared_prepared(string first, string second)
    {
        var suffix = Some.Name();
        Assert.That((await _server.PostAsync("Users", Some.User(first + suffix))).Status, Is.EqualTo(201));

        await new Refusal(409, "uniqueness", "Another User has that userName. It is compared without regard to case.")
            .OfAsync(_server, () => _server.PostAsync("Users", Some.User(second + suffix)));
        Assert.That((await _server.GetAsync($"Users?filter=userName eq \"{Uri.EscapeDataString(second + suffix)}\"")).TotalResults, Is.EqualTo(1));
    }

    [Test]
    public async Task May_share_its_externalId()
    {
        var external = Some.Name("external");
        foreach (var _ in Enumerable.Range(0, 2)) Assert.That((await _server.PostAsync("Users", Some.User(further: $"\"externalId\": \"{external}\""))).Status, Is.EqualTo(201));
        Assert.That((await _server.GetAsync($"Users?filter=externalId eq \"{external}\"")).TotalResults, Is.EqualTo(2));
    }

    [Test]
    public async Task Is_patched_to_what_it_is_without_a_new_version()
    {
        var user = await _server.PostAsync("Users", Some.User(further: """ "title": "Countess", "emails": [{"value": "a@example.com", "type": "work"}] """));
        var patched = await _server.PatchAsync($"Users/{user.Id}", """
            {"op": "replace", "path": "title", "value": "Countess"},
            {"op": "add", "path": "emails", "value": [{"value": "a@example.com", "type": "work"}]},
            {"op": "remove", "path": "nickName"}
            """);
        Assert.That(patched.Text, Is.EqualTo(user.Text));
    }

    [Test]
    public async Task Is_patched_with_a_new_version_and_a_later_lastModified()
    {
        var user = await _server.PostAsync("Users", Some.User());
        Assert.That(user.Body["meta"]!["lastModified"]!.GetValue<string>(), Is.EqualTo(user.Body["meta"]!["created"]!.GetValue<string>()));

        var patched = await _server.PatchAsync($"Users/{user.Id}", """{"op": "add", "path": "title", "value": "Countess"}""");

        Assert.That(patched.Headers["ETag"], Is.EqualTo("W/\"2\""));
        Assert.That(patched.Body["meta"]!["version"]!.GetValue<string>(), Is.EqualTo("W/\"2\""));
        Assert.That(patched.Body["meta"]!["created"]!.GetValue<string>(), Is.EqualTo(user.Body["meta"]!["created"]!.GetValue<string>()));
        Assert.That(patched.Body["meta"]!["lastModified"]!.GetValue<string>(), Is.GreaterThanOrEqualTo(user.Body["meta"]!["lastModified"]!.GetValue<string>()));
        Assert.That(patched.Body["meta"]!["lastModified"]!.GetValue<string>(), Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"));
    }

    [Test]
    public async Task Of_parallel_patches_loses_none()
    {
        var user = await _server.PostAsync("Users", Some.User());
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            _server.PatchAsync($"Users/{user.Id}", $$"""{"op": "add", "path": "emails", "value": [{"value": "{{i}}@example.com"}]}""")));

        Assert.That(answers.Select(x => x.Status), Is.All.EqualTo(200));
        var read = await _server.GetAsync($"Users/{user.Id}");
        Assert.That(read.Body["emails"]!.AsArray(), Has.Count.EqualTo(20));
        Assert.That(read.Headers["ETag"], Is.EqualTo("W/\"21\""));
    }

    [Test]
    public async Task Once_deleted_is_404_for_everything_and_its_name_is_free()
    {
        var name = Some.Name();
        var user = await _server.PostAsync("Users", Some.User(name));
        Assert.That((await _server.DeleteAsync($"Users/{user.Id}")).Status, Is.EqualTo(204));

        var refusal = new Refusal(404, null, $"There is no User with the id {user.Id}. It was deleted, or it belongs to another tenant.");
        await refusal.OfAsync(_server, () => _server.GetAsync($"Users/{user.Id}"));
        await refusal.OfAsync(_server, () => _server.PutAsync($"Users/{user.Id}", Some.User(name)));
        await refusal.OfAsync(_server, () => _server.PatchAsync($"Users/{user.Id}", """{"op": "add", "path": "title", "value": "x"}"""));
        await refusal.OfAsync(_server, () => _server.DeleteAsync($"Users/{user.Id}"));

        var again = await _server.PostAsync("Users", Some.User(name));
        Assert.That(again.Status, Is.EqualTo(201));
        Assert.That(again.Id, Is.Not.EqualTo(user.Id));
    }

    [Test]
    public async Task Never_keeps_a_password()
    {
        var user = await _server.PostAsync("Users", Some.User(further: "\"password\": \"t1meMa$heen\""));
        Assert.That(user.Status, Is.EqualTo(201));
        Assert.That(user.Text, Does.Not.Contain("t1meMa"));
        Assert.That((await _server.GetAsync($"Users/{user.Id}?attributes=password")).Text, Does.Not.Contain("t1meMa"));
        Assert.That((await _server.PatchAsync($"Users/{user.Id}", """{"op": "replace", "value": {"password": "other"}}""")).Text, Is.EqualTo(user.Text));
    }
}
