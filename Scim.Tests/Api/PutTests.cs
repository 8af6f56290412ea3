using System.Text.Json.Nodes;

namespace Scim.Tests.Api;

public class PutTests
{
    private const string Custom = "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Clears_what_it_leaves_out_with_the_extension_and_its_urn()
    {
        var user = await CreateAsync($$""" "title": "Countess", "emails": [{"value": "ada@example.com"}], "{{Enterprise}}": {"department": "Engines"} """);

        var put = await _server.PutAsync($"Users/{user.Id}", Some.User(user.UserName));

        Assert.That(put.Status, Is.EqualTo(200), put.Text);
        Assert.That(put.Body.Select(x => x.Key), Is.EquivalentTo((string[])["schemas", "userName", "active", "id", "meta"]));
        Assert.That(put.Body["schemas"]!.ToJsonString(), Is.EqualTo("""["urn:ietf:params:scim:schemas:core:2.0:User"]"""));
    }

    [Test]
    public async Task Ignores_read_only_values()
    {
        var user = await CreateAsync();
        var put = await _server.PutAsync($"Users/{user.Id}", Some.User(
            user.UserName, """ "id": "other", "groups": [{"value": "x"}], "meta": {"resourceType": "Group", "created": "1999-01-01T00:00:00Z"} """));

        Assert.That(put.Status, Is.EqualTo(200), put.Text);
        Assert.That(put.Text, Is.EqualTo(user.Answer.Text));
    }

    [Test]
    public async Task Of_what_is_there_already_keeps_version_and_lastModified_whatever_the_order()
    {
        var user = await CreateAsync(""" "title": "Countess", "name": {"givenName": "Ada", "familyName": "Lovelace"}, "emails": [{"value": "a@example.com", "type": "work"}] """);
        var shuffled = new JsonObject(user.Answer.Body.Reverse().Select(x => KeyValuePair.Create(x.Key, x.Value?.DeepClone())));

        var put = await _server.PutAsync($"Users/{user.Id}", shuffled.ToJsonString());

        Assert.That(put.Status, Is.EqualTo(200), put.Text);
        Assert.That(put.Body["meta"]!.ToJsonString(), Is.EqualTo(user.Answer.Body["meta"]!.ToJsonString()));
        Assert.That(put.Headers["ETag"], Is.EqualTo(user.Answer.Headers["ETag"]));
    }

    [Test]
    public async Task Of_something_new_raises_the_version()
    {
        var user = await CreateAsync();
        var put = await _server.PutAsync($"Users/{user.Id}", Some.User(user.UserName, """ "title": "Countess" """));

        Assert.That(put.Headers["ETag"], Is.EqualTo("W/\"2\""));
        Assert.That(put.Body["meta"]!["version"]!.GetValue<string>(), Is.EqualTo("W/\"2\""));
        Assert.That(put.Body["meta"]!["created"]!.GetValue<string>(), Is.EqualTo(user.Answer.Body["meta"]!["created"]!.GetValue<string>()));
    }

    [Test]
    public async Task Without_an_immutable_attribute_keeps_it_also_without_its_extension()
    {
        var user = await CreateAsync($$""" "{{Custom}}": {"badge": "7", "tag": "red"} """);

        var without = await _server.PutAsync($"Users/{user.Id}", Some.User(user.UserName, $$""" "{{Custom}}": {"tag": "blue"} """));
        Assert.That(without.Body[Custom]?.ToJsonString(), Is.EqualTo("""{"tag":"blue","badge":"7"}"""), without.Text);

        var bare = await _server.PutAsync($"Users/{user.Id}", Some.User(user.UserName));
        Assert.That(bare.Body[Custom]?.ToJsonString(), Is.EqualTo("""{"badge":"7"}"""), bare.Text);
        Assert.That(bare.Body["schemas"]!.ToJsonString(), Does.Contain(Custom));
    }

    [Test]
    public async Task Sets_an_immutable_attribute_once()
    {
        var user = await CreateAsync();

        var set = await _server.PutAsync($"Users/{user.Id}", Some.User(user.UserName, $$""" "{{Custom}}": {"badge": "7"} """));
        Assert.That(set.Body[Custom]?.ToJsonString(), Is.EqualTo("""{"badge":"7"}"""), set.Text);

        await new Refusal(400, "mutability", $"{Custom}:badge is immutable: once set, it stays.")
            .OfAsync(_server, () => _server.PutAsync($"Users/{user.Id}", Some.User(user.UserName, $$""" "{{Custom}}": {"badge": "8"} """)));
    }

    [Test]
    public async Task Never_creates() =>
        await new Refusal(404, null, "There is no User with the id 01234567-89ab-7cde-8f01-23456789abcd.*")
            .OfAsync(_server, () => _server.PutAsync("Users/01234567-89ab-7cde-8f01-23456789abcd", Some.User()));

    [Test]
    public async Task Needs_what_is_required()
    {
        var user = await CreateAsync();
        await new Refusal(400, "invalidValue", "userName is required.")
            .OfAsync(_server, () => _server.PutAsync($"Users/{user.Id}", """{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "title": "Countess"}"""));
    }

    [Test]
    public async Task Cannot_take_the_name_of_another_user()
    {
        var (ada, grace) = (await CreateAsync(), await CreateAsync());
        await new Refusal(409, "uniqueness", "Another User has that userName. It is compared without regard to case.")
            .OfAsync(_server, () => _server.PutAsync($"Users/{grace.Id}", Some.User(ada.UserName.ToUpperInvariant())));
    }

    private async Task<(string Id, string UserName, ScimAnswer Answer)> CreateAsync(string? further = null)
    {
        var name = Some.Name();
        var created = await _server.PostAsync("Users", Some.User(name, further));
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        return (created.Id, name, created);
    }
}
