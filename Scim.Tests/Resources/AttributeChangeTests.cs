using System.Text.Json.Nodes;
using Scim.Resources.Operations;

namespace Scim.Tests.Resources;

public class AttributeChangeTests
{
    [TestCase("""{"userName": "a"}""", """{"userName": "a"}""", "")]
    [TestCase(null, """{"schemas": ["x"], "userName": "a", "active": true}""", """userName="a" active=true""")]
    [TestCase("""{"userName": "a"}""", """{"userName": "b"}""", """userName="b" """)]
    [TestCase("""{"title": "Dr"}""", "{}", "title=")]
    [TestCase("""{"active": true}""", """{"active": false}""", "active=false")]
    [TestCase("""{"name": {"givenName": "A", "familyName": "B"}}""", """{"name": {"givenName": "A", "familyName": "C"}}""", """name.familyName="C" """)]
    [TestCase("{}", """{"name": {"givenName": "A"}}""", """name.givenName="A" """)]
    [TestCase("""{"name": {"givenName": "A"}}""", "{}", "name.givenName=")]
    [TestCase("""{"emails": [{"value": "a"}]}""", """{"emails": [{"value": "a"}]}""", "")]
    [TestCase("""{"emails": [{"value": "a"}]}""", """{"emails": [{"value": "b"}]}""", """emails=[{"value":"b"}]""")]
    [TestCase("""{"schemas": ["a"]}""", """{"schemas": ["a", "b"], "urn:x:2.0:User": {"department": "D"}}""", """urn:x:2.0:User:department="D" """)]
    [TestCase("""{"urn:x:2.0:User": {"manager": {"value": "1"}, "department": "D"}}""", """{"urn:x:2.0:User": {"manager": {"value": "2"}, "department": "D"}}""", """urn:x:2.0:User:manager.value="2" """)]
    [TestCase("""{"urn:x:2.0:User": {"department": "D"}}""", "{}", "urn:x:2.0:User:department=")]
    public void Names_what_differs_and_its_new_value(string? before, string after, string expected)
    {
        var changes = AttributeChange.Between(before is null ? null : Object(before), Object(after));
        Assert.That(string.Join(' ', changes.Select(x => $"{x.Name}={x.Value?.ToJsonString()}")), Is.EqualTo(expected.Trim()));
    }

    private static JsonObject Object(string json) => (JsonObject)JsonNode.Parse(json)!;
}
