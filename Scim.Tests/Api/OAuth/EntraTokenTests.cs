using System.Text.Json.Nodes;

namespace Scim.Tests.Api.OAuth;

/// <summary>Entra's own token, which it sends where its secret token is left blank.</summary>
public class EntraTokenTests
{
    private const string EntraTenant = "6f6f8a3e-7a62-4d0b-8a7a-0d1f6f0f5a01";
    private const string OtherEntraTenant = "7a7a8a3e-7a62-4d0b-8a7a-0d1f6f0f5a02";
    private const string ForeignEntraTenant = "99999999-7a62-4d0b-8a7a-0d1f6f0f5a03";

    private OpenIdProvider _entra = null!;
    private ScimServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _entra = await OpenIdProvider.StartAsync();
        _server = await StartServerAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        await _entra.DisposeAsync();
    }

    [Test]
    public async Task It_is_taken_for_the_tenant_that_is_configured()
    {
        var user = await _server.PostAsync("Users", Some.User());

        Assert.That(await StatusAsync(Token(), $"Users/{user.Id}"), Is.EqualTo(200));
        Assert.That(await StatusAsync(Token(OtherEntraTenant), $"Users/{user.Id}"), Is.EqualTo(404), "of another tenant");
        Assert.That(await StatusAsync(Token(OtherEntraTenant), "Users"), Is.EqualTo(200));
    }

    [Test]
    public async Task The_names_of_tenants_are_compared_without_case() => Assert.That(await StatusAsync(Token(EntraTenant.ToUpperInvariant(), EntraTenant)), Is.EqualTo(200));

    // {minutes} is a time from now, and null takes a claim out.
    [TestCase("aud", "00000002-0000-0000-c000-000000000000")]
    [TestCase("aud", null)]
    [TestCase("iss", "https://sts.windows.net/6f6f8a3e-7a62-4d0b-8a7a-0d1f6f0f5a01/")]
    [TestCase("iss", null)]
    [TestCase("tid", ForeignEntraTenant)]
    [TestCase("tid", OtherEntraTenant)]
    [TestCase("tid", null)]
    [TestCase("appid", "00000003-0000-0000-c000-000000000000")]
    [TestCase("appid", null)]
    [TestCase("exp", "{-3}")]
    [TestCase("exp", null)]
    [TestCase("nbf", "{3}")]
    public async Task It_is_401_with_another(string claim, string? value)
    {
        var claims = Claims();
        claims[claim] = value is ['{', ..] ? OAuthClients.Seconds(double.Parse(value[1..^1], null)) : value;
        if (value is null) claims.Remove(claim);

        Assert.That(await StatusAsync(_entra.Key.Sign(claims)), Is.EqualTo(401));
        Assert.That(await StatusAsync(Token()), Is.EqualTo(200));
    }

    [Test]
    public async Task It_is_401_when_Entra_did_not_sign_it()
    {
        using var key = new SigningKey();
        var kid = new JsonObject { ["kid"] = _entra.Key.Kid };
        Assert.That(await StatusAsync(key.Sign(Claims(), kid)), Is.EqualTo(401));
        Assert.That(await StatusAsync(_entra.Key.SignNothing(Claims())), Is.EqualTo(401));
        Assert.That(await StatusAsync(_entra.Key.SignWithPublicBytes(Claims())), Is.EqualTo(401));
        Assert.That(await StatusAsync(key.Sign(Claims())), Is.EqualTo(401), "a key that Entra does not have");
    }

    [Test]
    public async Task A_key_from_elsewhere_is_not_fetched([Values("jku", "x5u")] string name)
    {
        await using var attacker = await OpenIdProvider.StartAsync();
        Assert.That(await StatusAsync(attacker.Key.Sign(Claims(), new JsonObject { [name] = $"{attacker.Root}/keys" })), Is.EqualTo(401));
        Assert.That(attacker.Requests, Is.Zero);
    }

    // Anybody can have a tenant of Entra, with this very audience and application.
    [Test]
    public async Task A_token_of_a_tenant_that_is_not_configured_is_401_and_nothing_is_asked()
    {
        Assert.That(await StatusAsync(Token()), Is.EqualTo(200));
        Assert.That(await StatusAsync(Token(OtherEntraTenant)), Is.EqualTo(200));
        var before = _entra.Requests;

        Assert.That(await StatusAsync(Token(ForeignEntraTenant)), Is.EqualTo(401));
        Assert.That(_entra.Requests, Is.EqualTo(before));
    }

    [Test]
    public async Task Metadata_of_another_tenant_are_not_believed()
    {
        _entra.OtherIssuer = $"{_entra.Root}/{ForeignEntraTenant}";
        await using var server = await StartServerAsync();
        var claims = Claims();
        claims["iss"] = _entra.OtherIssuer;
        Assert.That(await StatusAsync(_entra.Key.Sign(claims), server: server), Is.EqualTo(401));
    }

    [Test]
    public async Task Keys_are_there_before_the_first_token()
    {
        Assert.That(() => _entra.Requests, Is.EqualTo(4).After(30_000, 50), "metadata and keys of two tenants");
        Assert.That(await StatusAsync(Token()), Is.EqualTo(200));
        Assert.That(_entra.Requests, Is.EqualTo(4));
    }

    [Test]
    public async Task While_Entra_is_away_at_first_it_is_503_and_then_taken()
    {
        _entra.IsAway = true;
        await using var server = await StartServerAsync();
        using var client = server.NewClient(Token());
        using var response = await client.GetAsync("Users");
        Assert.That(((int)response.StatusCode, response.Headers.RetryAfter is not null), Is.EqualTo((503, true)));

        _entra.IsAway = false;
        Assert.That(async () => await StatusAsync(Token(), server: server), Is.EqualTo(200).After(30_000, 200));
    }

    [Test]
    public async Task Keys_that_are_known_go_on_while_Entra_is_away()
    {
        Assert.That(await StatusAsync(Token()), Is.EqualTo(200));
        _entra.IsAway = true;
        Assert.That(await StatusAsync(Token()), Is.EqualTo(200));
    }

    [Test]
    public async Task Where_no_tenant_is_configured_it_is_401()
    {
        await using var server = await ScimServer.StartAsync(("Scim:EntraAuthority", _entra.Root));
        Assert.That(await StatusAsync(Token(), server: server), Is.EqualTo(401));
    }

    [Test]
    public async Task Audience_and_application_can_be_set()
    {
        await using var server = await StartServerAsync(("Scim:EntraAudience", "api://mine"), ("Scim:EntraApplicationId", "my-app"));
        var claims = Claims();
        (claims["aud"], claims["appid"]) = ("api://mine", "my-app");
        Assert.That(await StatusAsync(_entra.Key.Sign(claims), server: server), Is.EqualTo(200));
        Assert.That(await StatusAsync(Token(), server: server), Is.EqualTo(401));
    }

    [TestCase("eyJ")]
    [TestCase("eyJ.eyJ.eyJ")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.W10.eA")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.bnVsbA.eA")]
    public async Task What_cannot_be_read_is_401(string token) => Assert.That(await StatusAsync(token), Is.EqualTo(401));

    private Task<ScimServer> StartServerAsync(params (string, string)[] settings) => ScimServer.StartAsync(
        [("Scim:EntraTenants:default", EntraTenant), ("Scim:EntraTenants:other", OtherEntraTenant), ("Scim:EntraAuthority", _entra.Root), .. settings]);

    private string Token(string tid = EntraTenant, string? issuerTid = null) => _entra.Key.Sign(Claims(tid, issuerTid));

    private JsonObject Claims(string tid = EntraTenant, string? issuerTid = null) => new()
    {
        ["iss"] = $"{_entra.Root}/{issuerTid ?? tid}",
        ["aud"] = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621",
        ["appid"] = "00000014-0000-0000-c000-000000000000",
        ["tid"] = tid,
        ["nbf"] = OAuthClients.Seconds(-1),
        ["exp"] = OAuthClients.Seconds(60),
    };

    private async Task<int> StatusAsync(string token, string path = "Users?count=1", ScimServer? server = null)
    {
        using var client = (server ?? _server).NewClient(token);
        using var response = await client.GetAsync(path);
        return (int)response.StatusCode;
    }
}
