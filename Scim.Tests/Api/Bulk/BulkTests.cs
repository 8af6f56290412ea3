using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Bulk;

/// <summary>RFC 7644 section 3.7: the message, the operations and their results.</summary>
public class BulkTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Does_every_method_and_tells_where_what_and_which_version([Values("Bulk", "v2/Bulk")] string path)
    {
        var (replaced, patched, deleted) = (await NewUserAsync(), await NewUserAsync(), await NewUserAsync());

        var answer = await _server.PostAsync(path, BulkText.Request(
            BulkText.User("a"),
            BulkText.Operation("PUT", $"/Users/{replaced}", Some.User()),
            BulkText.Operation("PATCH", $"/Users/{patched}", Title()),
            BulkText.Operation("DELETE", $"/Users/{deleted}")));

        var results = BulkText.Results(answer);
        Assert.That(answer.ContentType, Is.EqualTo("application/scim+json"));
        Assert.That(results.Statuses(), Is.EqualTo("201 200 200 204"));
        Assert.That(results.Select(x => x["method"]!.GetValue<string>()), Is.EqualTo(new[] { "POST", "PUT", "PATCH", "DELETE" }));
        Assert.That(results.Select(x => x["version"]?.GetValue<string>()), Is.EqualTo(new[] { "W/\"1\"", "W/\"2\"", "W/\"2\"", null }));
        Assert.That(results.Select(x => x["bulkId"]?.GetValue<string>()), Is.EqualTo(new[] { "a", null, null, null }));
        Assert.That(results[0]["location"]!.GetValue<string>(), Does.StartWith($"{_server.Root}scim/{path.Replace("Bulk", "", StringComparison.Ordinal)}Users/"));
        Assert.That(results.Skip(1).Select(x => x.Id()), Is.EqualTo(new[] { replaced, patched, deleted }));
        Assert.That(results.Select(x => x["response"]), Is.All.Null);
        Assert.That((await _server.GetAsync(results[0].Path())).Headers["ETag"], Is.EqualTo("W/\"1\""));
        Assert.That((await _server.GetAsync($"Users/{deleted}")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task A_group_patched_is_204_as_it_is_alone() =>
        Assert.That(
            (await _server.BulkAsync(BulkText.Group("g"), BulkText.Operation("PATCH", "/Groups/bulkId:g", """{"Operations": []}"""))).Statuses(), Is.EqualTo("201 204"));

    [Test]
    public async Task Without_operations_there_are_no_results() => Assert.That(await _server.BulkAsync(), Is.Empty);

    [Test]
    public async Task What_fails_undoes_itself_alone()
    {
        var taken = Some.Name();
        await _server.PostAsync("Users", Some.User(taken));
        var user = await NewUserAsync();
        var ghost = Guid.CreateVersion7();

        var results = await _server.BulkAsync(
            BulkText.User("a"),
            BulkText.User("b", taken.ToUpperInvariant()),
            BulkText.Operation("PUT", $"/Users/{user}", Some.User(taken)),
            BulkText.Operation("PATCH", $"/Users/{user}", """{"Operations": [{"op": "add", "path": "title", "value": "x"}, {"op": "replace", "path": "nothing", "value": 1}]}"""),
            BulkText.Operation("DELETE", $"/Users/{ghost}"),
            BulkText.Operation("DELETE", "/Users/no-uuid"),
            BulkText.Post("/Groups", "g", Some.Group(null, ghost.ToString())),
            BulkText.User("c"));

        Assert.That(results.Statuses(), Is.EqualTo("201 409 409 400 404 404 400 201"));
        Assert.That(results.Select(x => x["response"]?["scimType"]?.GetValue<string>()), Is.EqualTo(new[] { null, "uniqueness", "uniqueness", "invalidPath", null, null, "invalidValue", null }));
        Assert.That(results[1]["location"], Is.Null);
        Assert.That(results[4].Id(), Is.EqualTo(ghost.ToString()));
        Assert.That((await _server.GetAsync($"Users/{user}")).Headers["ETag"], Is.EqualTo("W/\"1\""));
        foreach (var made in (JsonObject[])[results[0], results[^1]]) Assert.That((await _server.GetAsync(made.Path())).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Errors_are_those_of_the_same_request_alone()
    {
        var user = await NewUserAsync();
        (string Method, string Path, string Data)[] requests =
        [
            ("POST", "Users", "{}"),
            ("POST", "Users", Some.User(further: "\"active\": \"perhaps\"")),
            ("POST", "Groups", Some.Group("")),
            ("PUT", $"Users/{user}", """{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]}"""),
            ("PATCH", $"Users/{user}", """{"schemas": ["urn:x"], "Operations": []}"""),
            ("PATCH", $"Users/{user}", """{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "replace", "path": "id", "value": "x"}]}"""),
            ("PATCH", $"Users/{Guid.CreateVersion7()}", """{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": []}"""),
        ];
        foreach (var (method, path, data) in requests)
        {
            var alone = await _server.SendAsync(new HttpMethod(method), path, data);
            var result = (await _server.BulkAsync($$"""{"method": "{{method}}", "path": "/{{path}}", "bulkId": "x", "data": {{data}}}"""))[0];
            Assert.That(alone.Status, Is.GreaterThanOrEqualTo(400));
            Assert.That(result["response"]!.ToJsonString(), Is.EqualTo(alone.Body.ToJsonString()));
        }
    }

    [TestCase("""{"path": "/Users", "bulkId": "a", "data": {}}""", "invalidSyntax", "An operation needs a \"method\": POST, PUT, PATCH or DELETE.")]
    [TestCase("""{"method": "GET", "path": "/Users"}""", "invalidSyntax", "An operation needs a \"method\": POST, PUT, PATCH or DELETE, not GET.")]
    [TestCase("""{"method": "POST", "path": "/Users", "data": {}}""", "invalidValue", "A POST in bulk needs a \"bulkId\", a name for the new resource.")]
    [TestCase("""{"method": "POST", "path": "/Users", "bulkId": "a"}""", "invalidSyntax", "A POST in bulk needs \"data\"*")]
    [TestCase("""{"method": "PUT", "path": "/Users/1", "data": "x"}""", "invalidSyntax", "A PUT in bulk needs \"data\"*")]
    [TestCase("""{"method": "PATCH", "path": "/Users/1"}""", "invalidSyntax", "A PATCH in bulk needs \"data\"*")]
    [TestCase("""{"method": "POST", "path": "/Users/1", "bulkId": "a", "data": {}}""", "invalidValue", "The path of a POST is /Users, with nothing behind it.")]
    [TestCase("""{"method": "POST", "path": "/Users/.search", "bulkId": "a", "data": {}}""", "invalidValue", "The path of a POST is /Users, with nothing behind it.")]
    [TestCase("""{"method": "PUT", "path": "/Users", "data": {}}""", "invalidValue", "The path of a PUT is /Users/ID, with the id of one resource.")]
    [TestCase("""{"method": "DELETE", "path": "/Users/1/2"}""", "invalidValue", "The path of a DELETE is /Users/ID, with the id of one resource.")]
    [TestCase("""{"method": "DELETE"}""", "invalidValue", "An operation needs a \"path\" as in /Users/ID, /Groups/ID, or for POST /Users, /Groups.")]
    [TestCase("""{"method": "POST", "path": "https://scim.example.com/scim/Users", "bulkId": "a", "data": {}}""", "invalidValue", "An operation needs a \"path\"*")]
    [TestCase("""{"method": "POST", "path": "/Bulk", "bulkId": "a", "data": {}}""", "invalidValue", "An operation needs a \"path\"*")]
    [TestCase("""{"method": "PATCH", "path": "/Me", "data": {}}""", "invalidValue", "An operation needs a \"path\"*")]
    [TestCase("""{"method": "POST", "path": "/.search", "bulkId": "a", "data": {}}""", "invalidValue", "An operation needs a \"path\"*")]
    [TestCase("""{"method": "DELETE", "path": "/Schemas/urn:x"}""", "invalidValue", "An operation needs a \"path\"*")]
    [TestCase("""{"method": "DELETE", "path": "/Users/1", "version": 3}""", "invalidValue", "version must be a string, as meta.version is.")]
    [TestCase("\"DELETE\"", "invalidSyntax", "An operation must be a JSON object.")]
    [TestCase("null", "invalidSyntax", "An operation must be a JSON object.")]
    public async Task A_faulty_operation_is_an_error_of_its_own(string operation, string scimType, string detail)
    {
        var results = await _server.BulkAsync(operation, BulkText.User("good"));
        Assert.That(results.Statuses(), Is.EqualTo("400 201"));
        Assert.That(results[0]["response"]!["scimType"]!.GetValue<string>(), Is.EqualTo(scimType));
        Assert.That(results[0].Detail(), detail.EndsWith('*') ? Does.StartWith(detail[..^1]) : Is.EqualTo(detail));
    }

    [TestCase("""{"Operations": []}""", "invalidSyntax")]
    [TestCase("""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkResponse"], "Operations": []}""", "invalidSyntax")]
    [TestCase("""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]}""", "invalidSyntax")]
    [TestCase("""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": {}}""", "invalidSyntax")]
    [TestCase("""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "failOnErrors": -1, "Operations": []}""", "invalidValue")]
    [TestCase("""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "failOnErrors": "all", "Operations": []}""", "invalidValue")]
    [TestCase("[]", "invalidSyntax")]
    public async Task What_is_no_bulk_request_is_400(string body, string scimType) =>
        await new Refusal(400, scimType, "*").OfAsync(_server, () => _server.PostAsync("Bulk", body));

    [Test]
    public async Task Stops_after_as_many_errors_as_it_is_told()
    {
        string[] operations = [BulkText.User("a"), Bad, BulkText.User("b"), Bad, BulkText.User("c")];

        foreach (var (limit, statuses) in new[] { (0, "201 400 201 400 201"), (1, "201 400"), (2, "201 400 201 400"), (3, "201 400 201 400 201") })
        {
            var answer = await _server.PostAsync("Bulk", BulkText.RequestWith($", \"failOnErrors\": {limit}", operations.Select(x => x.Replace("user-", $"{limit}user-", StringComparison.Ordinal))));
            Assert.That(BulkText.Results(answer).Statuses(), Is.EqualTo(statuses));
        }
    }

    [Test]
    public async Task Stops_in_the_middle_of_operations_that_go_to_the_database_together()
    {
        var name = Some.Name();
        var answer = await _server.PostAsync("Bulk", BulkText.RequestWith(", \"failOnErrors\": 1", BulkText.User("a", name), BulkText.User("b", name), BulkText.User("c", name + "x")));

        Assert.That(BulkText.Results(answer).Statuses(), Is.EqualTo("201 409"));
        Assert.That((await _server.GetAsync($"Users?filter=userName sw \"{name}\"")).TotalResults, Is.EqualTo(1));
    }

    [Test]
    public async Task Takes_a_thousand_operations_and_no_more()
    {
        var operations = Enumerable.Range(0, 1_001).Select(i => BulkText.User($"u{i}")).ToList();

        await new Refusal(413, null, "A bulk request takes at most 1000 operations (maxOperations), not 1001. Send them in several requests.").OfAsync(
            _server, () => _server.PostAsync("Bulk", BulkText.Request(operations)));
        var results = BulkText.Results(await _server.PostAsync("Bulk", BulkText.Request(operations.Take(1_000))));
        Assert.That(results.Select(x => x.Status()), Is.All.EqualTo("201"));
        Assert.That(results.Select(x => x["bulkId"]!.GetValue<string>()), Is.EqualTo(Enumerable.Range(0, 1_000).Select(i => $"u{i}")));
    }

    [Test]
    public async Task Says_what_it_takes()
    {
        var bulk = (await _server.GetAsync("ServiceProviderConfig")).Body["bulk"]!;
        Assert.That(bulk.ToJsonString(), Is.EqualTo("""{"supported":true,"maxOperations":1000,"maxPayloadSize":16777216}"""));
    }

    [Test]
    public async Task A_version_is_held_to()
    {
        var (one, two, three) = (await NewUserAsync(), await NewUserAsync(), await NewUserAsync());
        var results = await _server.BulkAsync(
            BulkText.Operation("PATCH", $"/Users/{one}", Title(), "W/\\\"1\\\""),
            BulkText.Operation("PATCH", $"/Users/{one}", Title("Prof"), "W/\\\"1\\\""),
            BulkText.Operation("PUT", $"/Users/{two}", Some.User(), "W/\\\"7\\\""),
            BulkText.Operation("DELETE", $"/Users/{two}", version: "W/\\\"7\\\""),
            BulkText.Operation("DELETE", $"/Users/{three}", version: "1"));

        Assert.That(results.Statuses(), Is.EqualTo("200 412 412 412 204"));
        Assert.That(results[1].Detail(), Does.StartWith($"The User {one} is at version W/\"2\""));
        Assert.That((await _server.GetAsync($"Users/{two}")).Headers["ETag"], Is.EqualTo("W/\"1\""));
    }

    [TestCase("""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "add", "path": "title", "value": "Dr"}]}""")]
    [TestCase("""{"Operations": [{"op": "add", "path": "title", "value": "Dr"}]}""")]
    [TestCase("""[{"op": "add", "path": "title", "value": "Dr"}]""")]
    public async Task A_patch_may_be_a_message_or_bare_operations(string data)
    {
        var user = await NewUserAsync();
        Assert.That((await _server.BulkAsync(BulkText.Operation("patch", $"Users/{user}", data))).Statuses(), Is.EqualTo("200"));
        Assert.That((await _server.GetAsync($"Users/{user}")).Body["title"]!.GetValue<string>(), Is.EqualTo("Dr"));
    }

    [Test]
    public async Task Goes_in_the_order_of_the_request()
    {
        var name = Some.Name();
        var old = (await _server.PostAsync("Users", Some.User(name))).Id;

        var results = await _server.BulkAsync(BulkText.Operation("DELETE", $"/Users/{old}"), BulkText.User("new", name), BulkText.User("newer", name));
        Assert.That(results.Statuses(), Is.EqualTo("204 201 409"));
    }

    [Test]
    public async Task An_operation_may_be_as_deep_as_it_may_be_alone()
    {
        string Deep(int levels) => Some.User(further: $"\"unheardOf\": {new string('[', levels - 1)}{new string(']', levels - 1)}");

        Assert.That((await _server.PostAsync("Users", Deep(32))).Status, Is.EqualTo(201));
        Assert.That((await _server.PostAsync("Users", Deep(33))).Status, Is.EqualTo(400));
        Assert.That((await _server.BulkAsync(BulkText.Post("/Users", "u", Deep(32)))).Statuses(), Is.EqualTo("201"));
        await new Refusal(400, "invalidSyntax", "The body is nested too deeply: more than 35 objects and arrays are open at once.").OfAsync(
            _server, () => _server.PostAsync("Bulk", BulkText.Request(BulkText.Post("/Users", "u", Deep(33)))));
    }

    [Test]
    public async Task Needs_a_token()
    {
        using var anonymous = _server.NewClient(null);
        using var response = await anonymous.PostAsync("Bulk", new StringContent(BulkText.Request(BulkText.User("a"))));
        Assert.That((int)response.StatusCode, Is.EqualTo(401));
    }

    [Test]
    public async Task Sees_nothing_of_another_tenant()
    {
        var user = await NewUserAsync();
        using var other = _server.NewClient(await _server.NewTenantAsync());
        using var content = new StringContent(
            BulkText.Request(BulkText.Operation("DELETE", $"/Users/{user}"), BulkText.Group("g", user)), System.Text.Encoding.UTF8, "application/scim+json");
        using var response = await other.PostAsync("Bulk", content);

        Assert.That(BulkText.Results(await ScimAnswer.OfAsync(response)).Statuses(), Is.EqualTo("404 400"));
        Assert.That((await _server.GetAsync($"Users/{user}")).Status, Is.EqualTo(200));
    }

    private const string Bad = """{"method": "POST", "path": "/Users", "bulkId": "bad", "data": {}}""";

    private static string Title(string title = "Dr") => $$"""{"Operations": [{"op": "replace", "path": "title", "value": "{{title}}"}]}""";

    private async Task<string> NewUserAsync() => (await _server.PostAsync("Users", Some.User())).Id;
}
