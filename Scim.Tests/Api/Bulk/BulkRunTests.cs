using Dapper;
using Npgsql;

namespace Scim.Tests.Api.Bulk;

/// <summary>What goes to the database together ends as it would one by one.</summary>
public class BulkRunTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_name_that_one_gives_up_another_takes()
    {
        var (one, two, three) = (Some.Name(), Some.Name(), Some.Name());
        var (first, second) = (await NewUserAsync(one), await NewUserAsync(two));

        var results = await _server.BulkAsync(
            BulkText.Operation("PUT", $"/Users/{first}", Some.User(three)),
            BulkText.Operation("PATCH", $"/Users/{second}", $$"""[{"op": "replace", "path": "userName", "value": "{{one}}"}]"""),
            BulkText.User("a", two),
            BulkText.User("b", three));

        Assert.That(results.Statuses(), Is.EqualTo("200 200 201 409"));
        Assert.That((await _server.GetAsync($"Users/{second}")).Body["userName"]!.GetValue<string>(), Is.EqualTo(one));
    }

    [Test]
    public async Task A_taken_name_fails_alone_among_replacements()
    {
        var taken = Some.Name();
        await NewUserAsync(taken);
        var users = new List<string>();
        for (var i = 0; i < 3; i++) users.Add(await NewUserAsync(Some.Name()));

        var results = await _server.BulkAsync([.. users.Select((x, i) => BulkText.Operation("PUT", $"/Users/{x}", Some.User(i == 1 ? taken : null)))]);

        Assert.That(results.Statuses(), Is.EqualTo("200 409 200"));
        Assert.That(results[1]["response"]!["scimType"]!.GetValue<string>(), Is.EqualTo("uniqueness"));
    }

    [Test]
    public async Task A_group_that_loses_a_member_has_moved_on_for_those_after()
    {
        var user = await NewUserAsync(Some.Name());
        var name = Some.Name("group");
        var group = (await _server.PostAsync("Groups", Some.Group(name, user))).Id;

        var results = await _server.BulkAsync(
            BulkText.Operation("DELETE", $"/Users/{user}"),
            BulkText.Operation("PUT", $"/Groups/{group}", Some.Group(name + "x"), "W/\\\"1\\\""),
            BulkText.Operation("PUT", $"/Groups/{group}", Some.Group(name + "x"), "W/\\\"2\\\""));

        Assert.That(results.Statuses(), Is.EqualTo("204 412 200"));
    }

    [Test]
    public async Task Who_is_deleted_is_no_member_for_those_after_and_one_for_those_before()
    {
        var user = await NewUserAsync(Some.Name());
        var results = await _server.BulkAsync(BulkText.Group("g", user), BulkText.Operation("DELETE", $"/Users/{user}"), BulkText.Group("h", user));

        Assert.That(results.Statuses(), Is.EqualTo("201 204 400"));
        Assert.That((await _server.GetAsync(results[0].Path())).Headers["ETag"], Is.EqualTo("W/\"2\""));
        Assert.That(await _server.MembersAsync(results[0].Id()), Is.Empty);
    }

    [Test]
    public async Task One_resource_may_be_named_many_times()
    {
        var user = await NewUserAsync(Some.Name());
        var results = await _server.BulkAsync(
            BulkText.Operation("PATCH", $"/Users/{user}", """[{"op": "add", "path": "title", "value": "Dr"}]"""),
            BulkText.Operation("PATCH", $"/Users/{user}", """[{"op": "add", "path": "nickName", "value": "Ada"}]"""),
            BulkText.Operation("DELETE", $"/Users/{user}"),
            BulkText.Operation("PATCH", $"/Users/{user}", """[{"op": "add", "path": "title", "value": "x"}]"""));

        Assert.That(results.Statuses(), Is.EqualTo("200 200 204 404"));
        Assert.That(results[1]["version"]!.GetValue<string>(), Is.EqualTo("W/\"3\""));
    }

    [Test]
    public async Task Members_are_selected_by_what_the_operations_before_made_of_them()
    {
        var (user, other) = (await NewUserAsync(Some.Name()), await NewUserAsync(Some.Name()));
        var group = (await _server.PostAsync("Groups", Some.Group(null, user, other))).Id;

        var results = await _server.BulkAsync(
            BulkText.Operation("PATCH", $"/Users/{user}", """[{"op": "add", "path": "displayName", "value": "Goner"}]"""),
            BulkText.Operation("PATCH", $"/Groups/{group}", """[{"op": "remove", "path": "members[display eq \"Goner\"]"}]"""));

        Assert.That(results.Statuses(), Is.EqualTo("200 204"));
        Assert.That(await _server.MembersAsync(group), Is.EqualTo(new[] { other }));
    }

    [Test]
    public async Task Savepoints_do_not_pile_up()
    {
        // A savepoint within others gives each of them a number of its own when it writes.
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.ExecuteAsync("""
            CREATE TABLE seen (numbers BIGINT);
            CREATE FUNCTION look() RETURNS TRIGGER LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO seen
                SELECT r.xmin::text::bigint - (txid_current() & 4294967295)
                FROM scim.resource r
                WHERE r.id = NEW.id;
                RETURN NULL;
            END $$;
            CREATE TRIGGER look AFTER INSERT ON scim.resource FOR EACH ROW WHEN (NEW.external_id = 'last') EXECUTE FUNCTION look();
            """);
        var user = await NewUserAsync(Some.Name());
        var stale = BulkText.Operation("PATCH", $"/Users/{user}", """[{"op": "add", "path": "title", "value": "Dr"}]""", "W/\\\"7\\\"");

        var results = await _server.BulkAsync([.. Enumerable.Repeat(stale, 300), BulkText.User("u", further: "\"externalId\": \"last\"")]);

        Assert.That(results.Select(x => x.Status()), Is.EqualTo(Enumerable.Repeat("412", 300).Append("201")));
        Assert.That(await connection.QuerySingleAsync<long>("SELECT numbers FROM seen"), Is.LessThan(100));
    }

    private async Task<string> NewUserAsync(string userName) => (await _server.PostAsync("Users", Some.User(userName))).Id;
}
