using Microsoft.Extensions.Options;
using Scim.Grafana.Client;

namespace Scim.Grafana;

/// <summary>The tenants that are brought to Grafana, each with its organisation.</summary>
public sealed class GrafanaTenants : IAsyncDisposable
{
    private readonly Dictionary<string, GrafanaClient> _clients = [];
    private readonly List<MintedToken> _minted = [];

    public GrafanaTenants(IOptions<GrafanaOptions> options, GrafanaHttp http, TimeProvider clock)
    {
        var settings = options.Value;
        var admin = GrafanaCredential.Basic("Grafana__AdminUser with Grafana__AdminPassword", settings.AdminUser ?? "", settings.AdminPassword ?? "", clock);
        Server = new GrafanaServer(http, admin);

        Add(GrafanaOptions.DefaultTenant, settings.OrgId, settings.ServiceAccountToken, "Grafana__ServiceAccountToken");
        foreach (var (name, tenant) in settings.Tenants) Add(name, tenant.OrgId, tenant.ServiceAccountToken, $"Grafana__Tenants__{name}__ServiceAccountToken");

        void Add(string tenant, long orgId, string? token, string setting)
        {
            IServiceAccountToken source;
            if (string.IsNullOrWhiteSpace(token)) _minted.Add((MintedToken)(source = new MintedToken(http, admin, orgId, clock)));
            else source = new ConfiguredToken(GrafanaCredential.Bearer(setting, token.Trim(), clock));
            _clients.Add(tenant, new GrafanaClient(http, Server, orgId, source));
        }
    }

    public GrafanaServer Server { get; }

    public IReadOnlyCollection<string> Names => _clients.Keys;

    public GrafanaClient this[string tenant] => _clients[tenant];

    public async ValueTask DisposeAsync()
    {
        foreach (var token in _minted) await token.DisposeAsync();
    }
}
