using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Npgsql;
using Scim.Storage.Clients;
using Scim.Storage.Tokens;

namespace Scim.Tests.Api.OAuth;

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
        await RefusedAsync(_clients.WithSecretAsync(client, secret, scope), 400, "invalid_scope");
    }

    // {0} is the client's id, {1} its secret.
    [TestCase("client_id={0}&client_secret={1}", 400, "invalid_request")]
    [TestCase("grant_type=&client_id={0}&client_secret={1}", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&grant_type=client_credentials&client_id={0}&client_secret={1}", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_id={0}&client_secret={1}", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_secret={1}&client_secret=", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_secret={1}&x=1&x=2", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_secret={1}&client_assertion=x&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_assertion=x", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_assertion=x&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:saml2-bearer", 400, "invalid_request")]
    [TestCase("grant_type=authorization_code&client_id={0}&client_secret={1}", 400, "unsupported_grant_type")]
    [TestCase("grant_type=password&client_id={0}&client_secret={1}", 400, "unsupported_grant_type")]
    [TestCase("grant_type=client_credentials", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id={0}", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_secret={1}", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_secret=", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_secret={1}x", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id={0}x&client_secret={1}", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id={{{0}}}&client_secret={1}", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id=00000000-0000-0000-0000-000000000000&client_secret={1}", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id=%00&client_secret=%00", 400, "invalid_request")]
    [TestCase("grant_type=client_credentials&client_id='%20OR%201=1;--&client_secret={1}", 401, "invalid_client")]
    [TestCase("grant_type=client_credentials&client_id={0}&client_assertion=x&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer", 401, "invalid_client")]
    [TestCase("", 400, "invalid_request")]
    [TestCase("%%%=&&&==", 400, "invalid_request")]
    public async Task A_request_that_is_not_right_gets_the_error_for_it(string form, int status, string error)
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        await RefusedAsync(_clients.SendAsync(string.Format(null, form, client.Id, secret)), status, error);
    }

    [TestCase("application/json", 400, "invalid_request")]
    [TestCase("multipart/form-data; boundary=x", 400, "invalid_request")]
    [TestCase("text/plain", 400, "invalid_request")]
    [TestCase("application/x-www-form-urlencoded; charset=utf-8", 200, null)]
    [TestCase("APPLICATION/X-WWW-FORM-URLENCODED", 200, null)]
    public async Task Only_a_form_is_read(string contentType, int status, string? error)
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var answer = await _clients.SendAsync(OAuthClients.Form(("grant_type", "client_credentials"), ("client_id", $"{client.Id}"), ("client_secret", secret)), contentType);
        Assert.That((answer.Status, answer.Error), Is.EqualTo((status, error)));
    }

    [TestCase("GET")]
    [TestCase("PUT")]
    [TestCase("DELETE")]
    [TestCase("PATCH")]
    public async Task Only_POST_is_taken(string method)
    {
        var answer = await RefusedAsync(_clients.SendAsync("", method: method), 405, "invalid_request");
        Assert.That(answer.Answer.Headers["Allow"], Is.EqualTo("POST"));
    }

    [Test]
    public async Task A_secret_in_the_address_is_not_taken()
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var path = "/scim/oauth/token?" + OAuthClients.Form(("client_id", $"{client.Id}"), ("client_secret", secret));
        await RefusedAsync(_clients.SendAsync("grant_type=client_credentials", path: path), 401, "invalid_client");
    }

    [TestCase(65_000, 400)]
    [TestCase(70_000, 413)]
    public async Task A_body_has_64_KB_at_most(int bytes, int status) =>
        await RefusedAsync(_clients.SendAsync("grant_type=x&" + new string('x', bytes)), status, status == 413 ? "invalid_request" : null);

    [Test]
    public async Task A_body_that_comes_too_slowly_is_408_in_the_form_of_OAuth()
    {
        using var socket = new TcpClient(_server.Root.Host, _server.Root.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /scim/oauth/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ngrant_type="));
        using var reader = new StreamReader(socket.GetStream());

        var answer = await reader.ReadToEndAsync();

        Assert.That(answer, Does.StartWith("HTTP/1.1 408 ").And.Contain("\"error\":\"invalid_request\""));
    }

    [TestCase("utf-7")]
    [TestCase("utf-16")]
    [TestCase("nonsense")]
    public async Task A_form_is_in_UTF_8(string charset)
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var body = OAuthClients.Form(("grant_type", "client_credentials"), ("client_id", $"{client.Id}"), ("client_secret", secret));
        var refused = await _clients.SendAsync(body, $"application/x-www-form-urlencoded; charset={charset}");
        Assert.That((refused.Status, refused.Error), Is.EqualTo((400, "invalid_request")));
        Assert.That((await _clients.SendAsync(body, "application/x-www-form-urlencoded; charset=\"UTF-8\"")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Too_many_parameters_are_refused() =>
        await RefusedAsync(_clients.SendAsync(string.Join('&', Enumerable.Range(0, 5_000).Select(x => $"p{x}=1"))), 400, "invalid_request");

    [TestCase("Basic", "!!!")]
    [TestCase("Basic", "/////w==")]
    [TestCase("Basic", "bm8gY29sb24=")]
    [TestCase("Bearer", "scim_x")]
    [TestCase("Negotiate", "x")]
    public async Task A_header_that_cannot_be_read_is_invalid_client(string scheme, string value)
    {
        var answer = await RefusedAsync(_clients.SendAsync(new AuthenticationHeaderValue(scheme, value), ("grant_type", "client_credentials")), 401, "invalid_client");
        Assert.That(answer.Answer.Headers["WWW-Authenticate"], Does.StartWith("Basic realm=\"scim\""));
    }

    [Test]
    public async Task Header_and_body_at_once_are_invalid_request()
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var basic = OAuthClients.Basic($"{client.Id}", secret);
        await RefusedAsync(_clients.SendAsync(basic, ("grant_type", "client_credentials"), ("client_secret", secret)), 400, "invalid_request");
        await RefusedAsync(_clients.SendAsync(basic, ("grant_type", "client_credentials"), ("client_id", $"{Guid.NewGuid()}")), 400, "invalid_request");
        Assert.That((await _clients.SendAsync(basic, ("grant_type", "client_credentials"), ("client_id", $"{client.Id}"))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task The_header_s_halves_are_encoded_as_in_forms()
    {
        var (client, secret) = await _clients.CreateWithSecretAsync();
        var encoded = string.Concat($"{client.Id}".Select(x => $"%{(int)x:X2}")) + ":" + string.Concat(secret.Select(x => $"%{(int)x:x2}"));
        var basic = new AuthenticationHeaderValue("basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(encoded)));
        Assert.That((await _clients.SendAsync(basic, ("grant_type", "client_credentials"))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task The_secret_of_another_client_is_invalid_client()
    {
        var (client, _) = await _clients.CreateWithSecretAsync();
        var (_, other) = await _clients.CreateWithSecretAsync();
        await RefusedAsync(_clients.WithSecretAsync(client, other), 401, "invalid_client");
    }

    [Test]
    public async Task A_secret_that_is_revoked_or_expired_is_invalid_client_and_the_others_go_on()
    {
        var (client, first) = await _clients.CreateWithSecretAsync();
        var (credential, second) = await _clients.AddSecretAsync(client);
        var (_, past) = await _clients.AddSecretAsync(client, DateTimeOffset.UtcNow.AddMinutes(-1));
        await _clients.Store.RevokeCredentialAsync(client.Id, credential.Id, CancellationToken.None);

        await RefusedAsync(_clients.WithSecretAsync(client, second), 401, "invalid_client");
        await RefusedAsync(_clients.WithSecretAsync(client, past), 401, "invalid_client");
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

        await RefusedAsync(_clients.WithSecretAsync(client, secret), 401, "invalid_client");
        await RefusedAsync(elsewhere.WithSecretAsync(client, secret), 401, "invalid_client");
        Assert.That(async () => await _clients.UseAsync(token), Is.EqualTo(401).After(Patience, 200));
        Assert.That(async () => await elsewhere.UseAsync(token), Is.EqualTo(401).After(Patience, 200));
    }

    [Test]
    public async Task A_token_sees_its_client_s_tenant_alone()
    {
        var user = await _server.PostAsync("Users", Some.User());
        var tenant = $"t{Guid.NewGuid():N}";
        await ExecuteAsync($"INSERT INTO scim.tenant (id) VALUES ('{tenant}')");
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

    private static async Task<TokenAnswer> RefusedAsync(Task<TokenAnswer> send, int status, string? error)
    {
        var answer = await send;
        Assert.That(answer.Status, Is.EqualTo(status), answer.Answer.Text);
        if (error is not null) Assert.That(answer.Error, Is.EqualTo(error));
        Assert.That((answer.Answer.ContentType, answer.Answer.Headers["Cache-Control"]), Is.EqualTo(("application/json", "no-store")));
        Assert.That(answer.Answer.Headers.ContainsKey("WWW-Authenticate"), Is.EqualTo(status == 401));
        Assert.That(answer.Body.Select(x => x.Key), Is.EqualTo((string[])["error", "error_description"]));
        return answer;
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
