using Scim.Tests.Schemas;

namespace Scim.Tests.Api.CustomTypes;

/// <summary>A folder of definitions that cannot be used keeps the service from starting, and the message says what to do.</summary>
public class StartTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("{", "x.json: line 1 is not well-formed JSON; correct it.")]
    [TestCase("""{"name": "Room", "endpoint": "/Rooms", "schema": "urn:example:Room"}""",
        "x.json: resource type \"Room\" uses the schema \"urn:example:Room\", which no file defines; add its file or correct the URN.")]
    [TestCase("""{"id": "urn:example:Room", "attributes": [{"name": "number", "uniqueness": "global"}]}""",
        "x.json: schema \"urn:example:Room\" is used by no resource type; name it in the schemaExtensions of a ResourceType file, or let its URN end in :User or :Group.")]
    [TestCase("""[{"id": "urn:example:Room", "attributes": [{"name": "size", "type": "object"}]}]""",
        "x.json, element 1: attribute \"size\": \"type\" is \"object\"; it must be one of string, boolean, decimal, integer, dateTime, binary, reference, complex.")]
    [TestCase("""[{"name": "Room", "endpoint": "/Rooms", "schema": "urn:example:Room"}, {"id": "urn:example:Room", "attributes": [{"name": "number", "uniqueness": "global"}]}]""",
        "x.json, element 2: attribute \"number\": \"uniqueness\" is global; a value is kept unique within its tenant and resource type only; make it server or none.")]
    public async Task A_broken_file_is_told_in_one_line(string content, string message)
    {
        using var folder = new SchemaFolder(("x.json", content));
        var result = await CommandLine.RunAsync([("ConnectionStrings__Scim", _server.ConnectionString), ("Scim__SchemasDir", folder.FullName)], "serve");

        Assert.That(result.ExitCode, Is.EqualTo(1), result.Output);
        Assert.That(result.Error, Is.EqualTo(message + "\n"));
    }
}
