namespace Scim.Tests.Api.Bulk;

/// <summary>RFC 7644 sections 3.7.1 and 3.7.2: references by <c>bulkId</c>, also to what comes later and in circles.</summary>
public class BulkReferenceTests
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_member_may_come_before_or_after_its_group([Values] bool before)
    {
        string[] operations = [BulkText.User("qwerty"), BulkText.Group("ytrewq", "bulkId:qwerty")];
        var results = await _server.BulkAsync(before ? operations : [.. operations.Reverse()]);

        Assert.That(results.Statuses(), Is.EqualTo("201 201"));
        var (user, group) = (results.Single(x => x.Path().StartsWith("Users", StringComparison.Ordinal)), results.Single(x => x.Path().StartsWith("Groups", StringComparison.Ordinal)));
        Assert.That(await _server.MembersAsync(group.Id()), Is.EqualTo(new[] { user.Id() }));
        Assert.That((await _server.GetAsync(group.Path())).Headers["ETag"], Is.EqualTo(group["version"]!.GetValue<string>()));
    }

    [Test]
    public async Task Groups_may_be_in_one_another_and_in_themselves()
    {
        var results = await _server.BulkAsync(BulkText.Group("a", "bulkId:b"), BulkText.Group("b", "bulkId:c", "bulkId:b"), BulkText.Group("c", "bulkId:a"));

        Assert.That(results.Statuses(), Is.EqualTo("201 201 201"));
        var (a, b, c) = (results[0].Id(), results[1].Id(), results[2].Id());
        Assert.That(await _server.MembersAsync(a), Is.EqualTo(new[] { b }));
        Assert.That(await _server.MembersAsync(b), Is.EquivalentTo(new[] { c, b }));
        Assert.That(await _server.MembersAsync(c), Is.EqualTo(new[] { a }));
        foreach (var result in results) Assert.That((await _server.GetAsync(result.Path())).Headers["ETag"], Is.EqualTo(result["version"]!.GetValue<string>()));
    }

    [TestCase("""{"manager": {"value": "bulkId:boss"}}""")]
    [TestCase("""{"manager": "bulkId:boss"}""")]
    [TestCase("""{"manager": [{"value": "BULKID:boss"}]}""")]
    public async Task A_manager_may_be_new_whichever_comes_first(string extension)
    {
        foreach (var before in (bool[])[true, false])
        {
            var report = BulkText.Post("/Users", "report", Some.User(further: $"\"{Enterprise}\": {extension}"));
            var results = await _server.BulkAsync(before ? [BulkText.User("boss"), report] : [report, BulkText.User("boss")]);

            Assert.That(results.Statuses(), Is.EqualTo("201 201"));
            var (boss, of) = before ? (results[0], results[1]) : (results[1], results[0]);
            Assert.That((await _server.GetAsync(of.Path())).Body[Enterprise]!["manager"]!["value"]!.GetValue<string>(), Is.EqualTo(boss.Id()));
        }
    }

    [Test]
    public async Task A_reference_may_be_an_address()
    {
        var data = Some.Group().Replace("\"members\": []", """ "members": [{"$ref": "/Users/bulkId:u"}, {"$ref": "https://x/scim/v2/Users/bulkId:v"}] """, StringComparison.Ordinal);
        var results = await _server.BulkAsync(BulkText.User("u"), BulkText.Post("/Groups", "g", data), BulkText.User("v"));

        Assert.That(results.Statuses(), Is.EqualTo("201 201 201"));
        Assert.That(await _server.MembersAsync(results[1].Id()), Is.EquivalentTo(new[] { results[0].Id(), results[2].Id() }));
    }

    [Test]
    public async Task A_path_may_name_a_new_resource_whichever_comes_first([Values] bool before)
    {
        var add = BulkText.Operation("PATCH", "/Groups/bulkId:g", """[{"op": "add", "path": "members", "value": [{"value": "bulkId:u"}]}]""");
        string[] operations = before ? [BulkText.User("u"), BulkText.Group("g"), add] : [add, BulkText.User("u"), BulkText.Group("g")];
        var results = await _server.BulkAsync(operations);

        Assert.That(results.Statuses(), Is.EqualTo(before ? "201 201 204" : "204 201 201"));
        Assert.That(await _server.MembersAsync(results[before ? 1 : 2].Id()), Is.EqualTo(new[] { results[before ? 0 : 1].Id() }));
    }

    [Test]
    public async Task A_value_path_may_name_a_new_resource()
    {
        var results = await _server.BulkAsync(
            BulkText.User("u"),
            BulkText.User("v"),
            BulkText.Group("g", "bulkId:u", "bulkId:v"),
            BulkText.Operation("PATCH", "/Groups/bulkId:g", """[{"op": "remove", "path": "members[value eq \"bulkId:u\"]"}]"""));

        Assert.That(results.Statuses(), Is.EqualTo("201 201 201 204"));
        Assert.That(await _server.MembersAsync(results[2].Id()), Is.EqualTo(new[] { results[1].Id() }));
    }

    [Test]
    public async Task A_new_member_is_selected_by_its_type_where_it_comes_first([Values] bool before)
    {
        var anna = (await _server.PostAsync("Users", Some.User())).Id;
        var group = (await _server.PostAsync("Groups", Some.Group(null, anna))).Id;
        string[] operations =
        [
            BulkText.User("u"),
            BulkText.Operation("PATCH", $"/Groups/{group}", """[{"op": "add", "path": "members", "value": "bulkId:u"}, {"op": "remove", "path": "members[type eq \"User\"]"}]"""),
        ];
        var results = await _server.BulkAsync(before ? operations : [.. operations.Reverse()]);

        Assert.That(results.Statuses(), Is.EqualTo(before ? "201 204" : "204 201"));
        Assert.That(await _server.MembersAsync(group), Is.EqualTo(before ? [] : new[] { results[1].Id() }));
    }

    [Test]
    public async Task A_member_that_a_group_waits_for_is_selected_by_its_type_once_it_is_there()
    {
        var results = await _server.BulkAsync(
            BulkText.Group("g", "bulkId:g", "bulkId:u"),
            BulkText.User("u"),
            BulkText.Operation("PATCH", "/Groups/bulkId:g", """[{"op": "remove", "path": "members[type eq \"User\"]"}]"""));

        Assert.That(results.Statuses(), Is.EqualTo("201 201 204"));
        Assert.That(await _server.MembersAsync(results[0].Id()), Is.EqualTo(new[] { results[0].Id() }));
    }

    [Test]
    public async Task What_takes_a_later_member_out_again_is_not_undone_at_the_end()
    {
        var results = await _server.BulkAsync(
            BulkText.Group("g", "bulkId:u", "bulkId:v"),
            BulkText.Group("h", "bulkId:u"),
            BulkText.Operation("PATCH", "/Groups/bulkId:g", """[{"op": "remove", "path": "members[value eq \"bulkId:u\"]"}]"""),
            BulkText.Operation("PATCH", "/Groups/bulkId:h", """[{"op": "remove", "path": "members"}]"""),
            BulkText.User("u"),
            BulkText.User("v"));

        Assert.That(results.Statuses(), Is.EqualTo("201 201 204 204 201 201"));
        Assert.That(await _server.MembersAsync(results[0].Id()), Is.EqualTo(new[] { results[5].Id() }));
        Assert.That(await _server.MembersAsync(results[1].Id()), Is.Empty);
    }

    [Test]
    public async Task A_group_that_is_there_takes_later_members_by_PUT_and_PATCH()
    {
        var (put, patched) = ((await _server.PostAsync("Groups", Some.Group("of put"))).Id, (await _server.PostAsync("Groups", Some.Group())).Id);
        var results = await _server.BulkAsync(
            BulkText.Operation("PUT", $"/Groups/{put}", Some.Group("of put", "bulkId:u")),
            BulkText.Operation("PATCH", $"/Groups/{patched}", """[{"op": "add", "value": {"externalId": "x", "members": [{"value": "bulkId:u"}]}}]"""),
            BulkText.User("u"));

        Assert.That(results.Statuses(), Is.EqualTo("200 204 201"));
        foreach (var group in (string[])[put, patched]) Assert.That(await _server.MembersAsync(group), Is.EqualTo(new[] { results[2].Id() }));
    }

    [Test]
    public async Task A_later_member_beside_an_unknown_one_comes_in()
    {
        var results = await _server.BulkAsync(BulkText.Group("g", Guid.CreateVersion7().ToString(), "bulkId:u"), BulkText.User("u"));
        Assert.That(results.Statuses(), Is.EqualTo("201 201"));
        Assert.That(await _server.MembersAsync(results[0].Id()), Is.EqualTo(new[] { results[1].Id() }));
    }

    [TestCase("/Users/bulkId:nobody", null)]
    [TestCase("/Groups", "bulkId:nobody")]
    public async Task A_reference_to_nothing_is_400(string path, string? member)
    {
        var operation = member is null ? BulkText.Operation("DELETE", path) : BulkText.Group("g", member);
        var results = await _server.BulkAsync(operation, BulkText.User("u"));

        Assert.That(results.Statuses(), Is.EqualTo("400 201"));
        Assert.That(results[0].Detail(), Is.EqualTo("No POST in this request has the bulkId nobody, which is referred to."));
    }

    [Test]
    public async Task What_refers_to_a_failure_is_409_and_not_there([Values] bool before)
    {
        var taken = Some.Name();
        await _server.PostAsync("Users", Some.User(taken));
        var name = Some.Name("group");
        var groups = (await _server.GetAsync("Groups?count=0")).TotalResults;
        string[] operations = [BulkText.User("u", taken), BulkText.Post("/Groups", "g", Some.Group(name, "bulkId:u")), BulkText.Group("h", "bulkId:g"), BulkText.User("v")];
        var results = await _server.BulkAsync(before ? operations : [.. operations.Reverse()]);

        Assert.That(results.Statuses(), Is.EqualTo(before ? "409 409 409 201" : "201 409 409 409"));
        var group = results[before ? 1 : 2];
        Assert.That(group.Detail(), Is.EqualTo("The operation with the bulkId u, to which this one refers, failed or was not reached. Mend that one, and send both again."));
        Assert.That(group["location"], Is.Null);
        Assert.That((await _server.GetAsync("Groups?count=0")).TotalResults, Is.EqualTo(groups));
        Assert.That((await _server.GetAsync(results[before ? 3 : 0].Path())).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_circle_with_a_failure_in_it_fails_whole()
    {
        var taken = Some.Name("group");
        await _server.PostAsync("Groups", Some.Group(taken));
        var results = await _server.BulkAsync(BulkText.Group("a", "bulkId:b"), BulkText.Post("/Groups", "b", Some.Group(taken, "bulkId:a")), BulkText.User("u"));

        Assert.That(results.Statuses(), Is.EqualTo("409 409 201"));
    }

    [Test]
    public async Task What_waits_for_an_operation_that_is_not_reached_is_not_there()
    {
        var answer = await _server.PostAsync("Bulk", BulkText.RequestWith(
            ", \"failOnErrors\": 1", BulkText.Group("g", "bulkId:u"), BulkText.Operation("DELETE", "/Users/1"), BulkText.User("u")));

        Assert.That(BulkText.Results(answer).Statuses(), Is.EqualTo("409 404"));
    }

    [Test]
    public async Task Of_two_with_one_bulkId_neither_is_done_nor_what_refers_to_them()
    {
        var results = await _server.BulkAsync(BulkText.User("u"), BulkText.User("u"), BulkText.Group("g", "bulkId:u"), BulkText.User("v"));

        Assert.That(results.Statuses(), Is.EqualTo("400 400 409 201"));
        Assert.That(results[0].Detail(), Is.EqualTo("More than one POST has the bulkId u; give each its own."));
    }
}
