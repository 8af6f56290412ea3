using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Scim.Storage.Clients;
using Scim.Storage.Tenants;
using Scim.Storage.Tokens;

namespace Scim.Tests.Api.OAuth;

/// <summary>Who gets an access token, what it may do, and when it ends.</summary>
public class TokenEndpointTests
{
    // A revoked client is remembered for five seconds; slow machines get much more.
    private const int Patience = 60_000;

    private ScimServer _server = null!;
    private OAuthClients _clients = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _clients = new OAuthClients(_server);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_client_gets_a_token_for_its_secret_and_the_token_works([Values] bool inHeader, [Values(1, 6)] int hours)
    {
        var (client, secret) = await _clients.CreateWithSecretAsync(hours: hours);

        var answer = inHeader
            ? await _clients.SendAsync(OAuthClients.Basic($"{client.Id}", secret), ("grant_type", "client_credentials"))
            : await _clients.WithSecretAsync(client, secret);

        Assert.That(answer.Status, Is.EqualTo(200), answer.Answer.Text);
        Assert.That(answer.Body.Select(x => x.Key), Is.EqualTo((string[])["access_token", "token_type", "expires_in", "scope"]));
        Assert.That(((string)answer.Body["token_type"]!, (int)answer.Body["expires_in"]!, answer.Scope), Is.EqualTo(("Bearer", hours * 3600, "scim")));
        Assert.That((answer.Answer.ContentType, answer.Answer.Headers["Cache-Control"]), Is.EqualTo(("application/json", "no-store")));
        Assert.That(await _clients.UseAsync(answer.Token), Is.EqualTo(200));
    }

    [TestCase("/scim/oauth/token")]
    [TestCase("/scim/v2/oauth/token")]
    public async Task Tokens_are_given_at(string path)
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var body = OAuthClients.Form(("grant_type", "client_credentials"), ("client_id", $"{client.Id}"), ("client_secret", secret));
        Assert.That((await _clients.SendAsync(body, path: path)).Status, Is.EqualTo(200));
    }

    // Entra's test sends baseAddress, and scopes of other servers.
    [Test]
    public async Task What_is_not_known_is_passed_over()
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var answer = await _clients.SendAsync(
            ("baseAddress", "https://example.com/scim"), ("grant_type", "client_credentials"), ("client_id", $"{client.Id}"), ("client_secret", secret), ("scope", "https://example.com/.default"));
        Assert.That((answer.Status, answer.Scope), Is.EqualTo((200, "scim")));
    }

    [TestCase(TokenScope.Full, null, "scim")]
    [TestCase(TokenScope.Full, "", "scim")]
    [TestCase(TokenScope.Full, "scim", "scim")]
    [TestCase(TokenScope.Full, "openid", "scim")]
    [TestCase(TokenScope.Full, "scim.read", "scim.read")]
    [TestCase(TokenScope.Full, "openid scim.read", "scim.read")]
    [TestCase(TokenScope.Full, "scim.read scim", "scim")]
    [TestCase(TokenScope.ReadOnly, null, "scim.read")]
    [TestCase(TokenScope.ReadOnly, "scim", "scim.read")]
    public async Task The_scope_is_the_least_of_what_is_asked_for_and_what_the_client_may_have(string most, string? asked, string expected)
    {
        var (client, secret) = await _clients.CreateWithSecretAsync(most);
        var answer = await _clients.WithSecretAsync(client, secret, asked);
        Assert.That((answer.Status, answer.Scope), Is.EqualTo((200, expected)));

        using var user = _server.NewClient(answer.Token);
        using var content = new StringContent(Some.User(), MediaTypeHeaderValue.Parse("application/scim+json"));
        using var created = await user.PostAsync("Users", content);
        Assert.That((int)created.StatusCode, Is.EqualTo(expected == TokenScope.Full ? 201 : 403));
    }

    [TestCase("a  b")]
    [TestCase(" scim")]
    [TestCase("\"scim\"")]
    [TestCase("scim\n")]
    [TestCase("sçim")]
    public async Task What_is_no_scope_is_invalid_scope(string scope)
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        await OAuthClients.RefusedAsync(_clients.WithSecretAsync(client, secret, scope), 400, "invalid_scope");
    }

    [Test]
    public async Task The_secret_of_another_client_is_invalid_client()
    {
        var (client, _) = await _clients.CreateWithSecretAsync();
        var (_, other) = await _clients.CreateWithSecretAsync();
        await OAuthClients.RefusedAsync(_clients.WithSecretAsync(client, other), 401, "invalid_client");
    }

    [Test]
    public async Task A_secret_that_is_revoked_or_expired_is_invalid_client_and_the_others_go_on()
    {
        var (client, first) = await _clients.CreateWithSecretAsync();
        var (credential, second) = await _clients.AddSecretAsync(client);
        var (_, past) = await _clients.AddSecretAsync(client, DateTimeOffset.UtcNow.AddMinutes(-1));
        await _clients.Store.RevokeCredentialAsync(client.Id, credential.Id, CancellationToken.None);

        await OAuthClients.RefusedAsync(_clients.WithSecretAsync(client, second), 401, "invalid_client");
        await OAuthClients.RefusedAsync(_clients.WithSecretAsync(client, past), 401, "invalid_client");
        Assert.That((await _clients.WithSecretAsync(client, first)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_revoked_client_gets_no_token_and_those_it_has_end_within_seconds_on_every_replica()
    {
        await using var replica = await _server.AnotherAsync();
        var elsewhere = new OAuthClients(replica);
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var token = (await _clients.WithSecretAsync(client, secret)).Token;
        Assert.That((await _clients.UseAsync(token), await elsewhere.UseAsync(token)), Is.EqualTo((200, 200)));

        await _clients.Store.RevokeAsync(client.Id, CancellationToken.None);

        await OAuthClients.RefusedAsync(_clients.WithSecretAsync(client, secret), 401, "invalid_client");
        await OAuthClients.RefusedAsync(elsewhere.WithSecretAsync(client, secret), 401, "invalid_client");
        Assert.That(async () => await _clients.UseAsync(token), Is.EqualTo(401).After(Patience, 200));
        Assert.That(async () => await elsewhere.UseAsync(token), Is.EqualTo(401).After(Patience, 200));
    }

    [Test]
    public async Task A_token_sees_its_client_s_tenant_alone()
    {
        var user = await _server.PostAsync("Users", Some.User());
        var tenant = $"t{Guid.NewGuid():N}";
        await _server.Services.GetRequiredService<TenantStore>().CreateAsync(tenant, CancellationToken.None);
        var (client, secret) = await _clients.CreateWithSecretAsync(tenant: tenant);

        using var other = _server.NewClient((await _clients.WithSecretAsync(client, secret)).Token);
        using var response = await other.GetAsync($"Users/{user.Id}");
        Assert.That((int)response.StatusCode, Is.EqualTo(404));
    }

    [Test]
    public async Task A_token_that_has_ended_is_401_and_is_deleted_as_others_are_given()
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var token = (await _clients.WithSecretAsync(client, secret)).Token;
        await ExecuteAsync($"UPDATE scim.token SET expires = now() - interval '1 second' WHERE client_id = '{client.Id}'");
        await ExecuteAsync($"INSERT INTO scim.used_assertion (client_id, hash, expires) VALUES ('{client.Id}', 'x', now() - interval '6 minutes')");
        Assert.That(await _clients.UseAsync(token), Is.EqualTo(401));

        await _clients.WithSecretAsync(client, secret);

        Assert.That(await ExecuteAsync($"SELECT count(*) FROM scim.token WHERE client_id = '{client.Id}'"), Is.EqualTo(1));
        Assert.That(await ExecuteAsync($"SELECT count(*) FROM scim.used_assertion WHERE client_id = '{client.Id}'"), Is.Zero);
    }

    [Test]
    public async Task A_use_of_a_secret_is_noted()
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        await _clients.WithSecretAsync(client, secret);
        var listed = (await _clients.Store.ListAsync("default", CancellationToken.None)).Single(x => x.Client.Id == client.Id);
        Assert.That(listed.Credentials.Single().LastUsed, Is.Not.Null);
    }

    [Test]
    public async Task Secrets_and_access_tokens_are_stored_as_hashes_alone()
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var token = (await _clients.WithSecretAsync(client, secret)).Token;

        var rows = await ExecuteAsync($"SELECT (SELECT string_agg(t::text, ' ') FROM scim.token t) || (SELECT string_agg(c::text, ' ') FROM scim.client_credential c)");

        Assert.That(rows, Does.Contain(Convert.ToHexStringLower(ClientSecret.Hash(secret))).And.Not.Contain(secret[12..]).And.Not.Contain(token[5..]));
    }

    [Test]
    public async Task A_client_has_twenty_live_credentials_at_most()
    {
        var client = await _clients.CreateAsync();
        for (var i = 0; i < ClientStore.MaxCredentials; i++) await _clients.AddSecretAsync(client);
        Assert.That(await _clients.Store.AddSecretAsync(client.Id, null, CancellationToken.None), Is.Null);
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
