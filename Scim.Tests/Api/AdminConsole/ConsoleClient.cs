using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Scim.Storage.Tenants;
using Scim.Storage.Tokens;

namespace Scim.Tests.Api.AdminConsole;

/// <summary>What a browser sends on behalf of the console's page, without the browser.</summary>
internal sealed class ConsoleClient : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="server">The service.</param>
    /// <param name="cookie">As in <c>name=value</c>; null for nobody.</param>
    public ConsoleClient(ScimServer server, string? cookie = null)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(server.Root, "console/api/") };
        (Cookie, Origin) = (cookie, server.Root.GetLeftPart(UriPartial.Authority));
    }

    public string? Cookie { get; set; }

    /// <summary>Null to send none.</summary>
    public string? Origin { get; set; }

    /// <summary>Sent with each request.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public string ContentType { get; set; } = "application/json";

    /// <summary>Somebody who has signed in with an admin token.</summary>
    public static Task<ConsoleClient> SignedInAsync(ScimServer server) => OfTenantAsync(server, "default");

    public static async Task<ConsoleClient> OfTenantAsync(ScimServer server, string tenant) =>
        await SignedInAsync(server, (await NewTokenAsync(server, TokenScope.Admin, tenant)).Secret);

    public static async Task<ConsoleClient> SignedInAsync(ScimServer server, string secret)
    {
        var client = new ConsoleClient(server);
        var answer = await client.SignInAsync(secret);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return client;
    }

    public static Task<(Token Token, string Secret)> NewTokenAsync(ScimServer server, string scope, string tenant = "default", DateTimeOffset? expires = null) =>
        server.Services.GetRequiredService<TokenStore>().CreateAsync(tenant, Some.Name("console"), scope, expires, CancellationToken.None);

    /// <summary>Makes a tenant.</summary>
    /// <returns>Its name.</returns>
    public static async Task<string> NewTenantAsync(ScimServer server)
    {
        var tenant = $"t{Guid.NewGuid():N}";
        await server.Services.GetRequiredService<TenantStore>().CreateAsync(tenant, CancellationToken.None);
        return tenant;
    }

    /// <summary>Signs in, and keeps the cookie.</summary>
    public async Task<ScimAnswer> SignInAsync(string? token)
    {
        var answer = await SendAsync("POST", "session", "{}", token);
        if (answer.Headers.TryGetValue("Set-Cookie", out var cookie)) Cookie = cookie.Split(';')[0];
        return answer;
    }

    public Task<ScimAnswer> GetAsync(string path) => SendAsync("GET", path);

    public Task<ScimAnswer> PostAsync(string path, string json = "{}") => SendAsync("POST", path, json);

    public async Task<ScimAnswer> SendAsync(string method, string path, string? json = null, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (Cookie is not null) request.Headers.Add("Cookie", Cookie);
        if (Origin is not null) request.Headers.Add("Origin", Origin);
        foreach (var (name, value) in Headers) request.Headers.TryAddWithoutValidation(name, value);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        }

        using var response = await _http.SendAsync(request);
        return await ScimAnswer.OfAsync(response);
    }

    public void Dispose() => _http.Dispose();
}
