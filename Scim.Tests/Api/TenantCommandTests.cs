using System.Text.Json.Nodes;
using Npgsql;
using Scim.Storage.Tenants;

namespace Scim.Tests.Api;

/// <summary><c>tenant create|list</c></summary>
public class TenantCommandTests
{
    private static readonly string[] Names =
        ["a", "7", "acme", "acme-2", "a-", new('a', 63), "", "-acme", "Acme", "a_b", "a b", "\u00e9", "a\n", new('a', 64)];

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Create_makes_a_tenant_that_takes_tokens()
    {
        var name = NewName();
        var made = await RunAsync("create", name);
        var token = await CommandLine.RunAsync(_server.ConnectionString, "token", "create", "--tenant", name, "--name", "first");

        Assert.That((made.ExitCode, made.Output), Is.EqualTo((0, $"Tenant \"{name}\" made. Its first token: token create --tenant {name} --name NAME\n")), made.Error);
        using var client = _server.NewClient(token.Output.Trim());
        using var answer = await client.GetAsync(new Uri("Users", UriKind.Relative));
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Create_of_one_that_is_there_says_so()
    {
        var name = NewName();
        await RunAsync("create", name);
        var again = await RunAsync("create", name, "--json");
        Assert.That((again.ExitCode, again.Output, again.Error), Is.EqualTo((1, "", $"There is a tenant \"{name}\" already.\n")));
    }

    [TestCase("Acme")]
    [TestCase("a_b")]
    [TestCase("")]
    public async Task Create_with_a_bad_name_is_explained(string name)
    {
        var result = await RunAsync("create", name);
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain("A tenant's name has 1 to 63 of a-z, 0-9 and -, and begins with a letter or digit.").And.Not.Contain("   at "));
    }

    [TestCaseSource(nameof(Names))]
    public async Task A_name_is_good_where_the_database_takes_it(string name)
    {
        await using var source = NpgsqlDataSource.Create(_server.ConnectionString);
        await using var command = source.CreateCommand("INSERT INTO scim.tenant (id) VALUES ($1) ON CONFLICT DO NOTHING");
        command.Parameters.AddWithValue(name);
        var isTaken = await TakesAsync(command);
        Assert.That(Tenant.IsName(name), Is.EqualTo(isTaken), name);
    }

    [Test]
    public async Task List_counts_what_each_holds()
    {
        var name = NewName();
        await RunAsync("create", name, "--json");
        var token = (await CommandLine.RunAsync(_server.ConnectionString, "token", "create", "--tenant", name, "--name", "lives")).Output.Trim();
        await CommandLine.RunAsync(_server.ConnectionString, "token", "create", "--tenant", name, "--name", "revoked");
        await CommandLine.RunAsync(_server.ConnectionString, "token", "revoke", "--tenant", name, "revoked");
        using var client = _server.NewClient(token);
        foreach (var (path, body) in new[] { ("Users", Some.User()), ("Users", Some.User()), ("Groups", Some.Group()) })
        {
            using var content = new StringContent(body, System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/scim+json"));
            using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        }

        var text = await RunAsync("list");
        var json = JsonNode.Parse((await RunAsync("list", "--json")).Output)!.AsArray().Single(x => x!["name"]!.GetValue<string>() == name)!;

        Assert.That(text.Output.Split('\n')[0], Does.Match("^CREATED +USERS +GROUPS +TOKENS +NAME$"));
        Assert.That(text.Output, Does.Match($"(?m)^[0-9-]{{10}} [0-9:]{{5}} +2 +1 +1  {name}$"));
        Assert.That((json["users"]!.GetValue<int>(), json["groups"]!.GetValue<int>(), json["liveTokens"]!.GetValue<int>()), Is.EqualTo((2, 1, 1)));
    }

    private static string NewName() => Some.Name("tenant");

    private Task<CommandResult> RunAsync(params string[] arguments) => CommandLine.RunAsync(_server.ConnectionString, ["tenant", .. arguments]);

    private static async Task<bool> TakesAsync(NpgsqlCommand command)
    {
        try
        {
            await command.ExecuteNonQueryAsync();
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            return false;
        }
    }
}
