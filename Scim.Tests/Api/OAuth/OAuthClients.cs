using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Scim.Storage.Clients;
using Scim.Storage.Tokens;

namespace Scim.Tests.Api.OAuth;

/// <summary>Clients of one server, and what they ask it.</summary>
internal sealed class OAuthClients(ScimServer server)
{
    public const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public ClientStore Store => server.Services.GetRequiredService<ClientStore>();

    public string Endpoint => $"{server.BaseUri}/oauth/token";

    public Task<Client> CreateAsync(string scope = TokenScope.Full, string tenant = "default", int hours = 1) =>
        Store.CreateAsync(tenant, Some.Name("client"), scope, TimeSpan.FromHours(hours), CancellationToken.None);

    public async Task<(Client Client, string Secret)> CreateWithSecretAsync(string scope = TokenScope.Full, string tenant = "default", int hours = 1)
    {
        var client = await CreateAsync(scope, tenant, hours);
        return (client, (await AddSecretAsync(client)).Secret);
    }

    public async Task<(ClientCredential Credential, string Secret)> AddSecretAsync(Client client, DateTimeOffset? expires = null) =>
        (await Store.AddSecretAsync(client.Id, expires, CancellationToken.None))!.Value;

    public async Task<ClientCredential> AddKeyAsync(Client client, SigningKey key) => (await Store.AddKeyAsync(client.Id, key.Jwk.ToJsonString(), CancellationToken.None))!;

    public Task<TokenAnswer> WithSecretAsync(Client client, string secret, string? scope = null) =>
        SendAsync([("grant_type", "client_credentials"), ("client_id", $"{client.Id}"), ("client_secret", secret), .. scope is null ? [] : new[] { ("scope", scope) }]);

    public Task<TokenAnswer> WithAssertionAsync(string assertion, Client? client = null) =>
        SendAsync([("grant_type", "client_credentials"), ("client_assertion_type", JwtBearer), ("client_assertion", assertion), .. client is null ? [] : new[] { ("client_id", $"{client.Id}") }]);

    public Task<TokenAnswer> SendAsync(params (string Name, string Value)[] parameters) => SendAsync(null, parameters);

    public Task<TokenAnswer> SendAsync(AuthenticationHeaderValue? authorization, params (string Name, string Value)[] parameters) =>
        SendAsync(Form(parameters), authorization: authorization);

    public async Task<TokenAnswer> SendAsync(
        string body, string contentType = "application/x-www-form-urlencoded", string method = "POST", AuthenticationHeaderValue? authorization = null, string? path = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path is null ? Endpoint : new Uri(server.Root, path).ToString());
        request.Headers.Authorization = authorization;
        if (method is not ("GET" or "HEAD")) request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType));
        using var response = await client.SendAsync(request);
        return new TokenAnswer(await ScimAnswer.OfAsync(response));
    }

    /// <summary>An error as RFC 6749 section 5.2 has it.</summary>
    /// <param name="send">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="error">The error; null for any.</param>
    public static async Task<TokenAnswer> RefusedAsync(Task<TokenAnswer> send, int status, string? error)
    {
        var answer = await send;
        Assert.That(answer.Status, Is.EqualTo(status), answer.Answer.Text);
        if (error is not null) Assert.That(answer.Error, Is.EqualTo(error));
        Assert.That((answer.Answer.ContentType, answer.Answer.Headers["Cache-Control"]), Is.EqualTo(("application/json", "no-store")));
        Assert.That(answer.Answer.Headers.ContainsKey("WWW-Authenticate"), Is.EqualTo(status == 401));
        Assert.That(answer.Body.Select(x => x.Key), Is.EqualTo((string[])["error", "error_description"]));
        return answer;
    }

    /// <summary>The status of a SCIM request with that token.</summary>
    public async Task<int> UseAsync(string token)
    {
        using var client = server.NewClient(token);
        using var response = await client.GetAsync("Users?count=1");
        return (int)response.StatusCode;
    }

    /// <summary>The claims of a good assertion by the client's own key.</summary>
    public JsonObject Claims(Client client) => new()
    {
        ["iss"] = $"{client.Id}",
        ["sub"] = $"{client.Id}",
        ["aud"] = Endpoint,
        ["jti"] = Guid.NewGuid().ToString(),
        ["exp"] = Seconds(5),
    };

    public static string Form(params (string Name, string Value)[] parameters) =>
        string.Join('&', parameters.Select(x => $"{Uri.EscapeDataString(x.Name)}={Uri.EscapeDataString(x.Value)}"));

    public static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));

    /// <summary>A time so many minutes from now, as tokens have it (RFC 7519 section 2).</summary>
    public static long Seconds(double minutes) => DateTimeOffset.UtcNow.AddMinutes(minutes).ToUnixTimeSeconds();
}
