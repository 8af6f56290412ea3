using Dapper;
using Npgsql;

namespace Scim.Tests.Api.Bulk;

/// <summary>A bulk request is one transaction that loses nothing, whoever else writes.</summary>
public class BulkTransactionTests
{
    private const int Writers = 8;

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Every_change_has_its_row_in_the_log_and_its_mark()
    {
        await ExecuteAsync("INSERT INTO scim.grafana_tenant (tenant_id, org_id, roles_from_groups) VALUES ('default', 1, TRUE)");
        var gone = (await _server.PostAsync("Users", Some.User())).Id;
        await ExecuteAsync("DELETE FROM scim.grafana_due");

        var results = await _server.BulkAsync(
            BulkText.Group("g", "bulkId:u"),
            BulkText.User("u", further: "\"unheardOf\": 1"),
            BulkText.Operation("PATCH", "/Users/bulkId:u", """[{"op": "add", "path": "title", "value": "Dr"}]"""),
            BulkText.Operation("DELETE", $"/Users/{gone}"),
            BulkText.Operation("DELETE", $"/Users/{gone}"));

        Assert.That(results.Statuses(), Is.EqualTo("201 201 200 204 404"));
        var (group, user) = (results[0].Id(), results[1].Id());
        Assert.That(await RowsAsync<string>("SELECT resource_id::text FROM scim.grafana_due"), Is.EquivalentTo(new[] { group, user, gone }));
        var log = await RowsAsync<string>("""
            SELECT operation || ' ' || resource_id || ' ' || version || ' ' || array_to_string(ignored, ',')
            FROM scim.provisioning_log
            WHERE correlation_id = (SELECT correlation_id FROM scim.provisioning_log ORDER BY id DESC LIMIT 1) AND outcome = 'done'
            """);
        Assert.That(log, Is.EquivalentTo(new[]
        {
            $"create {group} 1 ", $"create {user} 1 unheardOf", $"patch {user} 2 ", $"delete {gone} 1 ", $"patch {group} 2 ",
        }));
    }

    [Test]
    public async Task An_operation_that_the_database_cannot_do_is_500_and_the_others_are_done()
    {
        await ExecuteAsync("ALTER TABLE scim.resource ADD CONSTRAINT no_doom CHECK (external_id <> 'doom')");
        var user = (await _server.PostAsync("Users", Some.User())).Id;

        var results = await _server.BulkAsync(
            BulkText.User("a"),
            BulkText.User("b", further: "\"externalId\": \"doom\""),
            BulkText.Group("g", "bulkId:b"),
            BulkText.Operation("PATCH", $"/Users/{user}", """[{"op": "add", "path": "externalId", "value": "doom"}]"""),
            BulkText.User("c"));

        Assert.That(results.Statuses(), Is.EqualTo("201 500 409 500 201"));
        Assert.That(results[1].Detail(), Does.StartWith("The service failed. Its log says more under "));
        foreach (var result in (int[])[0, 4]) Assert.That((await _server.GetAsync(results[result].Path())).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Nothing_is_lost_between_bulk_requests_and_single_ones()
    {
        var (users, groups) = (new List<string>(), new List<string>());
        for (var i = 0; i < Writers * 4; i++) users.Add((await _server.PostAsync("Users", Some.User())).Id);
        for (var i = 0; i < 4; i++) groups.Add((await _server.PostAsync("Groups", Some.Group())).Id);

        // Each writer adds its own four users to all groups, in an order of its own, and touches everybody's users.
        var answers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async i =>
        {
            var own = users.Skip(i * 4).Take(4).ToList();
            var adds = groups.SelectMany(group => own.Select(user => (Path: $"Groups/{group}", Operations: $$"""{"op": "add", "path": "members", "value": [{"value": "{{user}}"}]}""")));
            var touches = users.Where((_, n) => n % 4 == 0).Select(user => (Path: $"Users/{user}", Operations: $$"""{"op": "replace", "path": "title", "value": "by {{i}}"}"""));
            var changes = adds.Concat(touches).OrderBy(x => i % 2 == 0 ? x.Path : new string([.. x.Path.Reverse()]), StringComparer.Ordinal).ToList();
            if (i % 2 == 0)
                return BulkText.Results(await _server.PostAsync("Bulk", BulkText.Request(changes.Select(x => BulkText.Operation("PATCH", "/" + x.Path, $"[{x.Operations}]"))))).Select(x => x.Status()).ToList();

            var statuses = new List<string>();
            foreach (var (path, operations) in changes) statuses.Add($"{(await _server.PatchAsync(path, operations)).Status}");
            return statuses;
        }));

        Assert.That(answers.SelectMany(x => x).Distinct(), Is.EquivalentTo(new[] { "200", "204" }));
        foreach (var group in groups) Assert.That(await _server.MembersAsync(group), Is.EquivalentTo(users));
    }

    [Test]
    public async Task Of_bulk_requests_that_create_the_same_users_in_any_order_each_is_created_once()
    {
        var names = Enumerable.Range(0, 40).Select(_ => Some.Name()).ToList();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => _server.PostAsync(
            "Bulk", BulkText.Request((i % 2 == 0 ? names : names.AsEnumerable().Reverse()).Select((name, n) => BulkText.User($"{n}", name))))));

        var statuses = answers.SelectMany(BulkText.Results).Select(x => x.Status()).ToList();
        Assert.That((statuses.Count(x => x == "201"), statuses.Count(x => x == "409")), Is.EqualTo((40, 120)));
        foreach (var name in names) Assert.That((await _server.GetAsync($"Users?count=0&filter=userName eq \"{name}\"")).TotalResults, Is.EqualTo(1));
    }

    [Test]
    public async Task Leavers_leave_while_others_come_and_go()
    {
        var (leavers, users) = (new List<string>(), new List<string>());
        for (var i = 0; i < 20; i++) leavers.Add((await _server.PostAsync("Users", Some.User())).Id);
        for (var i = 0; i < 20; i++) users.Add((await _server.PostAsync("Users", Some.User())).Id);
        var groups = new List<string>();
        for (var i = 0; i < 4; i++) groups.Add((await _server.PostAsync("Groups", Some.Group(null, [.. leavers]))).Id);

        var deletes = Enumerable.Range(0, 2).Select(i => _server.PostAsync("Bulk", BulkText.Request(leavers.Where((_, n) => n % 2 == i).Select(x => BulkText.Operation("DELETE", $"/Users/{x}"))))).ToList();
        var adds = users.Select((user, i) => _server.PatchAsync($"Groups/{groups[i % 4]}", $$"""{"op": "add", "path": "members", "value": [{"value": "{{user}}"}]}""")).ToList();

        foreach (var answer in await Task.WhenAll(deletes)) Assert.That(BulkText.Results(answer).Select(x => x.Status()), Is.All.EqualTo("204"));
        Assert.That((await Task.WhenAll(adds)).Select(x => x.Status), Is.All.EqualTo(204));
        for (var i = 0; i < 4; i++) Assert.That(await _server.MembersAsync(groups[i]), Is.EquivalentTo(users.Where((_, n) => n % 4 == i)));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.ExecuteAsync(sql);
    }

    private async Task<IReadOnlyList<T>> RowsAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        return (await connection.QueryAsync<T>(sql)).AsList();
    }
}
