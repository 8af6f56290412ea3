using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Scim.Tests.Api.Conformance;

/// <summary>What must be written down nowhere.</summary>
public class SecrecyTests
{
    private const string Secret = "t1meMa$heen";
    private const string Person = "lovelace-1815";

    private ScimServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_token_is_stored_as_its_hash_alone()
    {
        var rows = await QueryAsync("SELECT string_agg(t::text, ' ') FROM scim.token t");
        Assert.That(rows, Does.Contain(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_server.Token)))));
        Assert.That(rows, Does.Not.Contain(_server.Token).And.Not.Contain(_server.Token[5..]));
    }

    [Test]
    public async Task A_password_is_in_no_table()
    {
        var user = await _server.PostAsync("Users", Some.User(Person, $"\"password\": \"{Secret}\""));
        await _server.PatchAsync($"Users/{user.Id}", $$"""{"op": "replace", "value": {"password": "{{Secret}}"} }""");

        Assert.That(await QueryAsync("SELECT doc::text || search::text || search_text FROM scim.resource"), Does.Contain(Person).And.Not.Contain(Secret));
        Assert.That(await QueryAsync("SELECT string_agg(l::text, ' ') FROM scim.provisioning_log l"), Does.Contain("password").And.Not.Contain(Secret));
    }

    [Test]
    public async Task No_token_query_or_body_is_in_the_log_not_even_of_what_fails()
    {
        using var log = new LogLines();
        _server.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await _server.PostAsync("Users", Some.User(Person, $"\"password\": \"{Secret}\""));
        await _server.GetAsync($"Users?filter=userName eq \"{Person}\"&access_token={_server.Token}");
        await _server.GetAsync($"Users?filter=userName zz \"{Person}\"");
        await QueryAsync("ALTER TABLE scim.resource ADD CHECK (doc::text NOT LIKE '%Countess%') NOT VALID");

        var failed = await _server.PostAsync("Users", Some.User(Person + "-2", "\"title\": \"Countess\""));

        new Refusal(500, null, "The service failed. Its log says more under *").Check(failed);
        Assert.That(failed.Text, Does.Not.Contain(Person));
        Assert.That(log.Text, Does.Match("Request .* failed"));
        Assert.That(log.Text, Does.Not.Contain(Person).And.Not.Contain(Secret).And.Not.Contain("Countess").And.Not.Contain(_server.Token));
    }

    private async Task<string?> QueryAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as string;
    }
}
