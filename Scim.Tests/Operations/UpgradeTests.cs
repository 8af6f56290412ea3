using Dapper;
using Npgsql;
using Scim.Tests.Api;
using Scim.Tests.Grafana;

namespace Scim.Tests.Operations;

public class UpgradeTests
{
    private ConnectedScim _scim = null!;
    private SomeContent _content = null!;
    private string _expected = null!;

    /// <summary>Every state of the tables that there has been, the present one last.</summary>
    public static IEnumerable<string> States => EarlierDatabase.Scripts;

    [OneTimeSetUp]
    public async Task WriteAsync()
    {
        _scim = await ConnectedScim.StartAsync();
        _content = await SomeContent.WriteAsync(_scim);
        _expected = await SomeContent.ReadAsync(_scim.Server.Root, _content.Token);
        await _scim.Server.StopAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _scim.DisposeAsync();

    [TestCaseSource(nameof(States))]
    public async Task What_was_written_before_is_read_after(string state)
    {
        await using var database = await EarlierDatabase.CreateAsync(state, _scim.Server.ConnectionString);
        using var service = new ServiceProcess(database.ConnectionString);
        await service.StartAsync();

        Assert.That(await SomeContent.ReadAsync(service.Root, _content.Token), Is.EqualTo(_expected));
        Assert.That(await InvalidAsync(database.ConnectionString), Is.Empty);

        // And written again.
        using var client = new HttpClient { BaseAddress = service.Root };
        client.DefaultRequestHeaders.Authorization = new("Bearer", _content.Token);
        var ada = System.Text.Json.Nodes.JsonNode.Parse(await client.GetStringAsync("scim/Users?filter=userName eq \"ada@example.com\""))!["Resources"]![0]!;
        using var patch = new StringContent("""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "replace", "path": "title", "value": "Analyst"}]}""", null, "application/scim+json");
        using var patched = await client.PatchAsync($"scim/Users/{ada["id"]}", patch);
        Assert.That((int)patched.StatusCode, Is.EqualTo(200), await patched.Content.ReadAsStringAsync());

        var log = await CommandLine.RunAsync(database.ConnectionString, "log", "ada@example.com");
        Assert.That(log.ExitCode, Is.Zero, log.Error);
        Assert.That(log.Output, Does.Contain("created").And.Contain("title"));
    }

    /// <summary>References that lead nowhere, which a copy between tables could hide.</summary>
    private static async Task<IReadOnlyList<string>> InvalidAsync(string connectionString)
    {
        const string keys = "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I %s', conrelid::regclass, conname, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'scim'::regnamespace";
        await using var connection = new NpgsqlConnection(connectionString);
        var failed = new List<string>();
        foreach (var statement in (await connection.QueryAsync<string>(keys)).AsList())
        {
            try
            {
                await connection.ExecuteAsync(statement);
            }
            catch (PostgresException e)
            {
                failed.Add($"{statement}: {e.MessageText}");
            }
        }

        return failed;
    }
}
