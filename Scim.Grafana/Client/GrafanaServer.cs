namespace Scim.Grafana.Client;

/// <summary>The Grafana that is configured, and its server admin. The same for all organisations.</summary>
public sealed class GrafanaServer(GrafanaHttp http, GrafanaCredential admin)
{
    public GrafanaCredential Admin => admin;

    /// <summary>As it was when last asked.</summary>
    public GrafanaVersion Version { get; private set; } = new((string?)null);

    /// <summary>Asks whether Grafana is there, with no credential.</summary>
    /// <exception cref="GrafanaUnavailableException">It is not.</exception>
    public async Task<GrafanaVersion> CheckHealthAsync(CancellationToken cancellationToken)
    {
        var health = (await http.SendAsync(null, HttpMethod.Get, "api/health", null, null, cancellationToken)).Read<Health>();
        return Version = new GrafanaVersion(health.Version);
    }

    /// <summary>Who the server admin is.</summary>
    public async Task<GrafanaIdentity> WhoIsAdminAsync(CancellationToken cancellationToken) =>
        (await http.SendAsync(admin, HttpMethod.Get, "api/user", null, null, cancellationToken)).Read<GrafanaIdentity>();

    /// <summary>Grafana's configuration by section and key; null where it is not shown.</summary>
    public async Task<IReadOnlyDictionary<string, Dictionary<string, string>>?> SettingsAsync(CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(admin, HttpMethod.Get, "api/admin/settings", null, null, cancellationToken);
        return answer.IsSuccess ? answer.Read<Dictionary<string, Dictionary<string, string>>>() : null;
    }

    private sealed record Health(string? Version);
}
