using System.Net;

namespace Scim.Grafana.Client;

/// <summary>
/// Grafana's HTTP API as far as it is used, for one organisation. Accounts and who is in the organisation go through the server admin, all else
/// through a service account of the organisation. Never <c>DELETE /api/org/users</c>, which deletes the account where this is its last organisation.
/// </summary>
public sealed partial class GrafanaClient(GrafanaHttp http, GrafanaServer server, long orgId, IServiceAccountToken token)
{
    private const int PageSize = 1_000;

    public long OrgId => orgId;

    /// <summary>Which Grafana answers.</summary>
    public GrafanaVersion Version => server.Version;

    private Task<GrafanaAnswer> AdminAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken) =>
        http.SendAsync(server.Admin, method, path, body, null, cancellationToken);

    private async Task<GrafanaAnswer> TeamsAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        var credential = await token.GetAsync(cancellationToken);
        try
        {
            return await http.SendAsync(credential, method, path, body, null, cancellationToken);
        }
        catch (GrafanaUnauthorizedException) when (token.Forget(credential))
        {
            return await http.SendAsync(await token.GetAsync(cancellationToken), method, path, body, null, cancellationToken);
        }
    }

    // Just the calls that Grafana resolves uids for; the rest take numbers in every version.
    private string Ref(GrafanaUser user) => Version.TakesUids && user.Uid is { Length: > 0 } uid ? Uri.EscapeDataString(uid) : $"{user.Id}";

    private string Ref(GrafanaTeam team) => (Version.TakesUids || team.Id == 0) && team.Uid is { Length: > 0 } uid ? Uri.EscapeDataString(uid) : $"{team.Id}";

    private static async Task<IReadOnlyList<T>> PagesAsync<T>(Func<int, Task<IReadOnlyList<T>?>> read)
    {
        var all = new List<T>();
        for (var page = 1; ; page++)
        {
            var rows = await read(page) ?? throw new GrafanaUnavailableException("What answers is not Grafana, or not in its right mind. Check Grafana__Url.");
            all.AddRange(rows);
            if (rows.Count < PageSize) return all;
        }
    }

    private sealed record Created(long Id, long TeamId, string? Uid);
}
