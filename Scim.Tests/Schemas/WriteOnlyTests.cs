using Scim.Resources.Schemas;

namespace Scim.Tests.Schemas;

public class WriteOnlyTests
{
    private const string Custom = "urn:example:custom:User";

    [TestCase("""{ "name": "pin", "mutability": "writeOnly" }""")]
    [TestCase("""{ "name": "pin", "mutability": "writeOnly", "returned": "never" }""")]
    public void What_can_only_be_written_is_never_returned(string attribute)
    {
        using var folder = new SchemaFolder(("f.json", $$"""{ "id": "{{Custom}}", "attributes": [{{attribute}}] }"""));

        Assert.That(folder.Load().FindSchema(Custom)!.Find("pin")!.Returned, Is.EqualTo(Returned.Never));
    }

    [TestCase("default")]
    [TestCase("always")]
    [TestCase("request")]
    public void What_can_only_be_written_cannot_be_returned(string returned) => SomeDefinitions.AreRefused(
        $$"""{ "id": "{{Custom}}", "attributes": [{ "name": "pin", "mutability": "writeOnly", "returned": "{{returned}}" }] }""",
        $"attribute \"pin\": \"returned\" is {returned}, and what is writeOnly is never returned; make it never or leave it out.");
}
