using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Scim.Tests.Databases;

namespace Scim.Tests.Api;

public class CommandLineTests
{
    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Token_create_prints_a_token_alone_that_works()
    {
        var name = Some.Name("token");
        var created = await CommandLine.RunAsync(_server.ConnectionString, "token", "create", "--name", name);

        Assert.That(created.ExitCode, Is.Zero, created.Error);
        Assert.That(created.Output, Does.Match("^scim_[0-9a-f]{72}\n$"));
        Assert.That(created.Error, Is.EqualTo($"Token \"{name}\" made. It is not shown again.\n"));
        Assert.That(await StatusAsync(created.Output.Trim()), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Token_create_as_JSON_says_all_of_it()
    {
        var name = Some.Name("token");
        var created = await CommandLine.RunAsync(_server.ConnectionString, "token", "create", "--name", name, "--expires-in-days", "30", "--json");

        var json = JsonNode.Parse(created.Output)!.AsObject();
        Assert.That(json.Select(x => x.Key), Is.EqualTo((string[])["id", "tenant", "name", "scope", "expires", "secret"]));
        Assert.That((json["name"]!.GetValue<string>(), json["tenant"]!.GetValue<string>()), Is.EqualTo((name, "default")));
        Assert.That(json["expires"]!.GetValue<DateTime>(), Is.EqualTo(DateTime.UtcNow.AddDays(30)).Within(1).Hours);
        Assert.That(await StatusAsync(json["secret"]!.GetValue<string>()), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Token_list_shows_each_without_its_secret()
    {
        var name = Some.Name("token");
        var secret = (await CommandLine.RunAsync(_server.ConnectionString, "token", "create", "--name", name)).Output.Trim();

        var text = await CommandLine.RunAsync(_server.ConnectionString, "token", "list");
        var json = await CommandLine.RunAsync(_server.ConnectionString, "token", "list", "--json");

        Assert.That(text.Output.Split('\n')[0], Does.Match("^ID +STATE +SCOPE +CREATED +EXPIRES +LAST USED +NAME$"));
        Assert.That(text.Output, Does.Match($"(?m)^[0-9a-f-]{{36}}  live  .*  {name}$"));
        Assert.That(JsonNode.Parse(json.Output)!.AsArray().Select(x => x!["name"]!.GetValue<string>()), Does.Contain(name));
        Assert.That(text.Output + json.Output, Does.Not.Contain(secret).And.Not.Contain("hash"));
    }

    [Test]
    public async Task Token_revoke_ends_it_by_name_or_id([Values] bool byName)
    {
        var name = Some.Name("token");
        var created = JsonNode.Parse((await CommandLine.RunAsync(_server.ConnectionString, "token", "create", "--name", name, "--json")).Output)!;
        var which = byName ? name : created["id"]!.GetValue<string>();

        var revoked = await CommandLine.RunAsync(_server.ConnectionString, "token", "revoke", which);
        Assert.That((revoked.ExitCode, revoked.Output), Is.EqualTo((0, $"Token \"{name}\" is revoked.\n")), revoked.Error);
        Assert.That(await StatusAsync(created["secret"]!.GetValue<string>()), Is.EqualTo(HttpStatusCode.Unauthorized));

        var again = await CommandLine.RunAsync(_server.ConnectionString, "token", "revoke", which);
        Assert.That((again.ExitCode, again.Error), Is.EqualTo((1, $"No live token has the id or the name \"{which}\". See: token list.\n")));
    }

    [Test]
    public async Task Token_revoke_of_one_name_twice_asks_for_the_id()
    {
        var name = Some.Name("token");
        foreach (var _ in Enumerable.Range(0, 2)) await CommandLine.RunAsync(_server.ConnectionString, "token", "create", "--name", name);

        var revoked = await CommandLine.RunAsync(_server.ConnectionString, "token", "revoke", name);
        Assert.That(revoked.ExitCode, Is.EqualTo(1));
        Assert.That(revoked.Error, Does.StartWith($"2 live tokens are called \"{name}\". Give the id of one: "));
    }

    [Test]
    public async Task Token_create_admin_makes_one_that_signs_in_to_the_console()
    {
        var created = await CommandLine.RunAsync(_server.ConnectionString, "token", "create", "--name", Some.Name("token"), "--admin", "--json");
        var json = JsonNode.Parse(created.Output)!;

        using var console = new AdminConsole.ConsoleClient(_server);
        Assert.That((json["scope"]!.GetValue<string>(), (await console.SignInAsync(json["secret"]!.GetValue<string>())).Status), Is.EqualTo(("scim.admin", 200)));
    }

    [TestCase("--admin and --read-only exclude each other.", "token", "create", "--name", "x", "--admin", "--read-only")]
    [TestCase("--expires-in-days takes a number from 1 to 3650.", "token", "create", "--name", "x", "--expires-in-days", "0")]
    [TestCase("--expires-in-days takes a number from 1 to 3650.", "token", "create", "--name", "x", "--expires-in-days", "soon")]
    [TestCase("Option '--name' is required.", "token", "create")]
    [TestCase("A token needs a name.", "token", "create", "--name", " ")]
    [TestCase("A token needs a name of 1 to 200 characters, without control and format characters.", "token", "create", "--name", "\u200b")]
    [TestCase("A token needs a name of 1 to 200 characters, without control and format characters.", "token", "create", "--name", "a\u202eb")]
    [TestCase("A client needs a name of 1 to 200 characters, without control and format characters.", "client", "create", "--name", "a\u202eb")]
    [TestCase("There is no tenant \"nobody\".", "token", "create", "--name", "x", "--tenant", "nobody")]
    [TestCase("Unrecognized command or argument 'dance'.", "dance")]
    [TestCase("\"nowhere\" is no address; write one like http://localhost:8080.", "health", "nowhere")]
    public async Task A_wrong_command_is_explained(string message, params string[] arguments)
    {
        var result = await CommandLine.RunAsync(_server.ConnectionString, arguments);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.Output);
        Assert.That(result.Error, Does.Contain(message).And.Not.Contain("   at "));
    }

    [Test]
    public async Task Migrate_twice_changes_nothing_the_second_time()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var connection = new Npgsql.NpgsqlConnection(database.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = new Npgsql.NpgsqlCommand("DROP SCHEMA scim CASCADE; DROP TABLE public.scim_migration", connection);
            await command.ExecuteNonQueryAsync();
        }

        var first = await CommandLine.RunAsync(database.ConnectionString, "migrate");
        var second = await CommandLine.RunAsync(database.ConnectionString, "migrate");

        Assert.That(first.ExitCode, Is.Zero, first.Error);
        Assert.That(first.Output, Does.Match(@"(?m)^Brought the database up to date: 0001_resources").And.EndWith("The database is up to date.\n"));
        Assert.That((second.ExitCode, second.Output), Is.EqualTo((0, "The database is up to date.\n")), second.Error);
    }

    [Test]
    public async Task Health_asks_a_running_service()
    {
        var result = await CommandLine.RunAsync(_server.ConnectionString, "health", _server.Root.ToString());
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((0, "Healthy\n")), result.Error);
    }

    [TestCase("ASPNETCORE_URLS", "http://+:{0}", 0)]
    [TestCase("ASPNETCORE_URLS", "http://*:{0}/", 0)]
    [TestCase("ASPNETCORE_URLS", "http://0.0.0.0:{0}", 0)]
    [TestCase("ASPNETCORE_URLS", "http://[::]:{0}", 0)]
    [TestCase("ASPNETCORE_URLS", "http://any.name.there.is:{0}", 0)]
    [TestCase("ASPNETCORE_URLS", "http://127.0.0.1:{0}", 0)]
    [TestCase("ASPNETCORE_URLS", "http://unix:/run/scim.sock; https://+:1;http://127.0.0.1:{0}", 0)]
    [TestCase("ASPNETCORE_HTTP_PORTS", "{0};1", 0)]
    [TestCase("ASPNETCORE_URLS", "http://127.0.0.2:1", 1)]
    public async Task Health_without_an_address_asks_where_a_service_with_the_same_settings_listens(string name, string value, int exitCode)
    {
        var port = _server.Root.Port.ToString(CultureInfo.InvariantCulture);
        var result = await CommandLine.RunAsync([(name, value.Replace("{0}", port, StringComparison.Ordinal))], "health");
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.Error);
    }

    [Test]
    public async Task Health_of_a_dead_port_fails()
    {
        var result = await CommandLine.RunAsync(_server.ConnectionString, "health", "http://127.0.0.1:1");
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.StartWith("http://127.0.0.1:1/health/ready does not answer: ").And.Not.Contain("   at "));
    }

    [TestCase("Scim__BootstrapToken", "short", "Scim__BootstrapToken has 5 characters; set at least 32 random ones, or leave it out.\n")]
    [TestCase("Scim__PublicUrl", "grafana", "Scim__PublicUrl is \"grafana\"; set an address like https://grafana.example.com.\n")]
    [TestCase("Scim__PublicUrl", "ftp://grafana", "Scim__PublicUrl is \"ftp://grafana/\"; set an address like https://grafana.example.com.\n")]
    [TestCase("Scim__PublicUrl", "http://[", "*Scim:PublicUrl* Set an address like https://grafana.example.com.\n")]
    [TestCase("Scim__PublicUrl", "https://example.com/scim/", "Scim__PublicUrl is \"https://example.com/scim/\"; leave /scim out, the service adds it.\n")]
    [TestCase("Scim__SchemasDir", "/nowhere", "Scim__SchemasDir is \"/nowhere\", which is no folder.\n")]
    [TestCase("Scim__TrustedProxies", "10.1.0.0/33", "Scim__TrustedProxies holds \"10.1.0.0/33\"; set IP addresses or networks (10.1.0.0/16), separated by commas.\n")]
    [TestCase("Scim__TrustedProxies", "10.0.0.1, proxy", "Scim__TrustedProxies holds \"proxy\"; set IP addresses or networks (10.1.0.0/16), separated by commas.\n")]
    [TestCase("Scim__RequestsPerSecond", "-1", "Scim__RequestsPerSecond is -1; set 1 to 1000000, or 0 for no limit.\n")]
    [TestCase("Scim__FailedAuthenticationsPerMinute", "-1", "Scim__FailedAuthenticationsPerMinute is -1; set 1 or more, or 0 for no limit.\n")]
    [TestCase("ConnectionStrings__Scim", "Host=127.0.0.1;Port=1;Username=x;Password=hunter2;Timeout=5", "PostgreSQL cannot be reached: * Check ConnectionStrings__Scim.\n")]
    [TestCase("ConnectionStrings__Scim", "hunter2", "ConnectionStrings__Scim cannot be read; write it like Host=db;Database=scim;Username=scim;Password=...\n")]
    [TestCase("ConnectionStrings__Scim", "Host=;Password=hunter2", "ConnectionStrings__Scim cannot be read; write it like Host=db;Database=scim;Username=scim;Password=...\n")]
    [TestCase("ASPNETCORE_URLS", "nowhere", "ASPNETCORE_URLS holds \"nowhere\"; set an address to listen on, like http://localhost:8080.\n")]
    public async Task A_bad_setting_is_told_in_one_line(string name, string value, string message)
    {
        var settings = new Dictionary<string, string> { ["ConnectionStrings__Scim"] = _server.ConnectionString, [name] = value };
        var result = await CommandLine.RunAsync([.. settings.Select(x => (x.Key, x.Value))], "serve");

        Assert.That(result.ExitCode, Is.EqualTo(1), result.Output);
        Assert.That(result.Error, Does.Match("^" + System.Text.RegularExpressions.Regex.Escape(message).Replace(@"\*", ".*", StringComparison.Ordinal) + "$"));
        Assert.That(result.Error, Does.Not.Contain("hunter2"));
    }

    [Test]
    public async Task A_port_that_is_taken_is_told_in_one_line()
    {
        var result = await CommandLine.RunAsync(
            [("ConnectionStrings__Scim", _server.ConnectionString), ("ASPNETCORE_URLS", _server.Root.ToString())], "serve");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.Output);
        Assert.That(result.Error, Does.Match("^Failed to bind to address .* Set ASPNETCORE_URLS to another address.\n$"));
    }

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var client = _server.NewClient(token);
        using var response = await client.GetAsync(new Uri("Users?count=0", UriKind.Relative));
        return response.StatusCode;
    }
}
