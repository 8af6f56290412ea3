using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Scim.Api.Hosting;
using Scim.Storage.Tokens;

namespace Scim.Api.Authentication;

/// <summary>Tells which tenant a bearer token speaks for.</summary>
public sealed class TokenVerifier(TokenStore tokens, IOptions<ScimOptions> options, TimeProvider clock) : IDisposable
{
    // A revoked token is refused everywhere after this time at the latest.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 10_000 });
    private readonly byte[]? _bootstrap = options.Value.BootstrapToken is { } token ? TokenSecret.Hash(token.Trim()) : null;

    /// <summary>Null for a token that is unknown, expired or revoked.</summary>
    public async Task<Token?> VerifyAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = TokenSecret.Hash(secret);
        if (_bootstrap is not null && CryptographicOperations.FixedTimeEquals(hash, _bootstrap)) return Bootstrap();
        if (!TokenSecret.IsWellFormed(secret)) return null;

        var key = Convert.ToHexStringLower(hash);
        if (_known.TryGetValue<Token>(key, out var known) && known!.IsLive(clock.GetUtcNow())) return known;

        var found = await tokens.FindAsync(secret, cancellationToken);
        if (found is not null) _known.Set(key, found, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Remembered, Size = 1 });
        return found;
    }

    public void Dispose() => _known.Dispose();

    private static Token Bootstrap() => new() { Id = Guid.Empty, Tenant = "default", Name = "bootstrap", Created = DateTime.UnixEpoch };
}
