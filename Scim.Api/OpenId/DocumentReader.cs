using Microsoft.IdentityModel.Protocols;

namespace Scim.Api.OpenId;

/// <summary>Fetches a provider's documents: from safe addresses alone, without following redirects, and no more than 1 MB in 5 seconds.</summary>
public sealed class DocumentReader : IDocumentRetriever, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = 1024 * 1024,
    };

    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !ProviderAddress.IsSafe(uri)) throw new IOException($"{address} is not https.");

        return await _http.GetStringAsync(uri, cancel);
    }

    public void Dispose() => _http.Dispose();
}
