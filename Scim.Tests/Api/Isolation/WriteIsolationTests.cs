using Microsoft.Extensions.DependencyInjection;
using Scim.Storage;
using Scim.Storage.Grafana;
using Scim.Storage.Tenants;
using Scim.Storage.Tokens;
using Scim.Tests.Api.Bulk;

namespace Scim.Tests.Api.Isolation;

/// <summary>No request of one tenant changes anything of another.</summary>
public class WriteIsolationTests
{
    private const string AddTitle = """{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "add", "path": "title", "value": "Dr"}]}""";
    private const string Rename = """{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "replace", "path": "displayName", "value": "Taken"}]}""";

    private ScimServer _server = null!;
    private Twin _one = null!;
    private Twin _other = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _one = await Twin.CreateAsync(_server.NewClient(await _server.NewTenantAsync()));
        _other = await Twin.CreateAsync(_server.NewClient(await _server.NewTenantAsync()));
    }

    [TearDown]
    public async Task StopAsync()
    {
        _one.Dispose();
        _other.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Of_the_others_ids_each_is_404_and_stays()
    {
        var before = await _other.StateAsync();
        foreach (var (method, path, body) in new[]
        {
            ("PUT", "Users/{ada}", Some.User()), ("PATCH", "Users/{ada}", AddTitle), ("DELETE", "Users/{bob}", null),
            ("PUT", "Groups/{engines}", Some.Group()), ("PATCH", "Groups/{engines}", Rename), ("DELETE", "Groups/{plant}", null),
        })
        {
            var version = (await _other.SendAsync("GET", _other.With(path))).Headers["ETag"];
            foreach (var ifMatch in (string?[])[null, version, "*"])
                Assert.That((await _one.SendAsync(method, _other.With(path), body, ifMatch)).Status, Is.EqualTo(404), $"{method} {path} {ifMatch}");
        }

        Assert.That(await _other.StateAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task In_bulk_too()
    {
        var before = await _other.StateAsync();
        var results = BulkText.Results(await _one.SendAsync("POST", "Bulk", _other.With(BulkText.Request(
            BulkText.Operation("PUT", "/Users/{ada}", Some.User()),
            BulkText.Operation("PATCH", "/Users/{bob}", AddTitle),
            BulkText.Operation("DELETE", "/Users/{bob}"),
            BulkText.Operation("PATCH", "/Groups/{engines}", Rename),
            BulkText.Operation("DELETE", "/Groups/{plant}"),
            BulkText.Group("g", "{ada}", "{engines}")))));

        Assert.That(results.Statuses(), Is.EqualTo("404 404 404 404 404 400"));
        Assert.That(await _other.StateAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_bulkId_means_nothing_to_the_others()
    {
        BulkText.Results(await _other.SendAsync("POST", "Bulk", BulkText.Request(BulkText.User("shared"))));
        var before = await _other.StateAsync();

        var answer = await _one.SendAsync("POST", "Bulk", BulkText.Request(BulkText.Group("g", "bulkId:shared")));

        Assert.That(BulkText.Results(answer).Statuses(), Does.StartWith("4"), answer.Text);
        Assert.That(await _other.StateAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task The_others_ids_among_own_ones_become_no_members()
    {
        var before = await _other.StateAsync();
        foreach (var id in (string[])["{ada}", "{engines}"])
        {
            var (mine, theirs) = (_one.With(id), _other.With(id));
            var made = await _one.SendAsync("POST", "Groups", Some.Group(null, mine, theirs));
            Assert.That(made.Body["members"]!.AsArray().Select(x => x!["value"]!.GetValue<string>()), Is.EqualTo(new[] { mine }));
        }

        await _one.SendAsync("PATCH", $"Groups/{_one["engines"]}", $$"""
            {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
              {"op": "add", "path": "members", "value": [{"value": "{{_one["bob"]}}"}, {"value": "{{_other["bob"]}}"}]},
              {"op": "remove", "path": "members[value eq \"{{_other["ada"]}}\"]"}]}
            """);
        var members = (await _one.SendAsync("GET", $"Groups/{_one["engines"]}")).Body["members"]!.AsArray().Select(x => x!["value"]!.GetValue<string>());
        Assert.That(members, Is.EquivalentTo(new[] { _one["ada"], _one["bob"] }));
        Assert.That(await _other.StateAsync(), Is.EqualTo(before), "no groups, no versions");
    }

    [Test]
    public async Task Everything_may_be_deleted_and_the_others_keep_theirs()
    {
        var before = await _other.StateAsync();
        foreach (var path in (string[])["Users/{ada}", "Groups/{engines}", "Users/{bob}", "Groups/{plant}"])
            Assert.That((await _one.SendAsync("DELETE", _one.With(path))).Status, Is.EqualTo(204));

        Assert.That(await _other.StateAsync(), Is.EqualTo(before));
        Assert.That((await _one.SendAsync("GET", "?filter=id pr")).TotalResults, Is.Zero);
    }

    [Test]
    public async Task A_name_that_the_others_have_is_free()
    {
        Assert.That((await _other.SendAsync("POST", "Users", Some.User("grace"))).Status, Is.EqualTo(201));
        Assert.That((await _one.SendAsync("PUT", $"Users/{_one["ada"]}", Some.User("grace"))).Status, Is.EqualTo(200));
        Assert.That((await _one.SendAsync("POST", "Users", Some.User("grace"))).Status, Is.EqualTo(409), "its own is not");
    }

    [Test]
    public async Task A_change_makes_nothing_due_in_the_others_organisation()
    {
        await using var database = new ScimDatabase(_server.ConnectionString);
        var (tenants, tokens, connected, due) = (new TenantStore(database), new TokenStore(database), new ConnectedTenants(database), new DueList(database));
        var clients = new Dictionary<string, HttpClient>();
        foreach (var (name, orgId) in new[] { ("here", 1), ("there", 2) })
        {
            await tenants.CreateAsync(name, CancellationToken.None);
            clients[name] = _server.NewClient((await tokens.CreateAsync(name, "tests", null, CancellationToken.None)).Secret);
        }

        using var there = await Twin.CreateAsync(clients["there"]);
        foreach (var (name, orgId) in new[] { ("here", 1), ("there", 2) }) await connected.ConnectAsync(name, orgId, rolesFromGroups: true, CancellationToken.None);

        using var here = await Twin.CreateAsync(clients["here"]);
        await here.SendAsync("DELETE", $"Users/{here["ada"]}");
        await here.SendAsync("PATCH", $"Users/{there["ada"]}", AddTitle);
        await here.SendAsync("POST", "Groups", Some.Group(null, here["bob"], there["bob"]));

        Assert.That((await due.ReportAsync("here", 1, CancellationToken.None)).Due, Is.Positive);
        Assert.That((await due.ReportAsync("there", 1, CancellationToken.None)).Due, Is.Zero);
    }
}
