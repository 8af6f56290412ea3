using Scim.Storage.Clients;

namespace Scim.Api.OAuth;

/// <summary>Tells whether a client is who it says it is (RFC 6749 section 2.3, RFC 7523 section 2.2).</summary>
public sealed class ClientAuthenticator(ClientStore clients, AssertionVerifier assertions)
{
    private static readonly Refused Nothing = new("It shows nothing that it could be known by.");

    /// <param name="request">The request.</param>
    /// <param name="audiences">What an assertion by the client itself may be addressed to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Authentication> AuthenticateAsync(TokenRequest request, IReadOnlyList<string> audiences, CancellationToken cancellationToken) => request switch
    {
        { ClientSecret: { } secret } => await BySecretAsync(request.ClientId, secret, cancellationToken),
        { Assertion: { } assertion } => await assertions.VerifyAsync(request.ClientId, assertion, audiences, cancellationToken),
        _ => Nothing,
    };

    private async Task<Authentication> BySecretAsync(string? clientId, string secret, CancellationToken cancellationToken)
    {
        // A client that is not there is looked for and compared with like one that is.
        var (client, credentials) = await clients.FindAsync(ClientId.Parse(clientId), ClientCredential.Secret, cancellationToken);
        var hash = ClientSecret.Hash(secret);
        ClientCredential? shown = null;
        foreach (var credential in credentials.DefaultIfEmpty())
        {
            if (ClientSecret.Matches(hash, credential?.Hash)) shown = credential;
        }

        if (client is null) return new Refused("There is no such client, or it is revoked.");

        return shown is null ? new Refused("It has no such secret, or it is expired or revoked.") { Client = client } : new Authenticated(client, shown.Id);
    }
}
