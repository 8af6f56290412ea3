using System.Text.Json.Nodes;
using Scim.Resources.Bulk;
using Scim.Resources.Operations;
using Scim.Tests.Schemas;

namespace Scim.Tests.Api.Bulk;

public class BulkPlanTests
{
    [Test]
    public void Reaches_types_of_a_folder()
    {
        using var folder = new SchemaFolder(
            ("schema.json", """{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": "urn:example:Device", "attributes": [{"name": "serial"}]}"""),
            ("type.json", """{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"], "name": "Device", "endpoint": "/Devices", "schema": "urn:example:Device"}"""));
        var request = (JsonObject)JsonNode.Parse(BulkText.Request(
            BulkText.Operation("DELETE", "/Devices/bulkId:d"), BulkText.Post("Devices", "d", """{"schemas": ["urn:example:Device"], "serial": "1"}""")))!;

        var plan = BulkPlan.Of(BulkRequest.Parse(request), folder.Load());

        Assert.That(plan.Operations.Select(x => x.Fault?.Message), Is.All.Null);
        Assert.That(plan.Order, Is.EqualTo(new[] { 1, 0 }));
        Assert.That(plan.Operations[1].Operation, Is.TypeOf<CreateOperation>());
        Assert.That((plan.Operations[0].Type!.Name, plan.Operations[0].Id), Is.EqualTo(("Device", plan.Operations[1].Operation!.Id)));
    }
}
