using System.Net;

namespace Scim.Grafana.Client;

/// <summary>Folders and what teams may do with them. One team's permission is set without touching what others set.</summary>
public sealed partial class GrafanaClient
{
    /// <summary>The folder of that title, in any case, outside all other folders; null where there is none.</summary>
    public async Task<GrafanaFolder?> FindFolderAsync(string title, CancellationToken cancellationToken)
    {
        var all = await PagesAsync(async page =>
            (IReadOnlyList<GrafanaFolder>?)(await TeamsAsync(HttpMethod.Get, $"api/folders?limit={PageSize}&page={page}", null, cancellationToken)).Read<List<GrafanaFolder>>());
        return all.FirstOrDefault(x => string.Equals(x.Title, title, StringComparison.OrdinalIgnoreCase));
    }

    /// <returns>Null where there is one with that title.</returns>
    public async Task<GrafanaFolder?> CreateFolderAsync(string title, CancellationToken cancellationToken)
    {
        var answer = await TeamsAsync(HttpMethod.Post, "api/folders", new { title }, cancellationToken);
        return answer.Status is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed ? null : answer.Read<GrafanaFolder>();
    }

    /// <summary>What the team was given on the folder itself; null for nothing, and where there is no such folder.</summary>
    public async Task<FolderPermission?> FindPermissionAsync(string folderUid, GrafanaTeam team, CancellationToken cancellationToken)
    {
        var answer = await TeamsAsync(HttpMethod.Get, $"api/access-control/folders/{Uri.EscapeDataString(folderUid)}", null, cancellationToken);
        var grant = answer.ReadIfFound<List<GrafanaFolderGrant>>()?.Find(x =>
            !x.IsInherited && (x.TeamId != 0 ? x.TeamId == team.Id : x.TeamUid is not null && x.TeamUid == team.Uid));
        return grant is not null && Enum.TryParse<FolderPermission>(grant.Permission, out var permission) ? permission : null;
    }

    /// <param name="folderUid">The folder. One that is gone needs no permission taken.</param>
    /// <param name="team">The team.</param>
    /// <param name="permission">Null takes it.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task SetPermissionAsync(string folderUid, GrafanaTeam team, FolderPermission? permission, CancellationToken cancellationToken)
    {
        var path = $"api/access-control/folders/{Uri.EscapeDataString(folderUid)}/teams/{team.Id}";
        var answer = await TeamsAsync(HttpMethod.Post, path, new { permission = permission?.ToString() ?? "" }, cancellationToken);
        if (permission is null) answer.Require(HttpStatusCode.NotFound);
        else answer.Require();
    }
}
