using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Conformance;

/// <summary>PATCH of RFC 7644 section 3.5.2: its own examples as they stand there, and what the written cases do not show.</summary>
public class PatchRulesTests
{
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string Custom = "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task The_RFCs_attributes_are_added_without_a_path()
    {
        var user = await UserAsync(""" "emails": [{"value": "b@work.example", "type": "work"}] """);
        var patched = await PatchUserAsync(user.Id, """{"op":"add","value":{"emails":[{"value":"babs@jensen.org","type":"home"}],"nickname":"Babs"}}""");

        AssertJson(patched.Body["emails"], """[{"value":"b@work.example","type":"work"},{"value":"babs@jensen.org","type":"home"}]""");
        Assert.That(patched.Body["nickName"]!.GetValue<string>(), Is.EqualTo("Babs"));
    }

    [Test]
    public async Task The_RFCs_value_of_a_complex_attribute_is_removed()
    {
        var user = await UserAsync(""" "emails": [{"value": "b@example.com", "type": "work"}, {"value": "b@example.com", "type": "home"}, {"value": "b@work.example", "type": "work"}] """);
        var patched = await PatchUserAsync(user.Id, """{"op":"remove","path":"emails[type eq \"work\" and value ew \"example.com\"]"}""");

        AssertJson(patched.Body["emails"], """[{"value":"b@example.com","type":"home"},{"value":"b@work.example","type":"work"}]""");
    }

    [Test]
    public async Task The_RFCs_work_address_is_replaced_and_becomes_the_primary_one()
    {
        var user = await UserAsync(""" "addresses": [{"type": "work", "streetAddress": "1 Old Street", "locality": "Old"}, {"type": "home", "locality": "Rome", "primary": true}] """);
        var patched = await PatchUserAsync(user.Id, """
            {"op":"replace","path":"addresses[type eq \"work\"]","value":{"type":"work","streetAddress":"911 Universal City Plaza","locality":"Hollywood",
             "region":"CA","postalCode":"91608","country":"US","formatted":"911 Universal City Plaza\nHollywood, CA 91608 US","primary":true}}
            """);
        AssertJson(patched.Body["addresses"], """
            [{"type":"work","streetAddress":"911 Universal City Plaza","locality":"Hollywood","region":"CA","postalCode":"91608","country":"US",
              "formatted":"911 Universal City Plaza\nHollywood, CA 91608 US","primary":true}, {"type":"home","locality":"Rome","primary":false}]
            """);

        var street = await PatchUserAsync(user.Id, """{"op":"replace","path":"addresses[type eq \"work\"].streetAddress","value":"1010 Broadway Ave"}""");
        Assert.That(street.Body["addresses"]![0]!["streetAddress"]!.GetValue<string>(), Is.EqualTo("1010 Broadway Ave"));
        Assert.That(street.Body["addresses"]![0]!["locality"]!.GetValue<string>(), Is.EqualTo("Hollywood"));
    }

    [Test]
    public async Task The_RFCs_attributes_are_replaced_and_others_stay()
    {
        var user = await UserAsync(""" "title": "Boss", "nickName": "B", "emails": [{"value": "old@example.com"}] """);
        var patched = await PatchUserAsync(user.Id, """
            {"op":"replace","value":{"emails":[{"value":"bjensen@example.com","type":"work","primary":true},{"value":"babs@jensen.org","type":"home"}],"nickname":"Babs"}}
            """);
        AssertJson(patched.Body["emails"], """[{"value":"bjensen@example.com","type":"work","primary":true},{"value":"babs@jensen.org","type":"home"}]""");
        Assert.That((patched.Body["nickName"]!.GetValue<string>(), patched.Body["title"]!.GetValue<string>()), Is.EqualTo(("Babs", "Boss")));
    }

    [TestCase("title")]
    [TestCase(Custom + ":floor")]
    public async Task An_attribute_that_is_absent_is_added_by_replace_and_by_add(string path)
    {
        foreach (var op in (string[])["add", "replace"])
        {
            var user = await UserAsync();
            var patched = await PatchUserAsync(user.Id, $$"""{"op": "{{op}}", "path": "{{path}}", "value": "7"}""");
            Assert.That(path == "title" ? patched.Body["title"]!.ToJsonString() : patched.Body[Custom]!["floor"]!.ToJsonString(), Is.EqualTo(path == "title" ? "\"7\"" : "7"));
            Assert.That(patched.Headers["ETag"], Is.EqualTo("W/\"2\""));
        }
    }

    [Test]
    public async Task An_extensions_URN_comes_into_schemas_with_its_first_attribute_and_goes_with_its_last()
    {
        var user = await UserAsync();
        var added = await PatchUserAsync(user.Id, $$"""{"op": "add", "path": "{{Enterprise}}:employeeNumber", "value": "7"}""");
        AssertJson(added.Body["schemas"], $"""["{Core}","{Enterprise}"]""");

        var removed = await PatchUserAsync(user.Id, $$"""{"op": "remove", "path": "{{Enterprise}}:employeeNumber"}""");
        AssertJson(removed.Body["schemas"], $"""["{Core}"]""");
        Assert.That(removed.Body.ContainsKey(Enterprise), Is.False);
    }

    [Test]
    public async Task Schemas_follow_from_the_attributes_whatever_is_written_there()
    {
        var user = await UserAsync($$""" "{{Enterprise}}": {"department": "Sales"} """);
        foreach (var operation in (string[])[$$"""{"op": "replace", "path": "schemas", "value": ["{{Core}}"]}""", $$"""{"op": "add", "path": "schemas", "value": ["{{Custom}}"]}"""])
            Assert.That((await PatchUserAsync(user.Id, operation)).Text, Is.EqualTo(user.Text));

        var removed = await PatchUserAsync(user.Id, $$"""{"op": "remove", "path": "{{Enterprise}}"}""");
        AssertJson(removed.Body["schemas"], $"""["{Core}"]""");
    }

    [Test]
    public async Task A_userName_that_is_taken_is_409_and_nothing_of_the_request_is_done()
    {
        var (taken, user) = (Some.Name(), await UserAsync(""" "title": "Boss" """));
        Assert.That((await _server.PostAsync("Users", Some.User(taken))).Status, Is.EqualTo(201));

        await new Refusal(409, "uniqueness", "Another User has that userName. It is compared without regard to case.")
            .OfAsync(_server, () => _server.PatchAsync($"Users/{user.Id}", $$"""
                {"op": "remove", "path": "title"}, {"op": "replace", "path": "userName", "value": "{{taken.ToUpperInvariant()}}"}
                """));
    }

    [Test]
    public async Task An_answer_is_the_whole_resource_or_what_is_asked_for()
    {
        var user = await UserAsync(""" "title": "Boss" """);
        var whole = await PatchUserAsync(user.Id, """{"op": "add", "path": "nickName", "value": "B"}""");
        Assert.That(whole.Text, Is.EqualTo((await _server.GetAsync($"Users/{user.Id}")).Text));
        Assert.That(whole.Headers["Content-Location"], Is.EqualTo(user.Headers["Location"]));

        var named = await _server.PatchAsync($"Users/{user.Id}?attributes=nickName", """{"op": "remove", "path": "title"}""");
        Assert.That((named.Status, string.Join(' ', named.Body.Select(x => x.Key))), Is.EqualTo((200, "schemas nickName id")));
    }

    [TestCase("""{"op": "replace", "op": "add", "path": "title", "value": "x"}""", "op")]
    [TestCase("""{"op": "replace", "OP": "remove", "path": "title", "value": "x"}""", "OP")]
    public async Task An_operation_with_two_ops_is_refused(string operation, string name)
    {
        var user = await UserAsync();
        await new Refusal(400, "invalidSyntax", $"The name \"{name}\" stands twice in one JSON object; names are compared without regard to case.")
            .OfAsync(_server, () => _server.PatchAsync($"Users/{user.Id}", operation));
    }

    [TestCase("emails[0]", "invalidFilter", "Syntax error (line 1, column 8): unexpected word `0`, expected attribute name, `not` or `(`.")]
    [TestCase("emails[0].value", "invalidFilter", "Syntax error (line 1, column 8): unexpected word `0`, expected attribute name, `not` or `(`.")]
    [TestCase("emails.0", "invalidPath", "Syntax error*")]
    [TestCase("/emails/0", "invalidPath", "Syntax error*")]
    [TestCase("emails/-", "invalidPath", "Syntax error*")]
    public async Task An_index_is_refused(string path, string scimType, string detail)
    {
        var user = await UserAsync(""" "emails": [{"value": "a@example.com"}] """);
        await new Refusal(400, scimType, detail).OfAsync(_server, () => _server.PatchAsync($"Users/{user.Id}", $$"""{"op": "remove", "path": "{{path}}"}"""));
    }

    [Test]
    public async Task More_operations_on_attributes_than_the_limit_are_refused()
    {
        var user = await UserAsync(""" "title": "Boss" """);
        string Operations(int count) => string.Join(',', Enumerable.Repeat("""{"op": "remove", "path": "title"}""", count));

        await new Refusal(400, "invalidValue", "A PATCH takes at most 1000 operations on attributes other than members, not 1001.")
            .OfAsync(_server, () => _server.PatchAsync($"Users/{user.Id}", Operations(1_001)));
        Assert.That((await PatchUserAsync(user.Id, Operations(1_000))).Headers["ETag"], Is.EqualTo("W/\"2\""));
    }

    [Test]
    public async Task More_values_than_an_attribute_may_have_are_not_added_one_by_one()
    {
        var user = await UserAsync($""" "emails": [{string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"{{\"value\": \"{i}\"}}"))}] """);
        var refusal = new Refusal(400, "invalidValue", "emails takes at most 1000 values, not 1001.");
        foreach (var path in (string[])["emails", "emails[type eq \\\"work\\\"].value"])
            await refusal.OfAsync(_server, () => _server.PatchAsync($"Users/{user.Id}", $$"""{"op": "add", "path": "{{path}}", "value": "one more"}"""));
    }

    private async Task<ScimAnswer> UserAsync(string? further = null)
    {
        var created = await _server.PostAsync("Users", Some.User(further: further));
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        return created;
    }

    private async Task<ScimAnswer> PatchUserAsync(string id, string operations)
    {
        var patched = await _server.PatchAsync($"Users/{id}", operations);
        Assert.That(patched.Status, Is.EqualTo(200), patched.Text);
        return patched;
    }

    private static void AssertJson(JsonNode? actual, string expected) =>
        Assert.That(JsonNode.DeepEquals(actual, JsonNode.Parse(expected)), Is.True, actual?.ToJsonString());
}
