using Microsoft.Extensions.Options;
using Scim.Api.Hosting;
using Scim.Api.OpenId;

namespace Scim.Api.Authentication;

/// <summary>The Entra tenants whose own tokens are taken (<see cref="ScimOptions.EntraTenants"/>).</summary>
public sealed class EntraTenants(IOptions<ScimOptions> options, Providers providers)
{
    private readonly Dictionary<string, string> _names = options.Value.EntraTenants.ToDictionary(x => x.Value, x => x.Key, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<string> Ids => _names.Keys;

    /// <summary>The service's own tenants.</summary>
    public IReadOnlyCollection<string> Names => _names.Values;

    /// <summary>The service's own tenant, or null.</summary>
    public string? NameOf(string? id) => id is null ? null : _names.GetValueOrDefault(id);

    /// <param name="id">One of <see cref="Ids"/>: of no other is anything fetched.</param>
    public Provider ProviderOf(string id) => _names.ContainsKey(id)
        ? providers.At(ProviderAddress.OfMetadata($"{options.Value.EntraAuthority.ToString().TrimEnd('/')}/{id.ToLowerInvariant()}"))
        : throw new ArgumentException("The tenant is not configured.", nameof(id));
}
