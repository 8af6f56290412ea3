namespace Scim.Tests.Api.BadInput;

public class BadValueTests
{
    private const string Custom = "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string DateTime = "a date with time, like 2026-01-31T09:30:00Z";

    private ScimServer _server = null!;
    private string _user = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas));
        _user = (await _server.PostAsync("Users", Some.User("ada"))).Id;
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("displayName", "1", "displayName must be a string, not that number.")]
    [TestCase("displayName", "true", "displayName must be a string, not a boolean.")]
    [TestCase("displayName", """["a","b"]""", "displayName takes one value, not 2.")]
    [TestCase("displayName", """{"a":1}""", "displayName must be a string, not an object.")]
    [TestCase("profileUrl", "1", "profileUrl must be a string, not that number.")]
    [TestCase("active", "\"yes\"", "active must be true or false, not that string.")]
    [TestCase("active", "1", "active must be true or false, not that number.")]
    [TestCase("name", "\"Ada\"", "name must be a JSON object.")]
    [TestCase("name", """[{"givenName":"a"},{"givenName":"b"}]""", "name takes one value, not 2.")]
    [TestCase("name", """{"givenName":1}""", "name.givenName must be a string, not that number.")]
    [TestCase("emails", "[1]", "emails.value must be a string, not that number.")]
    [TestCase("emails", """[[{"value":"a"}]]""", "emails holds an array in an array.")]
    [TestCase("emails", """[{"value":{"a":1}}]""", "emails.value must be a string, not an object.")]
    [TestCase("emails", """[{"value":"a","primary":"maybe"}]""", "emails.primary must be true or false, not that string.")]
    [TestCase("emails", """[{"value":"a","primary":true},{"value":"b","primary":true}]""", "Only one element of emails can be primary.")]
    [TestCase("x509Certificates", """[{"value":"***"}]""", "x509Certificates.value must be base64, not that string.")]
    [TestCase(Enterprise, "\"x\"", $"{Enterprise} must be a JSON object.")]
    [TestCase(Enterprise, """{"department":1}""", $"{Enterprise}:department must be a string, not that number.")]
    [TestCase(Enterprise, """{"manager":[{"value":"1"},{"value":"2"}]}""", $"{Enterprise}:manager takes one value, not 2.")]
    [TestCase(Custom, """{"floor":1.5}""", $"{Custom}:floor must be a whole number, not that number.")]
    [TestCase(Custom, """{"floor":1e3}""", $"{Custom}:floor must be a whole number, not that number.")]
    [TestCase(Custom, """{"floor":"first"}""", $"{Custom}:floor must be a whole number, not that string.")]
    [TestCase(Custom, """{"floor":true}""", $"{Custom}:floor must be a whole number, not a boolean.")]
    [TestCase(Custom, """{"share":"half"}""", $"{Custom}:share must be a number, not that string.")]
    [TestCase(Custom, """{"hired":"2024-01-01"}""", $"{Custom}:hired must be {DateTime}, not that string.")]
    [TestCase(Custom, """{"hired":"2024-13-01T00:00:00Z"}""", $"{Custom}:hired must be {DateTime}, not that string.")]
    [TestCase(Custom, """{"hired":1700000000}""", $"{Custom}:hired must be {DateTime}, not that number.")]
    [TestCase(Custom, """{"key":"A"}""", $"{Custom}:key must be base64, not that string.")]
    [TestCase(Custom, """{"key":1}""", $"{Custom}:key must be base64, not that number.")]
    [TestCase(Custom, """{"desk":1}""", $"{Custom}:desk must be a string, not that number.")]
    [TestCase(Custom, """{"skills":[1]}""", $"{Custom}:skills must be a string, not that number.")]
    [TestCase(Custom, """{"skills":[["a"]]}""", $"{Custom}:skills holds an array in an array.")]
    [TestCase(Custom, """{"skills":[{"value":"a"}]}""", $"{Custom}:skills must be a string, not an object.")]
    public async Task Of_another_type_is_refused_by_POST_PUT_and_PATCH_alike(string attribute, string value, string detail)
    {
        var refusal = new Refusal(400, "invalidValue", detail);
        var body = Some.User("grace", $"\"{attribute}\": {value}");
        await refusal.OfAsync(_server, () => _server.PostAsync("Users", body));
        await refusal.OfAsync(_server, () => _server.PutAsync($"Users/{_user}", body));
        await refusal.OfAsync(_server, () => _server.PatchAsync($"Users/{_user}", $$"""{"op": "add", "value": { "{{attribute}}": {{value}} } }"""));
        await refusal.OfAsync(_server, () => _server.PatchAsync($"Users/{_user}", $$"""{"op": "replace", "path": "{{attribute}}", "value": {{value}}}"""));
    }

    [TestCase("userName")]
    [TestCase("externalId")]
    [TestCase("displayName")]
    public async Task A_key_attribute_of_more_than_512_characters_is_refused(string attribute)
    {
        var refusal = new Refusal(400, "invalidValue", $"{attribute} takes at most 512 characters, not 513.");
        var value = new string('x', 513);
        await refusal.OfAsync(_server, () => _server.PatchAsync($"Users/{_user}", $$"""{"op": "replace", "path": "{{attribute}}", "value": "{{value}}"}"""));
        if (attribute == "userName") await refusal.OfAsync(_server, () => _server.PostAsync("Users", Some.User(value)));
    }

    [Test]
    public async Task Text_and_documents_have_a_limit()
    {
        var text = await _server.PostAsync("Users", Some.User(further: $"\"title\": \"{new string('x', 65_537)}\""));
        Assert.That((text.Status, text.Detail), Is.EqualTo((400, "title takes at most 65536 characters, not 65537.")));

        var longest = new string('x', 65_536);
        var document = await _server.PostAsync("Users", Some.User(further: $"\"title\": \"{longest}\", \"nickName\": \"{longest}\", \"locale\": \"{longest}\", \"timezone\": \"{longest}\""));
        Assert.That((document.Status, document.ScimType), Is.EqualTo((400, "invalidValue")));
        Assert.That(document.Detail, Does.StartWith("A User takes at most 262144 characters of JSON, not "));
    }

    [TestCase("x")]
    [TestCase("名")]
    public async Task A_key_attribute_of_512_characters_is_stored_and_found(string letter)
    {
        var value = string.Concat(Enumerable.Repeat(letter, 512));
        var created = await _server.PostAsync("Users", Some.User(value, $"\"externalId\": \"{value}\", \"displayName\": \"{value}\""));
        Assert.That(created.Status, Is.EqualTo(201), created.Text);

        Assert.That((await _server.GetAsync($"Users?filter=userName eq \"{value}\"")).TotalResults, Is.EqualTo(1));
        Assert.That((await _server.GetAsync($"Users?filter=externalId eq \"{value}\"")).TotalResults, Is.EqualTo(1));
        Assert.That((await _server.DeleteAsync($"Users/{created.Id}")).Status, Is.EqualTo(204));
    }

    [TestCase("", "userName is required.")]
    [TestCase("\"userName\": \"\"", "userName is required.")]
    [TestCase("\"userName\": null", "userName is required.")]
    [TestCase("\"userName\": []", "userName is required.")]
    public async Task A_user_needs_a_userName(string member, string detail)
    {
        var body = $$"""{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]{{(member.Length > 0 ? ", " + member : "")}}}""";
        await new Refusal(400, "invalidValue", detail).OfAsync(_server, () => _server.PostAsync("Users", body));
        await new Refusal(400, "invalidValue", detail).OfAsync(_server, () => _server.PutAsync($"Users/{_user}", body));
    }

    [Test]
    public async Task An_element_needs_its_required_sub_attributes() =>
        await new Refusal(400, "invalidValue", $"{Custom}:projects.value is required.")
            .OfAsync(_server, () => _server.PostAsync("Users", Some.User("grace", $$""" "{{Custom}}": {"projects": [{"type": "lead"}]} """)));

    [Test]
    public async Task A_group_needs_a_displayName() =>
        await new Refusal(400, "invalidValue", "displayName is required.")
            .OfAsync(_server, () => _server.PostAsync("Groups", """{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"]}"""));
}
