using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Scim.Storage.Tokens;

namespace Scim.Tests.Api;

public class AuthenticationTests
{
    private const string BootstrapToken = "bootstrap-0123456789abcdef0123456789abcdef";
    private const string Missing = "Send a token: Authorization: Bearer TOKEN.";
    private const string Unknown = "The token is unknown, expired or revoked. Make one with \"token create\" and set it as the client's secret token.";

    // A revoked token is remembered for five seconds; slow machines get much more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ScimServer _server = null!;

    private TokenStore Tokens => _server.Services.GetRequiredService<TokenStore>();

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:BootstrapToken", BootstrapToken + "\n"), ("Scim:FailedAuthenticationsPerMinute", "0"));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase(null, Missing)]
    [TestCase("", Missing)]
    [TestCase("Bearer", Missing)]
    [TestCase("Basic YWRhOnNlY3JldA==", Missing)]
    [TestCase("non-token", Missing)]
    [TestCase("Bearer x", Unknown)]
    [TestCase("Bearer scim_0000000000000000000000000000000000000000000000000000000000000000e3b0c442", Unknown)]
    [TestCase("Bearer " + BootstrapToken + "x", Unknown)]
    [TestCase("Bearer ' OR 1=1; --", Unknown)]
    public async Task Without_a_token_that_is_known_every_request_is_401(string? authorization, string detail)
    {
        foreach (var request in (string[])
            ["GET Users", "POST Users", "GET Users/x", "PUT Groups/x", "PATCH Groups/x", "DELETE Users/x", "GET Schemas", "GET ResourceTypes"])
        {
            var (method, path) = (request.Split(' ')[0], request.Split(' ')[1]);
            ScimAnswer? answer = null;
            await new Refusal(401, null, detail).OfAsync(_server, async () => answer = await SendAsync(method, path, authorization));
            Assert.That(answer!.Headers["WWW-Authenticate"], Is.EqualTo(detail == Missing ? "Bearer realm=\"scim\"" : "Bearer realm=\"scim\", error=\"invalid_token\""));
        }
    }

    [Test]
    public async Task A_token_with_one_digit_changed_is_401()
    {
        var last = _server.Token[^1] == '0' ? '1' : '0';
        new Refusal(401, null, Unknown).Check(await SendAsync("GET", "Users", $"Bearer {_server.Token[..^1]}{last}"));
    }

    [Test]
    public async Task A_token_in_the_query_string_is_not_taken() =>
        new Refusal(401, null, Missing).Check(await SendAsync("GET", $"Users?access_token={_server.Token}"));

    [Test]
    public async Task Two_Authorization_headers_are_400()
    {
        // HttpClient would join them into one line.
        using var socket = new TcpClient(_server.Root.Host, _server.Root.Port);
        var header = $"Authorization: Bearer {_server.Token}\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /scim/Users HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}{header}\r\n"));
        using var reader = new StreamReader(socket.GetStream());

        var answer = await reader.ReadToEndAsync();

        Assert.That(answer, Does.StartWith("HTTP/1.1 400 ").And.Contain("Send one Authorization header. A proxy in between may have added another."));
        Assert.That(answer, Does.Contain("WWW-Authenticate: Bearer realm=\"scim\", error=\"invalid_request\"\r\n"));
    }

    [TestCase("Bearer {0}")]
    [TestCase("bearer {0}")]
    [TestCase("BEARER   {0}")]
    public async Task The_scheme_is_compared_without_case(string format) =>
        Assert.That((await SendAsync("GET", "Users", string.Format(null, format, _server.Token))).Status, Is.EqualTo(200));

    [Test]
    public async Task The_bootstrap_token_is_taken() =>
        Assert.That((await SendAsync("GET", "Users", $"Bearer {BootstrapToken}")).Status, Is.EqualTo(200));

    [Test]
    public async Task ServiceProviderConfig_needs_no_token() =>
        Assert.That((await SendAsync("GET", "ServiceProviderConfig")).Status, Is.EqualTo(200));

    [Test]
    public async Task A_token_that_may_only_read_is_403_where_something_changes()
    {
        var user = await _server.PostAsync("Users", Some.User());
        var (_, secret) = await Tokens.CreateAsync("default", "auditor", TokenScope.ReadOnly, null, CancellationToken.None);
        var refusal = new Refusal(403, null, "The credential may only read. Use one that may change things: a token or client made without --read-only, or a Grafana service account of role Admin.");

        foreach (var request in (string[])["POST Users", $"PUT Users/{user.Id}", $"PATCH Users/{user.Id}", $"DELETE Users/{user.Id}", "POST Bulk"])
        {
            ScimAnswer? answer = null;
            await refusal.OfAsync(_server, async () => answer = await SendAsync(request.Split(' ')[0], request.Split(' ')[1], $"Bearer {secret}"));
            Assert.That(answer!.Headers["WWW-Authenticate"], Is.EqualTo("Bearer realm=\"scim\", error=\"insufficient_scope\", scope=\"scim\""));
        }

        foreach (var path in (string[])["Users", $"Users/{user.Id}", "Groups", "", "Schemas"])
            Assert.That((await SendAsync("GET", path, $"Bearer {secret}")).Status, Is.EqualTo(200), path);
        using var reader = _server.NewClient(secret);
        using var search = new StringContent("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"id pr"}""", MediaTypeHeaderValue.Parse("application/scim+json"));
        using var found = await reader.PostAsync("Users/.search", search);
        Assert.That((int)found.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task A_revoked_token_is_refused_within_seconds()
    {
        var (token, secret) = await Tokens.CreateAsync("default", "leaver", null, CancellationToken.None);
        Assert.That((await SendAsync("GET", "Users", $"Bearer {secret}")).Status, Is.EqualTo(200));

        Assert.That(await Tokens.RevokeAsync("default", token.Id, CancellationToken.None), Is.True);

        Assert.That(async () => (await SendAsync("GET", "Users", $"Bearer {secret}")).Status, Is.EqualTo(401).After((int)Patience.TotalMilliseconds, 200));
        Assert.That(await Tokens.RevokeAsync("default", token.Id, CancellationToken.None), Is.False);
    }

    [Test]
    public async Task An_expired_token_is_refused()
    {
        var (_, secret) = await Tokens.CreateAsync("default", "expired", DateTimeOffset.UtcNow.AddMinutes(-1), CancellationToken.None);
        new Refusal(401, null, Unknown).Check(await SendAsync("GET", "Users", $"Bearer {secret}"));
    }

    [Test]
    public async Task A_token_that_expires_while_it_is_remembered_is_refused()
    {
        var (_, secret) = await Tokens.CreateAsync("default", "short", DateTimeOffset.UtcNow.AddSeconds(2), CancellationToken.None);
        Assert.That(async () => (await SendAsync("GET", "Users", $"Bearer {secret}")).Status, Is.EqualTo(401).After((int)Patience.TotalMilliseconds, 200));
    }

    [Test]
    public async Task A_use_is_noted()
    {
        var (token, secret) = await Tokens.CreateAsync("default", "used", null, CancellationToken.None);
        await SendAsync("GET", "Users", $"Bearer {secret}");

        var listed = (await Tokens.ListAsync("default", CancellationToken.None)).Single(x => x.Id == token.Id);
        Assert.That(listed.LastUsed, Is.Not.Null);
        Assert.That(listed.IsLive(DateTimeOffset.UtcNow), Is.True);
    }

    [Test]
    public async Task A_token_sees_its_tenant_alone()
    {
        var user = await _server.PostAsync("Users", Some.User());
        var group = await _server.PostAsync("Groups", Some.Group(null, user.Id));
        var authorization = $"Bearer {await _server.NewTenantAsync()}";
        var refusal = new Refusal(404, null, $"There is no User with the id {user.Id}. It was deleted, or it belongs to another tenant.");

        await refusal.OfAsync(_server, () => SendAsync("GET", $"Users/{user.Id}", authorization));
        await refusal.OfAsync(_server, () => SendAsync("DELETE", $"Users/{user.Id}", authorization));
        Assert.That((await SendAsync("GET", "Users", authorization)).TotalResults, Is.Zero);
        Assert.That((await SendAsync("GET", $"Users?filter=id eq \"{user.Id}\" or not (id eq \"{user.Id}\")", authorization)).TotalResults, Is.Zero);
        Assert.That((await SendAsync("GET", $"Groups?filter=members eq \"{user.Id}\"", authorization)).TotalResults, Is.Zero);
        Assert.That((await SendAsync("GET", $"Groups/{group.Id}", authorization)).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Two_tenants_may_use_one_userName()
    {
        var name = Some.Name();
        Assert.That((await _server.PostAsync("Users", Some.User(name))).Status, Is.EqualTo(201));

        using var other = _server.NewClient(await _server.NewTenantAsync());
        using var content = new StringContent(Some.User(name), MediaTypeHeaderValue.Parse("application/scim+json"));
        using var response = await other.PostAsync("Users", content);
        Assert.That((int)response.StatusCode, Is.EqualTo(201));
    }

    private async Task<ScimAnswer> SendAsync(string method, string path, string? authorization = null)
    {
        using var client = _server.NewClient(null);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (method is "POST" or "PUT" or "PATCH") request.Content = new StringContent(Some.User(), MediaTypeHeaderValue.Parse("application/scim+json"));
        using var response = await client.SendAsync(request);
        return await ScimAnswer.OfAsync(response);
    }
}
