using System.Net;

namespace Scim.Grafana.Client;

/// <summary>Whether the service account can do its work.</summary>
public sealed partial class GrafanaClient
{
    /// <summary>Whose token it is; null where Grafana does not tell, as old versions do not of service accounts.</summary>
    public async Task<GrafanaIdentity?> WhoIsServiceAccountAsync(CancellationToken cancellationToken) =>
        (await TeamsAsync(HttpMethod.Get, "api/user", null, cancellationToken)).ReadIfFound<GrafanaIdentity>();

    /// <summary>What it may do.</summary>
    public async Task<IReadOnlyDictionary<string, bool>> ServiceAccountActionsAsync(CancellationToken cancellationToken) =>
        (await TeamsAsync(HttpMethod.Get, "api/access-control/user/actions", null, cancellationToken)).Read<Dictionary<string, bool>>();

    /// <summary>Whether the organisation exists.</summary>
    public async Task<bool> OrganisationExistsAsync(CancellationToken cancellationToken)
    {
        var answer = await AdminAsync(HttpMethod.Get, $"api/orgs/{orgId}", null, cancellationToken);
        if (answer.Status == HttpStatusCode.NotFound) return false;

        answer.Require();
        return true;
    }
}
