using System.Collections.Concurrent;

namespace Scim.Api.OpenId;

/// <summary>The OpenID providers that somebody has configured or registered. No other is ever asked for anything.</summary>
public sealed class Providers(DocumentReader documents, TimeProvider clock, ILogger<Provider> logger) : IDisposable
{
    private readonly ConcurrentDictionary<Uri, Provider> _all = new();

    public Provider At(Uri metadata) => _all.GetOrAdd(metadata, x => new Provider(x, documents, clock, logger));

    public void Dispose()
    {
        foreach (var provider in _all.Values) provider.Dispose();
    }
}
