namespace Scim.Tests.Api.Bulk;

/// <summary>A <c>bulkId</c> in a <c>$ref</c> is understood in every spelling in which an id would be.</summary>
public class BulkAddressTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task An_address_may_end_in_a_slash_as_it_may_with_an_id()
    {
        var user = (await _server.PostAsync("Users", Some.User())).Id;

        var results = await _server.BulkAsync(BulkText.User("u"), GroupOf($"/Users/{user}/", "/Users/bulkId:u/"));

        Assert.That(results.Statuses(), Is.EqualTo("201 201"));
        Assert.That(await _server.MembersAsync(results[1].Id()), Is.EquivalentTo(new[] { user, results[0].Id() }));
    }

    [Test]
    public async Task A_bulkId_with_a_slash_is_found_as_it_is_in_a_value()
    {
        var results = await _server.BulkAsync(BulkText.User("a/b"), GroupOf("bulkId:a/b"));

        Assert.That(results.Statuses(), Is.EqualTo("201 201"));
    }

    private static string GroupOf(params string[] addresses) => BulkText.Post("/Groups", "g", $$"""
        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "{{Some.Name()}}",
         "members": [{{string.Join(", ", addresses.Select(x => $$"""{"$ref": "{{x}}"}"""))}}]}
        """);
}
