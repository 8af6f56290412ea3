using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Scim.Api.Hosting;
using Scim.Api.Protocol;
using Scim.Resources;
using Scim.Storage.Tokens;

namespace Scim.Tests.Api.Conformance;

/// <summary>Errors of RFC 7644 section 3.12 that no bad request can cause by itself.</summary>
public class ErrorRulesTests
{
    private static readonly string[] Table9 =
        ["invalidFilter", "tooMany", "uniqueness", "mutability", "invalidSyntax", "invalidPath", "noTarget", "invalidValue", "invalidVers", "sensitive"];

    // RFC 9865 section 2.1.
    private static readonly string[] OfCursors = ["invalidCursor", "expiredCursor", "invalidCount"];

    [Test]
    public void A_scimType_is_one_of_the_RFCs_and_comes_with_400()
    {
        foreach (var type in Enum.GetValues<ScimErrorType>())
        {
            var error = ScimError.From(new ScimException(type, "x"));
            Assert.That(Table9.Concat(OfCursors), Has.Member(error.ScimType), JsonNamingPolicy.CamelCase.ConvertName(type.ToString()));
            Assert.That(error.Status, Is.EqualTo(400), error.ScimType);
        }

        Assert.That((ScimError.Uniqueness("User", "userName").Status, ScimError.Uniqueness("User", "userName").ScimType), Is.EqualTo((409, "uniqueness")));
    }

    [TestCase("GET", "Users")]
    [TestCase("POST", "Users")]
    public async Task A_fault_of_the_service_is_500_and_tells_nothing_but_where_to_look(string method, string path)
    {
        await using var server = await ScimServer.StartAsync();
        await ExecuteAsync(server, "ALTER TABLE scim.resource RENAME TO elsewhere");

        var answer = await server.SendAsync(new HttpMethod(method), path, method == "POST" ? Some.User() : null);

        new Refusal(500, null, "The service failed. Its log says more under *").Check(answer);
        Assert.That(answer.Detail, Does.Match(@"^The service failed\. Its log says more under [0-9a-f]{32}\.$"));
        Assert.That(answer.Body.Select(x => x.Key), Is.EqualTo((string[])["schemas", "status", "detail"]));
    }

    [Test]
    public async Task A_database_that_went_away_is_503_with_the_time_to_wait_and_comes_back()
    {
        await using var server = await ScimServer.StartAsync();
        Assert.That((await server.GetAsync("Users")).Status, Is.EqualTo(200));
        await ExecuteAsync(server, "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

        var answer = await server.GetAsync("Users");

        new Refusal(503, null, "The database does not answer, so it is not certain whether a change was stored. Try again: the same request once more does no harm.").Check(answer);
        Assert.That(answer.Headers["Retry-After"], Is.EqualTo("5"));
        Assert.That((await server.GetAsync("Users")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task More_requests_than_a_token_may_send_are_429_with_the_time_to_wait_and_nothing_is_done()
    {
        await using var server = await ScimServer.StartAsync(("Scim:RequestsPerSecond", "1"));
        using var other = server.NewClient(await server.NewTenantAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => server.PostAsync("Users", Some.User())));

        var refused = answers.Where(x => x.Status != 201).ToList();
        Assert.That(refused, Is.Not.Empty);
        foreach (var answer in refused)
        {
            new Refusal(429, null, "This token may send 1 requests a second. Wait for as many seconds as Retry-After says, or raise Scim__RequestsPerSecond of the service.").Check(answer);
            Assert.That(int.Parse(answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), Is.Positive);
        }

        Assert.That((int)(await other.GetAsync("Users")).StatusCode, Is.EqualTo(200), "of another token");
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await server.Services.GetRequiredService<TokenStore>().CreateAsync("default", "another", null, CancellationToken.None)).Secret);
        Assert.That((await server.GetAsync("Users?count=0")).TotalResults, Is.EqualTo(answers.Length - refused.Count));
    }

    [Test]
    public async Task Without_a_limit_a_token_may_send_any_number()
    {
        await using var server = await ScimServer.StartAsync(("Scim:RequestsPerSecond", "0"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => server.GetAsync("Users?count=0")));
        Assert.That(answers.Select(x => x.Status), Is.All.EqualTo(200));
    }

    [Test]
    public async Task Unless_set_otherwise_a_token_may_send_far_more_than_Entra_does()
    {
        await using var server = await ScimServer.StartAsync();
        Assert.That(server.Services.GetRequiredService<IOptions<ScimOptions>>().Value.RequestsPerSecond, Is.EqualTo(1_000));
    }

    private static async Task ExecuteAsync(ScimServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
