using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Conversations;

public class JsonPatternTests
{
    [TestCase("""{"a": 1}""", """{"a": 1, "b": 2}""")]
    [TestCase("""{"a": "{{any}}", "b": "{{absent}}"}""", """{"a": [1]}""")]
    [TestCase("""[{"x": "{{first}}"}, {"x": "2"}]""", """[{"x": "2"}, {"x": "2"}]""")]
    [TestCase("""{"a": "{{id}}", "b": "/{{id}}"}""", """{"a": "7", "b": "/7"}""")]
    [TestCase("0.10", "0.10")]
    public void Holds(string pattern, string actual) => Assert.That(Mismatch(pattern, actual), Is.Null);

    [TestCase("""{"a": 1}""", """{"a": "1"}""", "body.a: expected 1, not \"1\".")]
    [TestCase("""{"a": 1}""", "{}", "body.a: expected 1, not absent.")]
    [TestCase("""{"a": "{{any}}"}""", "{}", "body.a: expected {{any}}, not absent.")]
    [TestCase("""{"a": "{{absent}}"}""", """{"a": []}""", "body.a: expected {{absent}}, not [].")]
    [TestCase("""{"a": [1]}""", """{"a": [1, 2]}""", "body.a: expected [1], not [1,2].")]
    [TestCase("""[{"x": 1}, {"x": 1}]""", """[{"x": 1}, {"x": 2}]""", """body[1]: expected {"x":1}, not [{"x":2}].""")]
    [TestCase("""{"a": "{{id}}", "b": "{{id}}"}""", """{"a": "7", "b": "8"}""", "body.b: expected 7, not \"8\".")]
    [TestCase("""{"a": {"b": true}}""", """{"a": {"b": "true"}}""", "body.a.b: expected true, not \"true\".")]
    public void Does_not_hold_and_says_where(string pattern, string actual, string fault) =>
        Assert.That(Mismatch(pattern, actual), Is.EqualTo(fault));

    private static string? Mismatch(string pattern, string actual) => new JsonPattern([]).Mismatch(JsonNode.Parse(pattern), JsonNode.Parse(actual));
}
