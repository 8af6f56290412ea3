using System.Text.Json.Nodes;
using Scim.Storage.Clients;

namespace Scim.Tests.Api.OAuth;

/// <summary>Assertions that another provider makes, as Entra's workload identity federation sends them.</summary>
public class FederationTests
{
    private const string Subject = "5a1c0a50-6f1b-4f43-9a51-2b7f8f7f6c11";
    private const string Audience = "api://0f2b9f6e-6ad5-4d51-bd4b-6d3c2a1f0e99";

    private OpenIdProvider _provider = null!;
    private ScimServer _server = null!;
    private OAuthClients _clients = null!;
    private Client _client = null!;

    private string Issuer => $"{_provider.Root}/11111111-2222-3333-4444-555555555555/v2.0";

    [SetUp]
    public async Task StartAsync()
    {
        _provider = await OpenIdProvider.StartAsync();
        _server = await ScimServer.StartAsync();
        _clients = new OAuthClients(_server);
        _client = await _clients.CreateAsync();
        await AddAsync(_client);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        await _provider.DisposeAsync();
    }

    // The form of Entra's request, to the letter.
    [Test]
    public async Task Entra_s_assertion_gets_a_token_and_may_come_again_while_it_lasts()
    {
        var assertion = _provider.Key.Sign(Claims());
        for (var i = 0; i < 3; i++)
        {
            var answer = await _clients.SendAsync(
                ("grant_type", "client_credentials"), ("client_id", $"{_client.Id}"), ("client_assertion_type", OAuthClients.JwtBearer),
                ("client_assertion", assertion), ("scope", $"{Audience}/.default"), ("baseAddress", _server.BaseUri));
            Assert.That((answer.Status, answer.Scope), Is.EqualTo((200, "scim")), answer.Answer.Text);
            Assert.That(await _clients.UseAsync(answer.Token), Is.EqualTo(200));
        }

        Assert.That(_provider.Requests, Is.EqualTo(2), "metadata and keys, once");
    }

    [Test]
    public async Task An_assertion_with_jti_is_good_once()
    {
        var claims = Claims();
        claims["jti"] = "once";
        var assertion = _provider.Key.Sign(claims);
        Assert.That((await SendAsync(assertion)).Status, Is.EqualTo(200));
        await RefusedAsync(assertion);
    }

    // {minutes} is a time from now, and null takes a claim out.
    [TestCase("iss", "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0", 0)]
    [TestCase("iss", null, 0)]
    [TestCase("sub", "00000000-6f1b-4f43-9a51-2b7f8f7f6c11", 0)]
    [TestCase("sub", null, 0)]
    [TestCase("aud", "api://00000000-6ad5-4d51-bd4b-6d3c2a1f0e99", 0)]
    [TestCase("aud", null, 0)]
    [TestCase("exp", "{-3}", 2)]
    [TestCase("exp", null, 2)]
    [TestCase("nbf", "{3}", 2)]
    public async Task An_assertion_is_invalid_client_with_another(string claim, string? value, int requests)
    {
        var claims = Claims();
        claims[claim] = value is ['{', ..] ? OAuthClients.Seconds(double.Parse(value[1..^1], null)) : value;
        if (value is null) claims.Remove(claim);

        await RefusedAsync(_provider.Key.Sign(claims));
        Assert.That(_provider.Requests, Is.EqualTo(requests), "Only where all names fit are keys fetched.");
    }

    [Test]
    public async Task An_assertion_that_its_provider_did_not_sign_is_invalid_client()
    {
        using var key = new SigningKey();
        await RefusedAsync(key.Sign(Claims(), new JsonObject { ["kid"] = _provider.Key.Kid }));
        await RefusedAsync(_provider.Key.SignNothing(Claims()));
        await RefusedAsync(_provider.Key.SignWithPublicBytes(Claims()));
    }

    [Test]
    public async Task A_key_from_elsewhere_is_not_fetched([Values("jku", "x5u")] string name)
    {
        await using var attacker = await OpenIdProvider.StartAsync();
        await RefusedAsync(attacker.Key.Sign(Claims(), new JsonObject { [name] = $"{attacker.Root}/keys" }));
        Assert.That(attacker.Requests, Is.Zero);
    }

    [Test]
    public async Task A_provider_that_nobody_registered_is_never_asked()
    {
        await using var attacker = await OpenIdProvider.StartAsync();
        var claims = Claims();
        claims["iss"] = $"{attacker.Root}/x";
        await RefusedAsync(attacker.Key.Sign(claims));
        Assert.That(attacker.Requests, Is.Zero);
    }

    [Test]
    public async Task A_provider_whose_metadata_name_another_issuer_is_not_believed()
    {
        _provider.OtherIssuer = "https://example.com";
        await RefusedAsync(_provider.Key.Sign(Claims()));
    }

    [Test]
    public async Task One_client_s_credential_is_no_other_s()
    {
        var other = await _clients.CreateAsync();
        var answer = await _clients.WithAssertionAsync(_provider.Key.Sign(Claims()), other);
        Assert.That((answer.Status, answer.Error), Is.EqualTo((401, "invalid_client")));
    }

    [Test]
    public async Task Without_client_id_it_is_invalid_client()
    {
        var answer = await _clients.WithAssertionAsync(_provider.Key.Sign(Claims()));
        Assert.That((answer.Status, answer.Error), Is.EqualTo((401, "invalid_client")));
    }

    [Test]
    public async Task A_revoked_credential_is_invalid_client_and_the_others_go_on()
    {
        var other = (await _clients.Store.AddFederatedAsync(_client.Id, Issuer, "other", Audience, CancellationToken.None))!;
        var claims = Claims();
        claims["sub"] = "other";
        Assert.That((await SendAsync(_provider.Key.Sign(claims))).Status, Is.EqualTo(200));

        await _clients.Store.RevokeCredentialAsync(_client.Id, other.Id, CancellationToken.None);

        await RefusedAsync(_provider.Key.Sign(claims));
        Assert.That((await SendAsync(_provider.Key.Sign(Claims()))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_provider_that_is_away_at_first_is_503_and_then_comes_back()
    {
        _provider.IsAway = true;
        var answer = await SendAsync(_provider.Key.Sign(Claims()));
        Assert.That((answer.Status, answer.Error, answer.Answer.Headers.ContainsKey("Retry-After")), Is.EqualTo((503, "temporarily_unavailable", true)));

        _provider.IsAway = false;
        Assert.That(async () => (await SendAsync(_provider.Key.Sign(Claims()))).Status, Is.EqualTo(200).After(30_000, 200));
    }

    [Test]
    public async Task Keys_that_are_known_go_on_while_the_provider_is_away_and_unknown_ones_are_503()
    {
        Assert.That((await SendAsync(_provider.Key.Sign(Claims()))).Status, Is.EqualTo(200));
        _provider.IsAway = true;
        Assert.That((await SendAsync(_provider.Key.Sign(Claims()))).Status, Is.EqualTo(200));

        _provider.Rotate();
        Assert.That((await SendAsync(_provider.Key.Sign(Claims()))).Status, Is.EqualTo(503));
    }

    [Test]
    public async Task Names_of_keys_that_somebody_makes_up_do_not_make_the_service_ask_each_time()
    {
        using var key = new SigningKey();
        await RefusedAsync(key.Sign(Claims()));
        await RefusedAsync(key.Sign(Claims()));
        var before = _provider.Requests;
        for (var i = 0; i < 20; i++) Assert.That((await SendAsync(key.Sign(Claims(), new JsonObject { ["kid"] = $"made-up-{i}" }))).Status, Is.EqualTo(503));

        Assert.That(_provider.Requests, Is.EqualTo(before));
        Assert.That((await SendAsync(_provider.Key.Sign(Claims()))).Status, Is.EqualTo(200));
    }

    private async Task<ClientCredential> AddAsync(Client client) => (await _clients.Store.AddFederatedAsync(client.Id, Issuer, Subject, Audience, CancellationToken.None))!;

    private Task<TokenAnswer> SendAsync(string assertion) => _clients.WithAssertionAsync(assertion, _client);

    private async Task RefusedAsync(string assertion)
    {
        var answer = await SendAsync(assertion);
        Assert.That((answer.Status, answer.Error), Is.EqualTo((401, "invalid_client")), answer.Answer.Text);
    }

    private JsonObject Claims() => new()
    {
        ["aud"] = Audience,
        ["iss"] = Issuer,
        ["iat"] = OAuthClients.Seconds(-1),
        ["nbf"] = OAuthClients.Seconds(-1),
        ["exp"] = OAuthClients.Seconds(60),
        ["sub"] = Subject,
        ["oid"] = Subject,
        ["tid"] = "11111111-2222-3333-4444-555555555555",
        ["uti"] = Guid.NewGuid().ToString(),
        ["ver"] = "2.0",
    };
}
