namespace Scim.Tests.Api.BadInput;

public class BadPatchTests
{
    private const string Custom = "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string NoNewElement = "No element of emails matches the filter in the path, and the filter does not say what a new one looks like.";

    private ScimServer _server = null!;
    private string _user = null!;
    private string _group = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas));
        _user = (await _server.PostAsync("Users", Some.User("ada", $$"""
            "title": "Countess", "emails": [{"value": "ada@example.com", "type": "work"}], "{{Custom}}": {"badge": "7"}
            """))).Id;
        _group = (await _server.PostAsync("Groups", Some.Group("Engines", _user))).Id;
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("1", "invalidSyntax", "Operation 1 must be a JSON object.")]
    [TestCase("null", "invalidSyntax", "Operation 1 must be a JSON object.")]
    [TestCase("{}", "invalidSyntax", """Operation 1 needs an "op": add, replace or remove.""")]
    [TestCase("""{"op": 1}""", "invalidSyntax", """Operation 1 needs an "op": add, replace or remove.""")]
    [TestCase("""{"op": "copy", "path": "title"}""", "invalidSyntax", "Operation 1: op is add, replace or remove, not copy.")]
    [TestCase("""{"op": "remove"}""", "noTarget", """Operation 1: remove needs a "path".""")]
    [TestCase("""{"op": "remove", "path": ""}""", "noTarget", """Operation 1: remove needs a "path".""")]
    [TestCase("""{"op": "add", "path": "title"}""", "invalidValue", """Operation 1: add needs a "value".""")]
    [TestCase("""{"op": "replace"}""", "invalidValue", """Operation 1: replace needs a "value".""")]
    [TestCase("""{"op": "add", "value": "x"}""", "invalidSyntax", """Operation 1: without a "path" the value must be a JSON object.""")]
    [TestCase("""{"op": "add", "path": 1, "value": "x"}""", "invalidPath", "Operation 1: path must be a string.")]
    [TestCase("""{"op": "add", "path": " ", "value": "x"}""", "invalidPath", "The path is empty.")]
    [TestCase("""{"op": "add", "path": "titel", "value": "x"}""", "invalidPath", "User has no attribute titel.")]
    [TestCase("""{"op": "add", "path": "password", "value": "x"}""", "invalidPath", "User has no attribute password.")]
    [TestCase("""{"op": "add", "path": "name.nick", "value": "x"}""", "invalidPath", "User has no attribute name.nick.")]
    [TestCase("""{"op": "add", "path": "a.b.c", "value": "x"}""", "invalidPath", "Syntax error (line 1, column 1): unexpected word `a.b.c`, expected attribute name.")]
    [TestCase("""{"op": "add", "path": "urn:none:2.0:User:title", "value": "x"}""", "invalidPath", "User has no attribute urn:none:2.0:User:title.")]
    [TestCase($$"""{"op": "add", "path": "{{Enterprise}}:floor", "value": "x"}""", "invalidPath", $"User has no attribute {Enterprise}:floor.")]
    [TestCase("""{"op": "add", "path": "emails[", "value": "x"}""", "invalidPath", "Syntax error: unexpected end of input, expected attribute name, `not` or `(`.")]
    [TestCase("""{"op": "add", "path": "emails[0]", "value": "x"}""", "invalidFilter", "Syntax error (line 1, column 8): unexpected word `0`, expected attribute name, `not` or `(`.")]
    [TestCase("""{"op": "add", "path": "emails[type zz \"x\"].value", "value": "x"}""", "invalidFilter", "Syntax error (line 1, column 13): unexpected attribute name `zz`, expected `pr` or comparison operator.")]
    [TestCase("""{"op": "add", "path": "emails[kind eq \"x\"].value", "value": "x"}""", "invalidFilter", "emails has no sub-attribute kind; it has value, display, type, primary.")]
    [TestCase("""{"op": "add", "path": "emails[type eq \"work\"].kind", "value": "x"}""", "invalidPath", "User has no attribute emails[type eq \"work\"].kind.")]
    [TestCase("""{"op": "replace", "path": "emails.value", "value": "x"}""", "invalidPath", "emails.value does not say which element; write emails[...].value.")]
    [TestCase("""{"op": "add", "path": "title[type eq \"work\"]", "value": "x"}""", "invalidPath", "title has no elements that a filter could select.")]
    [TestCase("""{"op": "replace", "path": "emails[type eq \"a\" or type eq \"b\"].value", "value": "x"}""", "noTarget", NoNewElement)]
    [TestCase("""{"op": "replace", "path": "emails[value sw \"nobody\"]", "value": {"type": "x"}}""", "noTarget", NoNewElement)]
    [TestCase("""{"op": "replace", "path": "id", "value": "x"}""", "mutability", "id is read-only.")]
    [TestCase("""{"op": "remove", "path": "id"}""", "mutability", "id is read-only.")]
    [TestCase("""{"op": "replace", "path": "meta.created", "value": "2026-01-31T09:30:00Z"}""", "mutability", "meta.created is read-only.")]
    [TestCase("""{"op": "add", "path": "groups", "value": [{"value": "1"}]}""", "mutability", "groups is read-only.")]
    [TestCase("""{"op": "replace", "value": {"groups": [{"value": "1"}]}}""", "mutability", "groups is read-only.")]
    [TestCase($$"""{"op": "replace", "path": "{{Enterprise}}:manager.displayName", "value": "x"}""", "mutability", $"{Enterprise}:manager.displayName is read-only.")]
    [TestCase($$"""{"op": "replace", "path": "{{Custom}}:badge", "value": "8"}""", "mutability", $"{Custom}:badge is immutable: once set, it stays.")]
    [TestCase($$"""{"op": "remove", "path": "{{Custom}}:badge"}""", "mutability", $"{Custom}:badge is immutable: once set, it stays.")]
    [TestCase($$"""{"op": "remove", "path": "{{Custom}}"}""", "mutability", $"{Custom}:badge is immutable: once set, it stays.")]
    [TestCase("""{"op": "remove", "path": "userName"}""", "mutability", "userName is required, so it cannot be removed.")]
    [TestCase("""{"op": "replace", "path": "userName", "value": ""}""", "mutability", "userName is required, so it cannot be removed.")]
    [TestCase("""{"op": "replace", "value": {"userName": null}}""", "mutability", "userName is required, so it cannot be removed.")]
    [TestCase("""{"op": "remove", "path": "schemas"}""", "mutability", "schemas follows from the attributes; remove an extension by its URN as the path.")]
    [TestCase("""{"op": "add", "path": "emails[type eq \"work\"].value", "value": ["a", "b"]}""", "invalidValue", "emails[...].value takes one value, not 2.")]
    public async Task Of_a_user_is_refused_and_the_operation_before_it_undone(string operation, string scimType, string detail)
    {
        var refusal = new Refusal(400, scimType, detail);
        await refusal.OfAsync(_server, () => _server.PatchAsync($"Users/{_user}", operation));

        var second = refusal with { Detail = detail.Replace("Operation 1", "Operation 2", StringComparison.Ordinal) };
        await second.OfAsync(_server, () => _server.PatchAsync($"Users/{_user}", $$"""{"op": "replace", "path": "title", "value": "Lady"}, {{operation}}"""));
    }

    [TestCase("""{"op": "replace", "path": "members[value eq \"x\"].value", "value": "y"}""", "mutability", "members.value cannot be changed; remove the member and add another one.")]
    [TestCase("""{"op": "replace", "path": "members[value eq \"x\"]", "value": {"value": "y"}}""", "mutability", "A member cannot be changed; remove it and add the other one.")]
    [TestCase("""{"op": "replace", "path": "members.value", "value": "y"}""", "invalidPath", "members.value does not say which member; write members[value eq \"id\"].")]
    [TestCase("""{"op": "remove", "path": "members[kind eq \"x\"]"}""", "invalidFilter", "members has no sub-attribute kind; it has value, $ref, display, type.")]
    [TestCase("""{"op": "add", "path": "members", "value": [1]}""", "invalidValue", "members.value must be a string, not that number.")]
    [TestCase("""{"op": "add", "path": "members", "value": [{"type": "User"}]}""", "invalidValue", "Every member needs a value: the id of a user or a group.")]
    [TestCase("""{"op": "add", "path": "members", "value": [{"value": "nobody"}]}""", "invalidValue", "No resource has the id of any of these members: nobody.")]
    [TestCase("""{"op": "replace", "path": "members", "value": [{"value": "nobody"}]}""", "invalidValue", "No resource has the id of any of these members: nobody.")]
    [TestCase("""{"op": "add", "path": "members", "value": ["1", "2", "3", "4", "5", "6"]}""", "invalidValue", "No resource has the id of any of these members: 1, 2, 3, 4, 5, ....")]
    [TestCase("""{"op": "remove", "path": "displayName"}""", "mutability", "displayName is required, so it cannot be removed.")]
    [TestCase("""{"op": "add", "path": "userName", "value": "x"}""", "invalidPath", "Group has no attribute userName.")]
    public async Task Of_a_group_is_refused_and_the_operation_before_it_undone(string operation, string scimType, string detail)
    {
        var refusal = new Refusal(400, scimType, detail);
        await refusal.OfAsync(_server, () => _server.PatchAsync($"Groups/{_group}", operation));
        await refusal.OfAsync(_server, () => _server.PatchAsync($"Groups/{_group}", $$"""{"op": "replace", "path": "displayName", "value": "Motors"}, {{operation}}"""));
    }

    [TestCase("""{"Operations": [{"op": "remove", "path": "title"}]}""", """A PATCH body needs "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"].""")]
    [TestCase("""{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "Operations": [{"op": "remove", "path": "title"}]}""", """A PATCH body needs "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"].""")]
    [TestCase("""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}""", """A PATCH body needs "Operations", an array.""")]
    [TestCase("""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": {"op": "remove", "path": "title"}}""", """A PATCH body needs "Operations", an array.""")]
    public async Task That_is_no_PatchOp_is_refused(string body, string detail) =>
        await new Refusal(400, "invalidSyntax", detail).OfAsync(_server, () => _server.SendAsync(HttpMethod.Patch, $"Users/{_user}", body));

    [Test]
    public async Task Of_more_than_10000_operations_is_refused()
    {
        var operations = string.Join(',', Enumerable.Repeat("""{"op": "remove", "path": "title"}""", 10_001));
        await new Refusal(400, "invalidValue", "A PATCH takes at most 10000 operations, not 10001.")
            .OfAsync(_server, () => _server.PatchAsync($"Users/{_user}", operations));
    }

    [Test]
    public async Task Of_an_unknown_resource_is_404() =>
        await new Refusal(404, null, "There is no User with the id nobody.*")
            .OfAsync(_server, () => _server.PatchAsync("Users/nobody", """{"op": "remove", "path": "title"}"""));
}
