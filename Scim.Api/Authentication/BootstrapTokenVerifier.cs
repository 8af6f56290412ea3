using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Scim.Api.Hosting;

namespace Scim.Api.Authentication;

/// <summary>The token of <see cref="ScimOptions.BootstrapToken"/>.</summary>
public sealed class BootstrapTokenVerifier(IOptions<ScimOptions> options) : IBearerVerifier
{
    private static readonly Accepted Verdict = new(new Credential("default", "bootstrap", "bootstrap"));

    private readonly byte[]? _token = options.Value.BootstrapToken is { } token ? Encoding.UTF8.GetBytes(token.Trim()) : null;

    // In a time that tells its length at most.
    public bool Recognises(PresentedSecret token) => _token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token.Text), _token);

    public ValueTask<Verdict> VerifyAsync(PresentedSecret token, CancellationToken cancellationToken) => ValueTask.FromResult<Verdict>(Verdict);
}
