using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Scim.Api.Logging;
using Scim.Resources.Schemas;
using Scim.Storage;
using Scim.Storage.Logging;
using Scim.Storage.Tokens;
using Scim.Tests.Api.OAuth;

namespace Scim.Tests.Api.Logging;

/// <summary>Whatever is refused is in the log of whoever asked.</summary>
public class RefusalLogTests
{
    private const string PatchOp = "\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"]";

    // What is written behind an answer is there soon; slow machines get more time.
    private const int Patience = 20_000;

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("GET", "Users/0197a000-0000-7000-8000-000000000000", null, "read User 404")]
    [TestCase("GET", "Users/nobody", null, "read User 404")]
    [TestCase("GET", "Users?filter=shoe eq 1", null, "search User 400")]
    [TestCase("GET", "Users?filter=((", null, "search User 400")]
    [TestCase("GET", "?filter=((", null, "search  400")]
    [TestCase("POST", "Groups/.search", "{}", "search Group 400")]
    [TestCase("POST", "Users", "{", "create User 400")]
    [TestCase("POST", "Users", "{}", "create User 400")]
    [TestCase("POST", "Bulk", "{}", "bulk  400")]
    [TestCase("PUT", "Users/0197a000-0000-7000-8000-000000000000", "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"x\"}", "replace User 404")]
    [TestCase("PATCH", "Groups/0197a000-0000-7000-8000-000000000000", "{" + PatchOp + ", \"Operations\": [{\"op\": \"jump\"}]}", "patch Group 400")]
    [TestCase("DELETE", "Groups/0197a000-0000-7000-8000-000000000000", null, "delete Group 404")]
    [TestCase("DELETE", "Users", null, "delete User 405")]
    [TestCase("GET", "Elsewhere", null, "search  404")]
    [TestCase("GET", "Me", null, "search  501")]
    public async Task A_request_that_is_refused_is_logged(string method, string path, string? body, string expected)
    {
        await _server.SendAsync(new HttpMethod(method), path, body);
        var entry = await LastAsync();
        Assert.That($"{entry.Operation} {entry.Type} {entry.Status}", Is.EqualTo(expected));
        Assert.That(entry, Has.Property("Credential").EqualTo("tests").And.Property("CorrelationId").Not.Null.And.Property("Detail").Not.Empty);
    }

    [Test]
    public async Task It_is_found_by_the_resource_of_its_address_and_by_the_names_in_its_body()
    {
        var name = Some.Name();
        var user = await _server.PostAsync("Users", Some.User(name));
        await _server.PostAsync("Users", Some.User(name.ToUpperInvariant()));
        await _server.PatchAsync($"Users/{user.Id}", """{"op": "replace", "path": "active", "value": "perhaps"}""");
        await _server.PatchAsync($"Users/{user.Id}", """{"op": "replace", "path": "active", "value": "False"}""");

        var timeline = await FindAsync(name);

        Assert.That(timeline.Entries.Select(x => $"{x.Operation} {x.Outcome} {x.Status}".TrimEnd()), Is.EqualTo((string[])["create Done", "create Refused 409", "patch Refused 400", "patch Done"]));
        Assert.That(timeline.Entries[^1].NewValues, Is.EqualTo("""{"active": false}"""));
        Assert.That((await FindAsync(user.Id)).Entries, Has.Count.EqualTo(3), "the second POST was about no resource that is there");
    }

    [Test]
    public async Task Of_a_bulk_request_each_operation_that_was_refused_is_logged()
    {
        var (taken, free) = (Some.Name(), Some.Name());
        await _server.PostAsync("Users", Some.User(taken));
        var answer = await _server.PostAsync("Bulk", $$"""
            {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [
              {"method": "POST", "path": "/Users", "bulkId": "1", "data": {{Some.User(taken)}}},
              {"method": "POST", "path": "/Users", "bulkId": "2", "data": {{Some.User(free)}}},
              {"method": "DELETE", "path": "/Users/0197a000-0000-7000-8000-000000000000"},
              {"method": "POST", "path": "/Nowhere", "bulkId": "3", "data": {} }]}
            """);
        Assert.That(answer.Status, Is.EqualTo(200));

        var latest = await Reader.LatestAsync("default", DateTimeOffset.UnixEpoch, 100, CancellationToken.None);
        var request = latest.Entries[^1].CorrelationId;

        Assert.That(
            latest.Entries.Where(x => x.CorrelationId == request).Select(x => $"{x.Operation} {x.Type} {x.Outcome} {x.Status}"),
            Is.EquivalentTo((string[])["create User Done ", "create User Refused 409", "delete User Refused 404", "create  Refused 400"]));
        Assert.That((await FindAsync(taken)).Entries[^1].Status, Is.EqualTo(409));
    }

    [Test]
    public async Task A_flood_that_a_limit_turns_away_is_one_row()
    {
        await using var limited = await _server.AnotherAsync(("Scim:RequestsPerSecond", "1"));
        using var client = limited.NewClient(limited.Token);
        var statuses = new List<int>();
        for (var i = 0; i < 40; i++)
        {
            using var answer = await client.GetAsync("Users?count=0");
            statuses.Add((int)answer.StatusCode);
        }

        Assert.That(statuses.Count(x => x == 429), Is.GreaterThan(10));
        var latest = await Reader.LatestAsync("default", DateTimeOffset.UnixEpoch, 1_000, CancellationToken.None);
        Assert.That(latest.Entries.Count(x => x.Status == 429), Is.EqualTo(1));
    }

    [TestCase(true, "revoked")]
    [TestCase(false, "expired")]
    public async Task A_credential_that_has_ended_is_in_its_tenants_log_once_a_minute(bool isRevoked, string how)
    {
        var tokens = _server.Services.GetRequiredService<TokenStore>();
        var name = Some.Name("token");
        var (token, secret) = await tokens.CreateAsync("default", name, isRevoked ? null : DateTimeOffset.UtcNow.AddMinutes(-1), CancellationToken.None);
        if (isRevoked) await tokens.RevokeAsync("default", token.Id, CancellationToken.None);

        using var client = _server.NewClient(secret);
        for (var i = 0; i < 3; i++)
        {
            using var answer = await client.GetAsync("Users");
            Assert.That((int)answer.StatusCode, Is.EqualTo(401));
        }

        Assert.That(() => OfAsync(name).Result, Is.EqualTo((string[])[$"authenticate Refused 401 The token {token.Id} is {how}."]).After(Patience, 50));
    }

    [Test]
    public async Task A_client_that_shows_a_wrong_secret_is_in_its_tenants_log()
    {
        var clients = new OAuthClients(_server);
        var (client, _) = await clients.CreateWithSecretAsync();
        await clients.WithSecretAsync(client, "wrong");

        Assert.That(() => OfAsync(client.Name).Result, Is.EqualTo((string[])["authenticate Refused 401 It has no such secret, or it is expired or revoked."]).After(Patience, 50));
    }

    [Test]
    public async Task Without_a_credential_nothing_is_logged()
    {
        var before = await CountAsync();
        using var anonymous = _server.NewClient(null);
        using var answer = await anonymous.GetAsync("Users");
        Assert.That((int)answer.StatusCode, Is.EqualTo(401));
        Assert.That(await CountAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_client_that_is_refused_all_the_time_does_not_fill_the_log()
    {
        var (_, secret) = await _server.Services.GetRequiredService<TokenStore>().CreateAsync("default", "wrong all the time", null, CancellationToken.None);
        using var client = _server.NewClient(secret);
        for (var i = 0; i < RefusalLog.MostAMinute + 50; i++)
        {
            using var answer = await client.GetAsync("Users/nobody");
            Assert.That((int)answer.StatusCode, Is.EqualTo(404));
        }

        var rows = (await Reader.LatestAsync("default", DateTimeOffset.UnixEpoch, 10_000, CancellationToken.None)).Entries.Where(x => x.Credential == "wrong all the time").ToList();
        Assert.That(rows, Has.Count.InRange(RefusalLog.MostAMinute + 1, RefusalLog.MostAMinute + 50));
        Assert.That(rows.Select(x => x.Detail), Has.Exactly(1).StartsWith("More than 300 requests of this credential were refused"));
    }

    [TestCase("lovelace-1815@x.org")]
    [TestCase("DOMAIN\\lovelace")]
    [TestCase("Ada Lovelace")]
    [TestCase("Lovelace")]
    public async Task No_name_of_a_person_is_in_a_row_of_what_was_refused(string person)
    {
        var quoted = JsonValue.Create(person).ToJsonString();
        var before = await CountAsync("status >= 400");
        await _server.GetAsync($"Users?filter=userName zz {quoted}");
        await _server.GetAsync($"Users?filter=shoe eq {quoted}");
        await _server.GetAsync($"Users/{Uri.EscapeDataString(person)}");
        await _server.PostAsync("Users", $$"""{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": {{quoted}}, "active": {{quoted}} }""");
        await _server.PostAsync("Groups", $$"""{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "g", "members": [{"value": {{quoted}}}]}""");
        await _server.PostAsync("Users", $$"""{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{{Some.Name()}}", {{quoted}}: 1}""");
        await _server.PostAsync("Bulk", $$"""
            {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [
              {"method": "DELETE", "path": {{JsonValue.Create("/Users/" + person).ToJsonString()}} },
              {"method": "DELETE", "path": {{JsonValue.Create("/People/" + person).ToJsonString()}} },
              {"method": "POST", "path": "/Users", "bulkId": {{quoted}}, "data": {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "bulkId:{{Some.Name()}}" } },
              {"method": "POST", "path": "/Users", "bulkId": {{quoted}}, "data": {} }]}
            """);

        Assert.That(await CountAsync("status >= 400") - before, Is.GreaterThanOrEqualTo(8));
        Assert.That(await CountAsync("concat_ws(' ', l.detail, l.new_values, l.changed, l.credential) ILIKE '%lovelace%'"), Is.Zero);
    }

    private LogReader Reader => new(_server.Services.GetRequiredService<ScimDatabase>());

    private async Task<string[]> OfAsync(string credential) => [.. (await Reader.LatestAsync("default", DateTimeOffset.UnixEpoch, 10_000, CancellationToken.None)).Entries
        .Where(x => x.Credential == credential)
        .Select(x => $"{x.Operation} {x.Outcome} {x.Status} {x.Detail}")];

    private async Task<TimelineEntry> LastAsync() => (await Reader.LatestAsync("default", DateTimeOffset.UnixEpoch, 1, CancellationToken.None)).Entries.Single();

    private Task<LogTimeline> FindAsync(string name) => Reader.FindAsync(
        "default", LogSubject.Called(name, _server.Services.GetRequiredService<SchemaCatalogue>()), DateTimeOffset.UnixEpoch, 100, CancellationToken.None);

    private async Task<long> CountAsync(string condition = "TRUE")
    {
        await using var command = _server.Services.GetRequiredService<ScimDatabase>().Searches.CreateCommand($"SELECT count(*) FROM scim.provisioning_log l WHERE {condition}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
