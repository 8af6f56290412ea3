using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Conformance;

/// <summary>Where one resource names another.</summary>
public class ReferenceTests
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("/scim")]
    [TestCase("/scim/v2")]
    public async Task Is_an_address_that_answers(string root)
    {
        var user = await CreateAsync("Users", Some.User());
        var inner = await CreateAsync("Groups", Some.Group(null, user));
        var outer = await CreateAsync("Groups", Some.Group(null, inner, user));

        var names = new[] { ($"Groups/{outer}", "members", 2), ($"Groups/{inner}", "members", 1), ($"Users/{user}", "groups", 2) };
        foreach (var (path, attribute, count) in names)
        {
            var elements = (await _server.GetAsync($"{root}/{path}")).Body[attribute]!.AsArray();
            Assert.That(elements, Has.Count.EqualTo(count));
            foreach (var element in elements)
            {
                var target = await _server.GetAsync(element!["$ref"]!.GetValue<string>());
                Assert.That((target.Status, target.Body["id"]!.GetValue<string>()), Is.EqualTo((200, element["value"]!.GetValue<string>())));
                Assert.That(target.Body["meta"]!["location"]!.GetValue<string>(), Is.EqualTo(element["$ref"]!.GetValue<string>()));
            }
        }
    }

    [Test]
    public async Task To_a_member_is_one_in_all_its_spellings()
    {
        var user = await CreateAsync("Users", Some.User());
        var group = await CreateAsync("Groups", Some.Group());
        var spellings = ((string[])[$"Users/{user}", $"/Users/{user}", $"../Users/{user}", $"{_server.BaseUri}/v2/Users/{user}", $"{_server.BaseUri}/Users/{user}", $"https://elsewhere.example/scim/v1/Users/{user}"])
            .Select(x => $$"""{"$ref": "{{x}}"}""");

        var patched = await _server.PatchAsync($"Groups/{group}", $$"""{"op": "add", "path": "members", "value": [{{string.Join(", ", spellings)}}, {"value": "{{user}}"}]}""");

        Assert.That(patched.Status, Is.EqualTo(204), patched.Text);
        Assert.That((await _server.GetAsync($"Groups/{group}")).Body["members"]!.AsArray().Select(x => x!["value"]!.GetValue<string>()), Is.EqualTo((string[])[user]));
    }

    [Test]
    public async Task To_a_member_is_filled_in_whatever_the_client_says_beside_its_value()
    {
        var user = await CreateAsync("Users", Some.User(further: "\"displayName\": \"Ada\""));
        var group = await CreateAsync("Groups", $$"""
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "{{Some.Name("group")}}",
             "members": [{"value": "{{user}}", "display": "Grace", "type": "Group", "$ref": "https://elsewhere.example/Groups/1"}]}
            """);

        var member = (await _server.GetAsync($"Groups/{group}")).Body["members"]![0]!;

        Assert.That(JsonNode.DeepEquals(member, new JsonObject { ["value"] = user, ["$ref"] = $"{_server.BaseUri}/Users/{user}", ["display"] = "Ada", ["type"] = "User" }), Is.True, member.ToJsonString());
    }

    [Test]
    public async Task To_a_manager_stays_when_the_manager_is_deleted()
    {
        var manager = await CreateAsync("Users", Some.User());
        var user = await CreateAsync("Users", Some.User(further: $$""" "{{Enterprise}}": {"manager": {"value": "{{manager}}"} } """));
        var before = await _server.GetAsync($"Users/{user}");

        Assert.That((await _server.DeleteAsync($"Users/{manager}")).Status, Is.EqualTo(204));

        Assert.That((await _server.GetAsync($"Users/{user}")).Text, Is.EqualTo(before.Text));
        Assert.That((await _server.GetAsync($"Users?filter=manager eq \"{manager}\"")).TotalResults, Is.EqualTo(1));
    }

    private async Task<string> CreateAsync(string path, string body)
    {
        var created = await _server.PostAsync(path, body);
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        return created.Id;
    }
}
