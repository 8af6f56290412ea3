using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scim.Bench.Load;

/// <summary>A SCIM server to send requests to.</summary>
/// <param name="baseUrl">With the path, as in <c>http://localhost:8080/scim</c>.</param>
/// <param name="token">The bearer token.</param>
internal sealed class Target(Uri baseUrl, string token) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = Timeout.InfiniteTimeSpan });
    private readonly AuthenticationHeaderValue _token = new("Bearer", token);
    private readonly string _base = baseUrl.ToString().TrimEnd('/') + "/";

    /// <exception cref="InvalidOperationException">The answer is not 200.</exception>
    public async Task<byte[]> GetAsync(string path) => (await SendAsync(HttpMethod.Get, path)).Must(HttpStatusCode.OK).Body;

    /// <returns>The id of the new resource.</returns>
    /// <exception cref="InvalidOperationException">The answer is not 201.</exception>
    public async Task<string> CreateAsync(string path, JsonObject body)
    {
        using var created = JsonDocument.Parse((await SendAsync(HttpMethod.Post, path, body.ToJsonString())).Must(HttpStatusCode.Created).Body);
        return created.RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>One operation, as Entra sends most.</summary>
    /// <exception cref="InvalidOperationException">The answer is neither 200 nor 204.</exception>
    public async Task PatchAsync(string path, string op, string attribute, JsonNode value)
    {
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
            ["Operations"] = new JsonArray(new JsonObject { ["op"] = op, ["path"] = attribute, ["value"] = value }),
        };
        (await SendAsync(HttpMethod.Patch, path, body.ToJsonString())).Must(HttpStatusCode.OK, HttpStatusCode.NoContent);
    }

    /// <exception cref="InvalidOperationException">The answer is not 204.</exception>
    public async Task DeleteAsync(string path) => (await SendAsync(HttpMethod.Delete, path)).Must(HttpStatusCode.NoContent);

    /// <summary>Sends a request and reads the answer whole.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, _base + path) { Headers = { Authorization = _token } };
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/scim+json");
        using var response = await _client.SendAsync(request, CancellationToken.None);
        return new Answer(response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }

    public void Dispose() => _client.Dispose();
}

internal readonly record struct Answer(HttpStatusCode Status, byte[] Body)
{
    /// <exception cref="InvalidOperationException">It is another; the message has the body.</exception>
    public Answer Must(params ReadOnlySpan<HttpStatusCode> statuses) => statuses.Contains(Status)
        ? this
        : throw new InvalidOperationException($"The server answered {(int)Status}: {Encoding.UTF8.GetString(Body)}");
}
