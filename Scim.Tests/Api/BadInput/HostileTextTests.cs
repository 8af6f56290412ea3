namespace Scim.Tests.Api.BadInput;

/// <summary>Text that would do harm where it became SQL, LIKE or a path.</summary>
public class HostileTextTests
{
    private const string Injection = "'; DROP TABLE scim.resource; --";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("userName")]
    [TestCase("externalId")]
    [TestCase("displayName")]
    [TestCase("name.familyName")]
    public async Task In_a_value_is_stored_found_and_shown(string attribute)
    {
        const string hostile = Injection + " $$ {0} @tenant :x \\ % _ /* */ \u2028";
        var user = await CreateAsync();
        var json = System.Text.Json.JsonSerializer.Serialize(hostile + user.Name);
        var patched = await _server.PatchAsync($"Users/{user.Id}", $$"""{"op": "replace", "path": "{{attribute}}", "value": {{json}}}""");
        Assert.That(patched.Status, Is.EqualTo(200), patched.Text);

        foreach (var op in (string[])["eq", "co", "sw", "ew", "ge"])
        {
            var found = await _server.GetAsync($"Users?filter={Uri.EscapeDataString($"{attribute} {op} {json} and id eq \"{user.Id}\"")}");
            Assert.That(found.TotalResults, Is.EqualTo(1), $"{op}: {found.Text}");
        }
    }

    [TestCase($"Users?attributes={Injection}", 200)]
    [TestCase($"Users?excludedAttributes={Injection}", 200)]
    [TestCase($"Users?sortBy={Injection}", 400)]
    [TestCase($"Users?startIndex={Injection}", 400)]
    [TestCase($"Users?count={Injection}", 400)]
    [TestCase($"Users?filter=userName{Injection} eq \"x\"", 400)]
    [TestCase($"Users?filter=userName eq \"{Injection}\"", 200)]
    [TestCase($"Users?filter=emails[type eq \"{Injection}\"].value eq \"{Injection}\"", 200)]
    [TestCase($"Users?filter=groups.display co \"{Injection}\"", 200)]
    [TestCase($"Users?filter=meta.version eq \"{Injection}\"", 200)]
    [TestCase($"Groups?filter=members.value eq \"{Injection}\"", 200)]
    [TestCase($"Users/{Injection}", 404)]
    [TestCase($"Schemas/{Injection}", 404)]
    [TestCase("Users?attributes=%00&excludedAttributes=", 200)]
    [TestCase("Users?%00=%00", 200)]
    [TestCase("Users?startIndex=%00", 400)]
    [TestCase("Users?filter=userName eq \"%ED%A0%80\"", 200)] // half a surrogate pair in UTF-8, which is no UTF-8
    [TestCase("Users?filter=userName eq \"%FF\"", 200)]
    [TestCase("Users/%FF", 404)]
    public async Task In_an_address_does_nothing(string path, int status)
    {
        var user = await CreateAsync();
        var before = await _server.GetAsync($"Users/{user.Id}");

        var answer = await _server.GetAsync(path);

        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
        Assert.That(answer.ContentType, Is.EqualTo("application/scim+json"));
        Assert.That((await _server.GetAsync($"Users/{user.Id}")).Text, Is.EqualTo(before.Text));
    }

    [TestCase($$"""{"op": "add", "path": "title{{Injection}}", "value": "x"}""", "invalidPath")]
    [TestCase($$"""{"op": "remove", "path": "emails[value eq {{Injection}}]"}""", "invalidFilter")]
    [TestCase("""{"op": "add", "path": "emails[value eq \"\\u0000\"].type", "value": "x"}""", "invalidFilter")]
    [TestCase("""{"op": "add", "path": "emails[value eq \"\\ud800\"].type", "value": "x"}""", "invalidFilter")]
    [TestCase("""{"op": "add", "path": "\u0000", "value": "x"}""", "invalidSyntax")]
    [TestCase("""{"op": "add", "path": "title\ud800", "value": "x"}""", "invalidSyntax")]
    public async Task In_a_path_is_refused(string operation, string scimType)
    {
        var user = await CreateAsync();
        await new Refusal(400, scimType, "*").OfAsync(_server, () => _server.PatchAsync($"Users/{user.Id}", operation));
    }

    [TestCase("%")]
    [TestCase("_")]
    [TestCase("\\\\")]
    [TestCase("a%b_c")]
    [TestCase("%%%%")]
    [TestCase(".*")]
    [TestCase("a|b")]
    [TestCase("[ab]c")]
    [TestCase("$")]
    public async Task A_wildcard_is_a_letter_like_any_other(string literal)
    {
        var with = await CreateAsync($"\"title\": \"{literal}x{literal}\"");
        var without = await CreateAsync("\"title\": \"nothing of it\"");
        foreach (var op in (string[])["co", "sw", "ew"])
        {
            var found = await _server.GetAsync($"Users?filter={Uri.EscapeDataString($"title {op} \"{literal}\" and (id eq \"{with.Id}\" or id eq \"{without.Id}\")")}");
            Assert.That(found.Resources.Select(x => x!["id"]!.GetValue<string>()), Is.EqualTo((string[])[with.Id]), $"{op}: {found.Text}");
        }
    }

    [Test]
    public async Task In_an_error_is_cut_short()
    {
        var answer = await _server.GetAsync($"Users/{new string('x', 100_000)}");
        Assert.That(answer.Status, Is.EqualTo(404));
        Assert.That(answer.Detail, Has.Length.EqualTo(1_003));
    }

    private async Task<(string Id, string Name)> CreateAsync(string? further = null)
    {
        var name = Some.Name();
        var created = await _server.PostAsync("Users", Some.User(name, further));
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        return (created.Id, name);
    }
}
