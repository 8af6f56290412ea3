using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Scim.Api.OpenId;
using Scim.Storage.Clients;

namespace Scim.Api.OAuth;

/// <summary>Assertions that say who a client is (RFC 7523 section 3): by the client's own key, or by a provider that the client's registration names.</summary>
public sealed class AssertionVerifier(ClientStore clients, Providers providers, TimeProvider clock)
{
    /// <summary>How far ahead an assertion by a client itself may end. Until then its <c>jti</c> has to be remembered.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(1);

    private const int MaxJtiLength = 512;

    private static readonly Refused Malformed = new("The assertion is no signed token.");

    /// <param name="clientId">The client that the request names, if it names one.</param>
    /// <param name="assertion">The token.</param>
    /// <param name="audiences">What an assertion by the client itself may be addressed to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Authentication> VerifyAsync(string? clientId, string assertion, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        if (SignedToken.Read(assertion) is not { } token) return Malformed;

        return token.Issuer.Length > 0 && token.Issuer == token.Subject
            ? await ByOwnKeyAsync(clientId, token, audiences, cancellationToken)
            : await ByProviderAsync(clientId, token, cancellationToken);
    }

    private async Task<Authentication> ByOwnKeyAsync(string? clientId, JsonWebToken token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        if (clientId is not null && clientId != token.Subject) return new Refused("The assertion is about another client than client_id.");

        var (client, credentials) = await clients.FindAsync(ClientId.Parse(token.Subject), ClientCredential.Key, cancellationToken);
        if (client is null) return new Refused("There is no such client, or it is revoked.");
        if (token.Id is not { Length: > 0 and <= MaxJtiLength }) return new Refused("The assertion has no jti, or one that is too long.") { Client = client };
        if (token.ValidTo > clock.GetUtcNow().UtcDateTime + MaxLifetime + SignedToken.Skew) return new Refused("The assertion ends more than an hour from now.") { Client = client };

        var keys = credentials.Select(x => (x.Id, Key: new JsonWebKey(x.Jwk))).ToList();

        // A client may call a key something else than it is called here.
        var named = keys.Where(x => x.Key.KeyId == token.Kid).ToList();
        string? fault = "It has no key that is live.";
        foreach (var (id, key) in named.Count > 0 ? named : keys)
        {
            fault = await SignedToken.FaultAsync(token, [key], token.Subject, audiences, clock);
            if (fault is null) return new Authenticated(client, id, Once(token));
        }

        return new Refused($"The assertion by the client's own key is not valid: {fault}") { Client = client };
    }

    private async Task<Authentication> ByProviderAsync(string? clientId, JsonWebToken token, CancellationToken cancellationToken)
    {
        if (clientId is null) return new Refused("The assertion of another provider came without client_id.");

        var (client, credentials) = await clients.FindAsync(ClientId.Parse(clientId), ClientCredential.Federated, cancellationToken);
        if (client is null) return new Refused("There is no such client, or it is revoked.");

        // Only the provider of a credential that fits in all is asked for its keys.
        if (credentials.FirstOrDefault(x => x.Issuer == token.Issuer && x.Subject == token.Subject && token.Audiences.Contains(x.Audience)) is not { } credential)
            return new Refused("The client has no federated credential with issuer, subject and audience of the assertion.") { Client = client };

        var keys = await providers.At(ProviderAddress.OfMetadata(credential.Issuer!)).KeysAsync(token.Kid, cancellationToken);
        if (keys is null) return new Deferred($"The keys of {credential.Issuer} cannot be had now.");
        if (keys.Issuer != credential.Issuer) return new Refused("The provider's metadata name another issuer than the credential.") { Client = client };

        var fault = await SignedToken.FaultAsync(token, keys.Named(token.Kid), credential.Issuer, [credential.Audience!], clock);
        return fault is null
            ? new Authenticated(client, credential.Id, token.Id is { Length: > 0 } ? Once(token) : null)
            : new Refused($"The provider's assertion is not valid: {fault}") { Client = client };
    }

    private static UsedAssertion Once(JsonWebToken token) => new(token.Issuer, token.Id, token.ValidTo + SignedToken.Skew);
}
