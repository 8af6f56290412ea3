using System.Text.Json.Nodes;
using Scim.Storage.Clients;

namespace Scim.Tests.Api.OAuth;

/// <summary>Assertions that a client signs itself (RFC 7523).</summary>
public class PrivateKeyTests
{
    private readonly SigningKey _key = new();
    private readonly SigningKey _foreignKey = new();
    private ScimServer _server = null!;
    private OAuthClients _clients = null!;
    private Client _client = null!;
    private Client _other = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ScimServer.StartAsync();
        _clients = new OAuthClients(_server);
        (_client, _other) = (await _clients.CreateAsync(), await _clients.CreateAsync());
        await _clients.AddKeyAsync(_client, _key);
        await _clients.AddKeyAsync(_other, _foreignKey);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        _key.Dispose();
        _foreignKey.Dispose();
    }

    [TestCase("/scim/oauth/token")]
    [TestCase("/scim/v2/oauth/token")]
    [TestCase("/scim")]
    public async Task An_assertion_is_addressed_to_endpoint_or_issuer(string audience)
    {
        var claims = _clients.Claims(_client);
        claims["aud"] = _server.Root.ToString().TrimEnd('/') + audience;

        var answer = await _clients.WithAssertionAsync(_key.Sign(claims));

        Assert.That(answer.Status, Is.EqualTo(200), answer.Answer.Text);
        Assert.That(await _clients.UseAsync(answer.Token), Is.EqualTo(200));
    }

    [Test]
    public async Task An_assertion_may_come_with_its_client_id_and_be_addressed_to_several()
    {
        var claims = _clients.Claims(_client);
        claims["aud"] = new JsonArray("https://example.com", _clients.Endpoint);
        Assert.That((await _clients.WithAssertionAsync(_key.Sign(claims), _client)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_key_may_have_another_name_at_the_client([Values("theirs", null)] string? kid) =>
        Assert.That((await _clients.WithAssertionAsync(_key.Sign(_clients.Claims(_client), new JsonObject { ["kid"] = kid }))).Status, Is.EqualTo(200));

    // Claims to change, as JSON; null takes one out, and {minutes} is a time from now.
    [TestCase("""{"exp": "{-2}"}""", TestName = "An_assertion_is_refused_that_has_expired")]
    [TestCase("""{"exp": "{90}"}""", TestName = "An_assertion_is_refused_that_lasts_too_long")]
    [TestCase("""{"exp": null}""", TestName = "An_assertion_is_refused_that_never_expires")]
    [TestCase("""{"exp": 99999999999999}""", TestName = "An_assertion_is_refused_that_lasts_for_ever")]
    [TestCase("""{"exp": "soon"}""", TestName = "An_assertion_is_refused_whose_end_is_no_time")]
    [TestCase("""{"nbf": "{3}"}""", TestName = "An_assertion_is_refused_that_is_not_valid_yet")]
    [TestCase("""{"jti": null}""", TestName = "An_assertion_is_refused_without_jti")]
    [TestCase("""{"jti": ""}""", TestName = "An_assertion_is_refused_with_an_empty_jti")]
    [TestCase("""{"aud": "https://example.com/scim"}""", TestName = "An_assertion_is_refused_for_another_server")]
    [TestCase("""{"aud": null}""", TestName = "An_assertion_is_refused_for_nobody")]
    [TestCase("""{"aud": []}""", TestName = "An_assertion_is_refused_for_an_empty_list")]
    [TestCase("""{"iss": null}""", TestName = "An_assertion_is_refused_without_issuer")]
    [TestCase("""{"sub": null}""", TestName = "An_assertion_is_refused_without_subject")]
    [TestCase("""{"iss": "{other}"}""", TestName = "An_assertion_is_refused_by_another_client")]
    [TestCase("""{"sub": "{other}"}""", TestName = "An_assertion_is_refused_about_another_client")]
    [TestCase("""{"iss": "{other}", "sub": "{other}"}""", TestName = "An_assertion_is_refused_that_another_client_did_not_sign")]
    [TestCase("""{"iss": "00000000-0000-0000-0000-000000000000", "sub": "00000000-0000-0000-0000-000000000000"}""", TestName = "An_assertion_is_refused_of_a_client_that_is_not_there")]
    [TestCase("""{"iss": "x", "sub": "x"}""", TestName = "An_assertion_is_refused_of_what_is_no_client")]
    public async Task Changed(string changes)
    {
        var claims = _clients.Claims(_client);
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            var text = value?.ToString();
            claims[name] = text is ['{', .., '}'] && double.TryParse(text[1..^1], out var minutes) ? OAuthClients.Seconds(minutes)
                : text == "{other}" ? $"{_other.Id}"
                : value?.DeepClone();
            if (value is null) claims.Remove(name);
        }

        await RefusedAsync(_clients.WithAssertionAsync(_key.Sign(claims)));
        await RefusedAsync(_clients.WithAssertionAsync(_key.Sign(claims), _client));
    }

    [Test]
    public async Task A_forged_assertion_is_invalid_client()
    {
        var (head, signature) = (_key.Sign(_clients.Claims(_client)), _key.Sign(_clients.Claims(_client)));
        await RefusedAsync(_clients.WithAssertionAsync(head[..head.LastIndexOf('.')] + signature[signature.LastIndexOf('.')..]));
        await RefusedAsync(_clients.WithAssertionAsync(head[..head.LastIndexOf('.')] + "."));
        await RefusedAsync(_clients.WithAssertionAsync(_foreignKey.Sign(_clients.Claims(_client), new JsonObject { ["kid"] = _key.Kid })));
    }

    [Test]
    public async Task An_assertion_that_is_not_signed_is_invalid_client([Values("none", "None", "NONE", "")] string algorithm)
    {
        var text = _key.SignNothing(_clients.Claims(_client));
        await RefusedAsync(_clients.WithAssertionAsync(text));
        await RefusedAsync(_clients.WithAssertionAsync(_key.Sign(_clients.Claims(_client), new JsonObject { ["alg"] = algorithm })));
    }

    [Test]
    public async Task The_public_key_is_no_shared_secret() => await RefusedAsync(_clients.WithAssertionAsync(_key.SignWithPublicBytes(_clients.Claims(_client))));

    [Test]
    public async Task A_key_that_the_assertion_itself_brings_or_names_is_not_looked_at([Values("jwk", "jku", "x5u", "x5c")] string name)
    {
        await using var provider = await OpenIdProvider.StartAsync();
        JsonNode value = name switch { "jwk" => provider.Key.Jwk, "x5c" => new JsonArray(provider.Key.PublicPem), _ => $"{provider.Root}/keys" };

        await RefusedAsync(_clients.WithAssertionAsync(provider.Key.Sign(_clients.Claims(_client), new JsonObject { [name] = value })));

        Assert.That(provider.Requests, Is.Zero);
    }

    [Test]
    public async Task A_header_that_must_be_understood_is_invalid_client() =>
        await RefusedAsync(_clients.WithAssertionAsync(_key.Sign(_clients.Claims(_client), new JsonObject { ["crit"] = new JsonArray("exp"), ["exp"] = 1 })));

    [Test]
    public async Task Claims_that_are_nested_a_thousand_times_are_invalid_client()
    {
        var nested = Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode("{\"iss\":" + new string('[', 2_000) + new string(']', 2_000) + "}");
        var parts = _key.Sign(_clients.Claims(_client)).Split('.');
        await RefusedAsync(_clients.WithAssertionAsync($"{parts[0]}.{nested}.{parts[2]}", _client));
        await RefusedAsync(_clients.WithAssertionAsync($"{nested}.{parts[1]}.{parts[2]}", _client));
    }

    [Test]
    public async Task An_assertion_for_another_client_id_is_invalid_client() =>
        await RefusedAsync(_clients.WithAssertionAsync(_key.Sign(_clients.Claims(_client)), _other));

    [TestCase("x")]
    [TestCase("..")]
    [TestCase("eyJ..")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.e30.")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.bm8gSlNPTg.eA")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.W10.eA")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.bnVsbA.eA")]
    [TestCase("eyJhbGciOiJkaXIifQ..a.b.c")]
    public async Task What_is_no_signed_token_is_invalid_client(string text) => await RefusedAsync(_clients.WithAssertionAsync(text, _client));

    [Test]
    public async Task Claims_of_the_wrong_type_are_invalid_client([Values("iss", "sub", "jti", "nbf", "aud")] string name)
    {
        foreach (var value in (string[])["{}", "[[]]", "1e999", "true", "-1e30", "[1]"])
        {
            var claims = _clients.Claims(_client);
            claims[name] = JsonNode.Parse(value);
            await RefusedAsync(_clients.WithAssertionAsync(_key.Sign(claims), _client), value);
        }
    }

    [Test]
    public async Task An_oversized_assertion_is_invalid_client()
    {
        var claims = _clients.Claims(_client);
        claims["padding"] = new string('x', 20_000);
        await RefusedAsync(_clients.WithAssertionAsync(_key.Sign(claims)));

        claims["padding"] = new string('x', 100_000);
        var answer = await _clients.WithAssertionAsync(_key.Sign(claims));
        Assert.That((answer.Status, answer.Error), Is.EqualTo((413, "invalid_request")));
    }

    [Test]
    public async Task A_replayed_assertion_is_invalid_client_on_every_replica()
    {
        await using var replica = await _server.AnotherAsync(("Scim:PublicUrl", _server.Root.ToString()));
        var assertion = _key.Sign(_clients.Claims(_client));

        Assert.That((await _clients.WithAssertionAsync(assertion)).Status, Is.EqualTo(200));
        await RefusedAsync(_clients.WithAssertionAsync(assertion));
        await RefusedAsync(new OAuthClients(replica).WithAssertionAsync(assertion));
    }

    [Test]
    public async Task Of_one_assertion_sent_to_two_replicas_at_once_one_is_taken()
    {
        await using var replica = await _server.AnotherAsync(("Scim:PublicUrl", _server.Root.ToString()));
        var elsewhere = new OAuthClients(replica);
        for (var i = 0; i < 20; i++)
        {
            var assertion = _key.Sign(_clients.Claims(_client));
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(x => (x % 2 == 0 ? _clients : elsewhere).WithAssertionAsync(assertion)));
            Assert.That(answers.Select(x => x.ToString()).Order(), Is.EqualTo(Enumerable.Repeat("401 invalid_client", 5).Prepend("200 token")));
        }
    }

    [Test]
    public async Task Two_clients_may_use_one_jti()
    {
        var (mine, theirs) = (_clients.Claims(_client), _clients.Claims(_other));
        theirs["jti"] = mine["jti"]!.DeepClone();
        Assert.That((await _clients.WithAssertionAsync(_key.Sign(mine))).Status, Is.EqualTo(200));
        Assert.That((await _clients.WithAssertionAsync(_foreignKey.Sign(theirs))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_revoked_key_is_invalid_client_and_the_others_go_on()
    {
        using var second = new SigningKey();
        var credential = await _clients.AddKeyAsync(_client, second);
        Assert.That((await _clients.WithAssertionAsync(second.Sign(_clients.Claims(_client)))).Status, Is.EqualTo(200));

        await _clients.Store.RevokeCredentialAsync(_client.Id, credential.Id, CancellationToken.None);

        await RefusedAsync(_clients.WithAssertionAsync(second.Sign(_clients.Claims(_client))));
        Assert.That((await _clients.WithAssertionAsync(_key.Sign(_clients.Claims(_client)))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_revoked_client_s_key_is_invalid_client()
    {
        var client = await _clients.CreateAsync();
        await _clients.AddKeyAsync(client, _key);
        await _clients.Store.RevokeAsync(client.Id, CancellationToken.None);
        await RefusedAsync(_clients.WithAssertionAsync(_key.Sign(_clients.Claims(client))));
    }

    private static async Task RefusedAsync(Task<TokenAnswer> send, string? what = null)
    {
        var answer = await send;
        Assert.That((answer.Status, answer.Error), Is.EqualTo((401, "invalid_client")), what);
    }
}
