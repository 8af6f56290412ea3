using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Scim.Bench.Load;

/// <summary>A SCIM server to send requests to.</summary>
/// <param name="baseUrl">With the path, as in <c>http://localhost:8080/scim</c>.</param>
/// <param name="token">The bearer token.</param>
internal sealed class Target(Uri baseUrl, string token) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = Timeout.InfiniteTimeSpan });
    private readonly AuthenticationHeaderValue _token = new("Bearer", token);
    private readonly string _base = baseUrl.ToString().TrimEnd('/') + "/";

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

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
