using Microsoft.Extensions.Caching.Memory;
using Scim.Storage.Tokens;

namespace Scim.Api.Authentication;

/// <summary>The service's own tokens, with <c>scim_</c> in front: those that a command made, and those that clients were given.</summary>
public sealed class TokenVerifier(TokenStore tokens, TimeProvider clock) : IBearerVerifier, IDisposable
{
    // A revoked token is refused everywhere after this time at the latest.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private static readonly Rejected Unknown = new("No token has that hash, or it is expired or revoked.");

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public bool Recognises(string token) => TokenSecret.IsWellFormed(token);

    public async ValueTask<Verdict> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexStringLower(TokenSecret.Hash(token));
        if (_known.TryGetValue<Known>(key, out var known) && known!.Token.IsLive(clock.GetUtcNow())) return known.Verdict;

        if (await tokens.FindAsync(token, cancellationToken) is not { } found) return Unknown;

        var credential = new Credential(found.Tenant, (found.ClientId ?? found.Id).ToString(), found.Name, found.Scope);
        var verdict = new Accepted(credential);
        _known.Set(key, new Known(found, verdict), new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Remembered, Size = 1 });
        return verdict;
    }

    public void Dispose() => _known.Dispose();

    private sealed record Known(Token Token, Accepted Verdict);
}
