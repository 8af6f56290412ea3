using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Scim.Api.Hosting;
using Scim.Storage.Tenants;
using Scim.Storage.Tokens;

namespace Scim.Api.Authentication;

/// <summary>
/// The token of <see cref="ScimOptions.BootstrapToken"/>. Whoever sets it has the service's own configuration, and so it is an admin's.
/// </summary>
public sealed class BootstrapTokenVerifier(IOptions<ScimOptions> options) : IBearerVerifier
{
    private static readonly Accepted Verdict = new(new Credential(Tenant.Default, "bootstrap", "bootstrap", TokenScope.Admin));

    private readonly byte[]? _token = options.Value.BootstrapToken is { } token ? Encoding.UTF8.GetBytes(token.Trim()) : null;

    /// <summary>Whom it speaks for; null where none is set.</summary>
    public Credential? Credential => _token is null ? null : Verdict.Credential;

    /// <summary>Its SHA-256; empty where none is set.</summary>
    public byte[] Hash => _token is null ? [] : SHA256.HashData(_token);

    // In a time that tells its length at most.
    public bool Recognises(PresentedSecret token) => _token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token.Text), _token);

    public ValueTask<Verdict> VerifyAsync(PresentedSecret token, CancellationToken cancellationToken) => ValueTask.FromResult<Verdict>(Verdict);
}
