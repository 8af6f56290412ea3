using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Scim.Api.Hosting;
using Scim.Storage.Tokens;

namespace Scim.Api.Authentication;

/// <summary>The token of <see cref="ScimOptions.BootstrapToken"/>.</summary>
public sealed class BootstrapTokenVerifier(IOptions<ScimOptions> options) : IBearerVerifier
{
    private static readonly Accepted Verdict = new(new Credential("default", "bootstrap", "bootstrap"));

    private readonly byte[]? _hash = options.Value.BootstrapToken is { } token ? TokenSecret.Hash(token.Trim()) : null;

    public bool Recognises(string token) => _hash is not null && CryptographicOperations.FixedTimeEquals(TokenSecret.Hash(token), _hash);

    public ValueTask<Verdict> VerifyAsync(string token, CancellationToken cancellationToken) => ValueTask.FromResult<Verdict>(Verdict);
}
