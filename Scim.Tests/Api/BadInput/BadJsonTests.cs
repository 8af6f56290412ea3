using System.Net.Http.Headers;
using System.Text;

namespace Scim.Tests.Api.BadInput;

public class BadJsonTests
{
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Unstorable = "A string in the body holds U+0000 or half a surrogate pair, which cannot be stored.";

    private ScimServer _server = null!;
    private string _user = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _user = (await _server.PostAsync("Users", Some.User("ada"))).Id;
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("", "The body is empty; send a JSON object.")]
    [TestCase(" \n", "The body is empty; send a JSON object.")]
    [TestCase("{", "The body is not valid JSON: line 1, byte 2.")]
    [TestCase("}", "The body is not valid JSON: line 1, byte 1.")]
    [TestCase("""{"a":}""", "The body is not valid JSON: line 1, byte 6.")]
    [TestCase("""{"a":1,}""", "The body is not valid JSON: line 1, byte 8.")]
    [TestCase("""{"a":1}x""", "The body is not valid JSON: line 1, byte 8.")]
    [TestCase("{\"a\":1}\n{\"b\":2}", "The body is not valid JSON: line 2, byte 1.")]
    [TestCase("{'a':1}", "The body is not valid JSON: line 1, byte 2.")]
    [TestCase("{a:1}", "The body is not valid JSON: line 1, byte 2.")]
    [TestCase("""{"a":1 /* b */}""", "The body is not valid JSON: line 1, byte 8.")]
    [TestCase("""{"a":NaN}""", "The body is not valid JSON: line 1, byte 6.")]
    [TestCase("""{"a":01}""", "The body is not valid JSON: line 1, byte 7.")]
    [TestCase("{\"a\":\"\t\"}", "The body is not valid JSON: line 1, byte 7.")]
    [TestCase("""{"a":"\x"}""", "The body is not valid JSON: line 1, byte 8.")]
    [TestCase("<user/>", "The body is not valid JSON: line 1, byte 1.")]
    [TestCase("userName=ada", "The body is not valid JSON: line 1, byte 1.")]
    [TestCase("[]", "The body must be a JSON object.")]
    [TestCase("""[{"userName":"x"}]""", "The body must be a JSON object.")]
    [TestCase("1", "The body must be a JSON object.")]
    [TestCase("\"x\"", "The body must be a JSON object.")]
    [TestCase("null", "The body must be a JSON object.")]
    [TestCase("true", "The body must be a JSON object.")]
    [TestCase("""{"userName":"a","USERNAME":"b"}""", """The name "USERNAME" stands twice in one JSON object; names are compared without regard to case.""")]
    [TestCase("""{"name":{"givenName":"a","givenName":"b"}}""", """The name "givenName" stands twice in one JSON object; names are compared without regard to case.""")]
    [TestCase("""{"emails":[{"value":"a","Value":"b"}]}""", """The name "Value" stands twice in one JSON object; names are compared without regard to case.""")]
    [TestCase("""{"a":"\u0000"}""", Unstorable)]
    [TestCase("""{"a\u0000":1}""", Unstorable)]
    [TestCase("""{"a":["x\ud800y"]}""", Unstorable)]
    [TestCase("""{"\udc00":1}""", Unstorable)]
    [TestCase("""{"userName":"x"}""", $"""The body needs "schemas", an array with "{Core}".""")]
    [TestCase("""{"schemas":[],"userName":"x"}""", $"""The body needs "schemas", an array with "{Core}".""")]
    [TestCase($$"""{"schemas":"{{Core}}","userName":"x"}""", $"""The body needs "schemas", an array with "{Core}".""")]
    [TestCase("""{"schemas":[1],"userName":"x"}""", "\"schemas\" must be an array of strings.")]
    [TestCase("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"x"}""", $"""The body of a User needs "{Core}" in "schemas".""")]
    public async Task Is_refused_by_POST_PUT_and_PATCH_alike(string body, string detail)
    {
        var refusal = new Refusal(400, "invalidSyntax", detail);
        await refusal.OfAsync(_server, () => _server.PostAsync("Users", body));
        await refusal.OfAsync(_server, () => _server.PutAsync($"Users/{_user}", body));
        if (!detail.Contains("schemas", StringComparison.Ordinal)) await refusal.OfAsync(_server, () => _server.SendAsync(HttpMethod.Patch, $"Users/{_user}", body));
    }

    [Test]
    public async Task Nested_deeper_than_the_limit_is_refused([Values(33, 10_000)] int depth, [Values] bool closed)
    {
        var body = "{\"a\":" + new string('[', depth - 1) + (closed ? new string(']', depth - 1) + "}" : "");
        await new Refusal(400, "invalidSyntax", "The body is nested too deeply: more than 32 objects and arrays are open at once.")
            .OfAsync(_server, () => _server.PostAsync("Users", body));
    }

    [TestCase("1e400")]
    [TestCase("-1e400")]
    [TestCase("9999999999999999999999999999999999999999")]
    public async Task Numbers_beyond_a_decimal_are_refused(string number) =>
        await new Refusal(400, "invalidValue", "A number in the body is out of range: at most 28 digits are kept.")
            .OfAsync(_server, () => _server.PostAsync("Users", Some.User("x", $"\"a\": {number}")));

    [Test]
    public async Task A_number_of_400_digits_is_refused() =>
        await new Refusal(400, "invalidValue", "A number in the body is out of range: at most 28 digits are kept.")
            .OfAsync(_server, () => _server.PostAsync("Users", Some.User("x", $"\"a\": {new string('9', 400)}")));

    [TestCase("iso-8859-1")]
    [TestCase("utf-16")]
    public async Task Bytes_that_are_no_UTF8_are_refused(string encoding) =>
        await new Refusal(400, "invalidSyntax", "The body is not UTF-8.").OfAsync(_server, () => PostBytesAsync(Encoding.GetEncoding(encoding).GetBytes(Some.User("Zoë"))));

    [Test]
    public async Task A_byte_order_mark_is_passed_over()
    {
        var created = await PostBytesAsync([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Some.User())]);
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        await _server.DeleteAsync($"Users/{created.Id}");
    }

    private async Task<ScimAnswer> PostBytesAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/scim+json");
        using var response = await _server.Client.PostAsync("Users", content);
        return await ScimAnswer.OfAsync(response);
    }
}
