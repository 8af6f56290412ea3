using System.Text.Json.Nodes;
using Scim.Resources.Bulk;
using Scim.Resources.Operations;
using Scim.Tests.Schemas;

namespace Scim.Tests.Api.Bulk;

/// <summary>Where <c>bulkId:x</c> is a reference, and where it is text.</summary>
public class BulkTextTests
{
    private const string Nobody = "bulkId:nobody";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("""{"op": "add", "path": "title", "value": "bulkId:nobody"}""")]
    [TestCase("""{"op": "add", "value": {"title": "bulkId:nobody", "name": {"familyName": "bulkId:nobody"}}}""")]
    [TestCase("""{"op": "add", "value": {"unheardOf": "bulkId:nobody", "title": "bulkId:nobody"}}""")]
    [TestCase("""{"op": "add", "path": "addresses[locality eq \"bulkId:nobody\"].country", "value": "XX"}""")]
    public async Task Where_no_reference_can_stand_it_is_text(string operation)
    {
        var results = await _server.BulkAsync(
            BulkText.User("u", further: $"\"title\": \"{Nobody}\", \"profileUrl\": \"https://example.com/{Nobody}\""),
            BulkText.Operation("PATCH", "/Users/bulkId:u", $"[{operation}]"));

        Assert.That(results.Statuses(), Is.EqualTo("201 200"));
        var user = (await _server.GetAsync(results[0].Path())).Body;
        Assert.That(user["title"]!.GetValue<string>(), Is.EqualTo(Nobody));
        Assert.That(user["profileUrl"]!.GetValue<string>(), Is.EqualTo($"https://example.com/{Nobody}"));
    }

    [TestCase("""{"op": "add", "path": "members", "value": [{"value": "bulkId:u"}]}""")]
    [TestCase("""{"op": "add", "PATH": "members", "VALUE": "bulkId:u"}""")]
    [TestCase("""{"op": "add", "path": "members", "value": [{"$ref": "/Users/bulkId:u"}]}""")]
    [TestCase("""{"op": "add", "value": {"members": [{"value": "bulkId:u"}]}}""")]
    [TestCase("""{"op": "add", "value": {"urn:ietf:params:scim:schemas:core:2.0:Group:members": ["bulkId:u"]}}""")]
    [TestCase("""{"op": "add", "path": "members[value eq \"bulkId:u\"]", "value": [{"value": "bulkId:u"}]}""")]
    public async Task A_member_is_a_reference_in_every_spelling_of_a_patch(string operation)
    {
        var results = await _server.BulkAsync(BulkText.User("u"), BulkText.Group("g"), BulkText.Operation("PATCH", "/Groups/bulkId:g", $"[{operation}]"));

        Assert.That(results.Statuses(), Is.EqualTo("201 201 204"));
        Assert.That(await _server.MembersAsync(results[1].Id()), Is.EqualTo(new[] { results[0].Id() }));
    }

    [TestCase("""{"op": "add", "path": "manager", "value": "bulkId:boss"}""")]
    [TestCase("""{"op": "add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value", "value": "bulkId:boss"}""")]
    [TestCase("""{"op": "add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "value": {"manager": {"value": "bulkId:boss"}}}""")]
    [TestCase("""{"op": "add", "value": {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager": "bulkId:boss"}}""")]
    public async Task A_manager_is_a_reference_in_every_spelling_of_a_patch(string operation)
    {
        var results = await _server.BulkAsync(BulkText.User("boss"), BulkText.User("u"), BulkText.Operation("PATCH", "/Users/bulkId:u", $"[{operation}]"));

        Assert.That(results.Statuses(), Is.EqualTo("201 201 200"));
        var user = (await _server.GetAsync(results[1].Path())).Body;
        Assert.That(user["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]!["manager"]!["value"]!.GetValue<string>(), Is.EqualTo(results[0].Id()));
    }

    [Test]
    public void Of_references_those_to_resource_types_are_resolved()
    {
        using var folder = new SchemaFolder(
            ("schema.json", """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": "urn:example:Device", "attributes": [
                    {"name": "owner", "type": "reference", "referenceTypes": ["User"]},
                    {"name": "parts", "type": "reference", "multiValued": true, "referenceTypes": ["Device", "external"]},
                    {"name": "manual", "type": "reference", "referenceTypes": ["external", "uri"]}]}
                """),
            ("type.json", """{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"], "name": "Device", "endpoint": "/Devices", "schema": "urn:example:Device"}"""));
        var request = (JsonObject)JsonNode.Parse(BulkText.Request(
            BulkText.User("u"),
            BulkText.Post("/Devices", "d", """{"schemas": ["urn:example:Device"], "owner": "/Users/bulkId:u", "parts": ["bulkId:d"], "manual": "bulkId:u"}""")))!;

        var operations = BulkPlan.Of(BulkRequest.Parse(request), folder.Load()).Operations;

        Assert.That(operations.Select(x => x.Fault?.Message), Is.All.Null);
        var document = ((CreateOperation)operations[1].Operation!).Draft.Document;
        Assert.That(document["owner"]!.GetValue<string>(), Is.EqualTo($"/Users/{operations[0].Operation!.Id}"));
        Assert.That(document["parts"]!.ToJsonString(), Does.Contain(operations[1].Operation!.Id));
        Assert.That(document["manual"]!.GetValue<string>(), Is.EqualTo("bulkId:u"));
        Assert.That(operations[1].References, Is.EqualTo(new[] { 0, 1 }));
    }
}
