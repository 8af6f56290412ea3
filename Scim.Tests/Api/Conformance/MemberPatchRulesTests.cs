namespace Scim.Tests.Api.Conformance;

/// <summary>PATCH of a group's members: each path with each operation, and the examples of RFC 7644 section 3.5.2.</summary>
public class MemberPatchRulesTests
{
    private const string CannotChange = "A member cannot be changed; remove it and add the other one.";

    private readonly Dictionary<string, string> _ids = [];

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        foreach (var name in (string[])["babs", "james", "anna"])
            _ids[name] = (await _server.PostAsync("Users", Some.User(name, $"\"displayName\": \"{name}\""))).Id;
        _ids["inner"] = (await _server.PostAsync("Groups", Some.Group("inner"))).Id;
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    // The RFC's examples, with ids that exist.
    [TestCase("anna", """{"op":"add","path":"members","value":[{"display":"Babs Jensen","$ref":"https://example.com/v2/Users/{babs}","value":"{babs}"}]}""", "anna babs")]
    [TestCase("babs", """{"op":"add","path":"members","value":[{"display":"Babs Jensen","$ref":"https://example.com/v2/Users/{babs}","value":"{babs}"}]}""", "=babs")]
    [TestCase("anna babs", """{"op":"remove","path":"members[value eq \"{babs}\"]"}""", "anna")]
    [TestCase("anna", """{"op":"remove","path":"members[value eq \"{babs}\"]"}""", "=anna")]
    [TestCase("anna babs", """{"op":"remove","path":"members"}""", "")]
    [TestCase("babs", """{"op":"remove","path":"members[value eq\"{babs}\"]"},{"op":"add","path":"members","value":[{"display":"James Smith","$ref":"https://example.com/v2/Users/{james}","value":"{james}"}]}""", "james")]
    [TestCase("anna", """{"op":"remove","path":"members"},{"op":"add","path":"members","value":[{"display":"Babs Jensen","value":"{babs}"},{"display":"James Smith","value":"{james}"}]}""", "babs james")]
    [TestCase("anna", """{"op":"replace","path":"members","value":[{"display":"Babs Jensen","value":"{babs}"},{"display":"James Smith","value":"{james}"}]}""", "babs james")]
    public Task Are_changed_as_the_RFC_does_it(string before, string operations, string after) => BecomeAsync(before, operations, after);

    // No path.
    [TestCase("anna", """{"op": "add", "value": {"members": [{"value": "{babs}"}]}}""", "anna babs")]
    [TestCase("anna", """{"op": "replace", "value": {"members": [{"value": "{babs}"}]}}""", "babs")]
    // members
    [TestCase("anna", """{"op": "add", "path": "members", "value": {"value": "{babs}"}}""", "anna babs")]
    [TestCase("anna", """{"op": "add", "path": "members", "value": ["{babs}", "{inner}"]}""", "anna babs inner")]
    [TestCase("anna", """{"op": "add", "path": "members", "value": [{"value": "{anna}", "display": "another", "type": "Group"}]}""", "=anna")]
    [TestCase("anna", """{"op": "replace", "path": "members", "value": "{babs}"}""", "babs")]
    [TestCase("anna babs", """{"op": "remove", "path": "members", "value": [{"value": "{babs}"}, {"value": "{james}"}]}""", "anna")]
    // members[filter]
    [TestCase("", """{"op": "add", "path": "members[value eq \"{anna}\"]", "value": {"value": "{anna}"}}""", "anna")]
    [TestCase("anna", """{"op": "replace", "path": "members[value eq \"{anna}\"]", "value": {"value": "{anna}"}}""", "=anna")]
    [TestCase("anna inner", """{"op": "remove", "path": "members[type eq \"Group\"]"}""", "anna")]
    [TestCase("anna babs", """{"op": "remove", "path": "members[display eq \"BABS\" or value eq \"{james}\"]"}""", "anna")]
    [TestCase("anna", """{"op": "remove", "path": "members[type eq \"Group\"]"}""", "=anna")]
    // In order, on what the one before has made of them.
    [TestCase("anna", """{"op": "add", "path": "members", "value": "{babs}"}, {"op": "remove", "path": "members[value eq \"{babs}\"]"}""", "=anna")]
    [TestCase("anna", """{"op": "add", "path": "members", "value": "{babs}"}, {"op": "remove", "path": "members[value pr]"}""", "")]
    [TestCase("anna", """{"op": "remove", "path": "members"}, {"op": "add", "path": "members", "value": "{anna}"}""", "=anna")]
    // Also by what the service knows of a member that the request itself has added, whatever the request says of it.
    [TestCase("anna", """{"op": "add", "path": "members", "value": "{babs}"}, {"op": "remove", "path": "members[display sw \"b\"]"}""", "=anna")]
    [TestCase("anna", """{"op": "add", "path": "members", "value": ["{babs}", "{inner}"]}, {"op": "remove", "path": "members[type eq \"User\"]"}""", "inner")]
    [TestCase("anna", """{"op": "add", "value": {"externalId": "x", "members": [{"value": "{babs}"}]}}, {"op": "remove", "path": "members[type eq \"User\"]"}""", "")]
    [TestCase("anna", """{"op": "add", "path": "members", "value": {"$ref": "../Groups/{inner}"}}, {"op": "remove", "path": "members[$ref co \"/scim/Groups/\"]"}""", "=anna")]
    [TestCase("anna", """{"op": "add", "path": "members[value eq \"{babs}\"]", "value": {"value": "{babs}"}}, {"op": "remove", "path": "members[display eq \"Babs\"]"}""", "=anna")]
    [TestCase("anna", """{"op": "replace", "path": "members", "value": ["{babs}", "{inner}"]}, {"op": "remove", "path": "members[type eq \"Group\"]"}""", "babs")]
    [TestCase("anna", """{"op": "add", "path": "members", "value": {"value": "{babs}", "type": "Group"}}, {"op": "remove", "path": "members[type eq \"Group\"]"}""", "anna babs")]
    [TestCase("anna", """{"op": "add", "path": "members", "value": {"value": "{anna}", "type": "Group"}}, {"op": "remove", "path": "members[type eq \"Group\"]"}""", "=anna")]
    [TestCase("anna", """{"op": "remove", "path": "members[type eq \"User\"]"}, {"op": "add", "path": "members", "value": "{babs}"}""", "babs")]
    [TestCase("anna", """{"op": "add", "path": "members", "value": "{babs}"}, {"op": "remove", "path": "members[type eq \"User\"]"}, {"op": "add", "path": "members", "value": "{james}"}""", "james")]
    public Task Become_those_that_the_operations_say(string before, string operations, string after) => BecomeAsync(before, operations, after);

    [Test]
    public async Task Are_not_selected_where_nobody_has_the_id()
    {
        var group = await GroupAsync("anna");
        await new Refusal(400, "invalidValue", "No resource has the id of any of these members: 00000000-0000-7000-8000-000000000000.").OfAsync(
            _server,
            () => _server.PatchAsync($"Groups/{group.Id}", """{"op": "add", "path": "members", "value": "00000000-0000-7000-8000-000000000000"}, {"op": "remove", "path": "members[type eq \"User\"]"}"""));
        await _server.DeleteAsync($"Groups/{group.Id}");
    }

    [TestCase("""{"op": "add", "path": "members[value eq \"{anna}\"].displayName", "value": "x"}""", "invalidPath", "Group has no attribute members[value eq \"{anna}\"].displayName.")]
    [TestCase("""{"op": "replace", "path": "members[value eq \"{anna}\"].display", "value": "x"}""", "mutability", "members.display cannot be changed; remove the member and add another one.")]
    [TestCase("""{"op": "remove", "path": "members[value eq \"{anna}\"].value"}""", "mutability", "members.value cannot be changed; remove the member and add another one.")]
    [TestCase("""{"op": "replace", "path": "members[value eq \"{anna}\"]", "value": {"value": "{babs}"}}""", "mutability", CannotChange)]
    [TestCase("""{"op": "add", "path": "members[type eq \"User\"]", "value": {"value": "{babs}"}}""", "mutability", CannotChange)]
    [TestCase("""{"op": "replace", "path": "members[display eq \"nobody\"]", "value": {"value": "{babs}"}}""", "mutability", CannotChange)]
    [TestCase("""{"op": "remove", "path": "members.value"}""", "invalidPath", "members.value does not say which member; write members[value eq \"id\"].")]
    [TestCase("""{"op": "remove", "path": "members[value zz \"x\"]"}""", "invalidFilter", "Syntax error (line 1, column 15): unexpected attribute name `zz`, expected `pr` or comparison operator.")]
    public async Task Themselves_cannot_be_changed(string operation, string scimType, string detail)
    {
        var group = await GroupAsync("anna");
        await new Refusal(400, scimType, Fill(detail))
            .OfAsync(_server, () => _server.PatchAsync($"Groups/{group.Id}", $$"""{"op": "remove", "path": "members"}, {{Fill(operation)}}"""));
        await _server.DeleteAsync($"Groups/{group.Id}");
    }

    /// <param name="before">Names of the members.</param>
    /// <param name="operations">Operations with names in braces for ids.</param>
    /// <param name="after">Names of the members; behind = nothing has changed, the version neither.</param>
    private async Task BecomeAsync(string before, string operations, string after)
    {
        var group = await GroupAsync(before.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var patched = await _server.PatchAsync($"Groups/{group.Id}", Fill(operations));
        Assert.That((patched.Status, patched.Text), Is.EqualTo((204, "")));

        var read = await _server.GetAsync($"Groups/{group.Id}");
        var members = read.Body["members"]?.AsArray().Select(x => x!["value"]!.GetValue<string>()) ?? [];
        Assert.That(members, Is.EquivalentTo(after.TrimStart('=').Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(x => _ids[x])));
        Assert.That(patched.Headers["ETag"], Is.EqualTo(read.Headers["ETag"]));
        if (after.StartsWith('=')) Assert.That(read.Text, Is.EqualTo(group.Text));
        else Assert.That(read.Headers["ETag"], Is.EqualTo("W/\"2\""));
        await _server.DeleteAsync($"Groups/{group.Id}");
    }

    private async Task<ScimAnswer> GroupAsync(params string[] members)
    {
        var created = await _server.PostAsync("Groups", Some.Group(null, [.. members.Select(x => _ids[x])]));
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        return created;
    }

    private string Fill(string text) => _ids.Aggregate(text, (filled, x) => filled.Replace($"{{{x.Key}}}", x.Value, StringComparison.Ordinal));
}
