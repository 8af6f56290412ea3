namespace Scim.Tests.Api;

public class UserLifecycleTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_user_is_created_read_changed_and_deleted()
    {
        var name = Some.Name();
        var created = await _server.PostAsync("Users", Some.User(name));
        Assert.That(created.Status, Is.EqualTo(201), created.Text);

        var patched = await _server.PatchAsync($"Users/{created.Id}", """{"op": "Replace", "path": "active", "value": "False"}""");
        Assert.That(patched.Status, Is.EqualTo(200), patched.Text);
        Assert.That(patched.Body["active"]!.GetValue<bool>(), Is.False);

        var found = await _server.GetAsync($"Users?filter=userName eq \"{name.ToUpperInvariant()}\"");
        Assert.That(found.TotalResults, Is.EqualTo(1), found.Text);

        Assert.That((await _server.DeleteAsync($"Users/{created.Id}")).Status, Is.EqualTo(204));
        Assert.That((await _server.GetAsync($"Users/{created.Id}")).Status, Is.EqualTo(404));
    }
}
