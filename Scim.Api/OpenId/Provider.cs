using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Scim.Api.OpenId;

/// <summary>
/// An OpenID provider's keys, fetched when first asked for and kept. Where a token names a key that is not among them, they are fetched again
/// before it is judged, since providers change their keys; <c>ConfigurationManager</c> would refuse the first such tokens while it fetches.
/// </summary>
public sealed class Provider(Uri metadata, IDocumentRetriever documents, TimeProvider clock, ILogger logger) : IDisposable
{
    // From then on keys are fetched anew, while the old ones serve. A key that the provider no longer has is taken at most so long, and one request.
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    // From then on a token waits for them to be fetched anew, and from then on it is not judged where they cannot be.
    private static readonly TimeSpan Stale = TimeSpan.FromHours(2);
    private static readonly TimeSpan Lost = TimeSpan.FromHours(24);

    // Anybody can make up the name of a key.
    private static readonly TimeSpan BetweenUnknownKeys = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BetweenFailures = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _fetching = new(1);
    private volatile ProviderKeys? _keys;
    private DateTimeOffset _lastUnknownKey = DateTimeOffset.MinValue;
    private DateTimeOffset _lastFailure = DateTimeOffset.MinValue;

    /// <summary>The keys, in which there is one of that name if the provider has it.</summary>
    /// <returns>Null where that cannot be told now, because the provider does not answer or was asked only just now.</returns>
    public async ValueTask<ProviderKeys?> KeysAsync(string? kid, CancellationToken cancellationToken)
    {
        if (_keys is { } kept && kept.Named(kid).Count > 0)
        {
            // A key that the provider took back is not to be good for ever because nobody asked meanwhile, or because the provider is away.
            var age = clock.GetUtcNow() - kept.Fetched;
            if (age > Stale)
            {
                var current = await FetchAsync(null, cancellationToken) ?? (age > Lost ? null : kept);
                return current?.Named(kid).Count > 0 ? current : null;
            }

            // Nobody waits for it. What it throws, it has logged.
            if (age > Fresh && _fetching.CurrentCount > 0) _ = FetchAsync(null, CancellationToken.None);
            return kept;
        }

        return await FetchAsync(kid, cancellationToken);
    }

    /// <summary>Fetches ahead of the first token.</summary>
    /// <returns>Whether there are keys now.</returns>
    public async Task<bool> WarmAsync(CancellationToken cancellationToken) => await FetchAsync(null, cancellationToken) is not null;

    public void Dispose() => _fetching.Dispose();

    private async Task<ProviderKeys?> FetchAsync(string? unknown, CancellationToken cancellationToken)
    {
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();

            // Whoever waited here may find that another has fetched what is missing.
            if (_keys is { } kept)
            {
                if (unknown is not null ? kept.Named(unknown).Count > 0 : now - kept.Fetched <= Fresh) return kept;
                if (unknown is not null && now - _lastUnknownKey < BetweenUnknownKeys) return null;
            }

            if (now - _lastFailure < BetweenFailures) return null;
            if (_keys is not null && unknown is not null) _lastUnknownKey = now;

            // Whoever asked may go: others wait for the same.
            return await TryFetchAsync();
        }
        finally
        {
            _fetching.Release();
        }
    }

    private async Task<ProviderKeys?> TryFetchAsync()
    {
        try
        {
            var found = await OpenIdConnectConfigurationRetriever.GetAsync(metadata.ToString(), documents, CancellationToken.None);
            if (string.IsNullOrEmpty(found.Issuer) || found.SigningKeys.Count == 0) throw new InvalidDataException("It names no issuer, or no keys.");

            return _keys = new ProviderKeys(found.Issuer, [.. found.SigningKeys], clock.GetUtcNow());
        }
        catch (Exception e)
        {
            // Whatever a provider answers, the service goes on.
            _lastFailure = clock.GetUtcNow();
            logger.LogWarning("The keys of {Metadata} cannot be had: {Message}", metadata, e.InnerException?.Message ?? e.Message);
            return null;
        }
    }
}
