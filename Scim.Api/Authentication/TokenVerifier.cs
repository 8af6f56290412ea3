using Microsoft.Extensions.Caching.Memory;
using Scim.Api.Telemetry;
using Scim.Storage.Tokens;

namespace Scim.Api.Authentication;

/// <summary>The service's own tokens, with <c>scim_</c> in front: those that a command made, and those that clients were given.</summary>
public sealed class TokenVerifier(TokenStore tokens, TimeProvider clock) : IBearerVerifier, IDisposable
{
    // A revoked token is refused everywhere after this time at the latest.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private static readonly Rejected Misspelt = new("It begins as a token of the service does, and its checksum is wrong.");
    private static readonly Rejected Unknown = new("There is no such token.");

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public bool Recognises(PresentedSecret token) => token.Text.StartsWith(TokenSecret.Prefix, StringComparison.Ordinal);

    public async ValueTask<Verdict> VerifyAsync(PresentedSecret token, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue<Known>(token.Key, out var known) && known!.Token.IsLive(clock.GetUtcNow())) return known.Verdict;
        if (!TokenSecret.IsWellFormed(token.Text)) return Misspelt;
        if (await tokens.FindAsync(token.Text, cancellationToken) is not { } found) return Unknown;

        var credential = new Credential(found.Tenant, (found.ClientId ?? found.Id).ToString(), found.Name, found.Scope);
        if (!found.IsLive(clock.GetUtcNow()))
        {
            var failure = found.Revoked is null ? AuthenticationFailure.Expired : AuthenticationFailure.Revoked;
            return new Rejected($"The token {found.Id} is {failure.Name}.") { Credential = credential, Failure = failure };
        }

        var verdict = new Accepted(credential);
        _known.Set(token.Key, new Known(found, verdict), new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Remembered, Size = 1 });
        return verdict;
    }

    public void Dispose() => _known.Dispose();

    private sealed record Known(Token Token, Accepted Verdict);
}
