namespace Scim.Tests.Api.CustomTypes;

/// <summary>An attribute of a file with <c>"uniqueness": "server"</c>.</summary>
public class UniquenessTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", DefinitionFolder.Assets));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_value_that_is_taken_is_409_to_POST_PUT_and_PATCH()
    {
        var (taken, free) = (Some.Name("Tag"), Some.Name("Tag"));
        await CreateAsync("Assets", SomeAsset.Body(taken));
        var other = await CreateAsync("Assets", SomeAsset.Body(free));
        var refusal = new Refusal(409, "uniqueness", "Another Asset has that tag. It is compared without regard to case.");

        refusal.Check(await _server.PostAsync("Assets", SomeAsset.Body(taken.ToUpperInvariant())));
        refusal.Check(await _server.PutAsync($"Assets/{other}", SomeAsset.Body(taken.ToLowerInvariant())));
        refusal.Check(await _server.PatchAsync($"Assets/{other}", $$"""{"op": "replace", "path": "tag", "value": "{{taken}}"}"""));
        Assert.That((string)(await _server.GetAsync($"Assets/{other}")).Body["tag"]!, Is.EqualTo(free));
    }

    [Test]
    public async Task Case_counts_where_the_attribute_is_caseExact()
    {
        var key = Some.Name("Key");
        var first = await CreateAsync("Licences", SomeAsset.Licence(key));
        var second = await CreateAsync("Licences", SomeAsset.Licence(key.ToUpperInvariant()));
        var refusal = new Refusal(409, "uniqueness", "Another Licence has that key. It is compared exactly.");

        refusal.Check(await _server.PostAsync("Licences", SomeAsset.Licence(key)));
        refusal.Check(await _server.PatchAsync($"Licences/{second}", $$"""{"op": "replace", "path": "key", "value": "{{key}}"}"""));
        Assert.That((await _server.GetAsync($"Licences?filter=key eq \"{key}\"")).Resources.Select(x => (string)x!["id"]!), Is.EqualTo((string[])[first]));
        Assert.That((await _server.GetAsync($"Licences?filter=key eq \"{key.ToLowerInvariant()}\"")).TotalResults, Is.Zero);
    }

    [Test]
    public async Task It_holds_within_a_type_and_a_tenant_and_only_for_values()
    {
        var name = Some.Name("Same");
        await CreateAsync("Assets", SomeAsset.Body(name));
        await CreateAsync("Licences", SomeAsset.Licence(name));
        await CreateAsync("Users", Some.User(name));
        await CreateAsync("Licences", SomeAsset.Licence(null));
        await CreateAsync("Licences", SomeAsset.Licence(null));

        using var other = _server.NewClient(await _server.NewTenantAsync());
        using var body = new StringContent(SomeAsset.Body(name), System.Text.Encoding.UTF8, "application/scim+json");
        using var created = await other.PostAsync(new Uri("Assets", UriKind.Relative), body);
        Assert.That((int)created.StatusCode, Is.EqualTo(201));
    }

    [Test]
    public async Task A_value_is_free_again_once_it_is_changed_or_its_resource_deleted()
    {
        var (tag, next) = (Some.Name("Tag"), Some.Name("Tag"));
        var asset = await CreateAsync("Assets", SomeAsset.Body(tag));
        await _server.PatchAsync($"Assets/{asset}", $$"""{"op": "replace", "path": "tag", "value": "{{next}}"}""");
        await CreateAsync("Assets", SomeAsset.Body(tag));
        await _server.DeleteAsync($"Assets/{asset}");
        await CreateAsync("Assets", SomeAsset.Body(next));
    }

    [Test]
    public async Task Of_many_at_once_one_gets_the_value()
    {
        var tag = Some.Name("Tag");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _server.PostAsync("Assets", SomeAsset.Body(tag))));
        Assert.That(answers.Select(x => x.Status).Order(), Is.EqualTo((int[])[201, 409, 409, 409, 409, 409, 409, 409]));
    }

    [Test]
    public async Task A_value_fits_the_key()
    {
        await CreateAsync("Assets", SomeAsset.Body(new string('x', 512)));
        new Refusal(400, "invalidValue", "tag takes at most 512 characters, not 513.").Check(await _server.PostAsync("Assets", SomeAsset.Body(new string('y', 513))));
        new Refusal(400, "invalidValue", "tag takes at most 512 characters, not *").Check(await _server.PostAsync("Assets", SomeAsset.Body(new string('\uFDFA', 100))));
    }

    [Test]
    public async Task Discovery_says_so()
    {
        var attributes = (await _server.GetAsync($"Schemas/{SomeAsset.Schema}")).Body["attributes"]!.AsArray();
        Assert.That(attributes.Where(x => (string?)x!["uniqueness"] == "server").Select(x => (string)x!["name"]!), Is.EqualTo((string[])["tag"]));
    }

    private async Task<string> CreateAsync(string path, string body)
    {
        var created = await _server.PostAsync(path, body);
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        return created.Id;
    }
}
