using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Doubles;

namespace Scim.Tests.Doubles;

/// <summary>A double of Grafana, and an HTTP client that has no idea of it.</summary>
internal sealed class GrafanaFixture : IAsyncDisposable
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(1) }) { Timeout = TimeSpan.FromMinutes(1) };

    private string? _token;

    private GrafanaFixture(GrafanaDouble grafana) => Double = grafana;

    public GrafanaDouble Double { get; }

    public static Task<GrafanaFixture> StartAsync(string version = "12.3.0") => StartAsync(new GrafanaDoubleOptions { Version = version });

    public static async Task<GrafanaFixture> StartAsync(GrafanaDoubleOptions options) => new(await GrafanaDouble.StartAsync(options));

    public static string Basic(string login, string password) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login}:{password}"))}";

    /// <param name="call">As in <c>GET /api/orgs</c>.</param>
    /// <param name="body">JSON, or null for none.</param>
    public Task<Reply> AdminAsync(string call, string? body = null) => SendAsync(Basic("admin", "admin"), call, body);

    /// <summary>With the token of a service account of the role Admin.</summary>
    public async Task<Reply> TokenAsync(string call, string? body = null) => await SendAsync($"Bearer {_token ??= await NewTokenAsync("Admin")}", call, body);

    public async Task<Reply> SendAsync(string? authorization, string call, string? body = null, long? orgId = null)
    {
        var (method, path) = (call.Split(' ', 2)[0], call.Split(' ', 2)[1]);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Double.Url, path));
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (orgId is not null) request.Headers.Add("X-Grafana-Org-Id", $"{orgId}");
        if (body is not null) request.Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        using var response = await Client.SendAsync(request);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType, response.Headers.RetryAfter?.ToString());
    }

    /// <summary>A user whose e-mail is its login at example.com and whose password is <c>correct</c>.</summary>
    public async Task<long> NewUserAsync(string login) =>
        (await AdminAsync("POST /api/admin/users", $$"""{"login":"{{login}}","email":"{{login}}@example.com","name":"{{login}}","password":"correct"}""")).Number("id");

    public async Task<long> NewTeamAsync(string name) => (await TokenAsync("POST /api/teams", $$"""{"name":"{{name}}"}""")).Number("teamId");

    public async Task<string> NewTokenAsync(string role)
    {
        var account = await AdminAsync("POST /api/serviceaccounts", $$"""{"name":"scim {{role}}","role":"{{role}}"}""");
        return (await AdminAsync($"POST /api/serviceaccounts/{account.Number("id")}/tokens", """{"name":"scim"}""")).Text("key");
    }

    public ValueTask DisposeAsync() => Double.DisposeAsync();
}

/// <summary>An answer, read whole.</summary>
internal sealed record Reply(int Status, string Body, string? ContentType, string? RetryAfter)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? Message => Json["message"]?.GetValue<string>();

    public string? MessageId => Json["messageId"]?.GetValue<string>();

    /// <summary>As tables have it: <c>404 Team not found</c></summary>
    public string Summary => $"{Status} {Message}";

    public IEnumerable<string> Names => Json.AsObject().Select(x => x.Key);

    public long Number(string name) => Json[name]!.GetValue<long>();

    public string Text(string name) => Json[name]!.GetValue<string>();

    public bool Flag(string name) => Json[name]!.GetValueKind() == JsonValueKind.True;

    public IEnumerable<string> All(string name) => Json.AsArray().Select(x => x![name]!.ToString());
}
