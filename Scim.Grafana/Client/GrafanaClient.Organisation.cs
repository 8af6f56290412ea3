using System.Net;

namespace Scim.Grafana.Client;

/// <summary>Who is in the organisation, and as what, through the server admin.</summary>
public sealed partial class GrafanaClient
{
    private const string RoleIsSynced = "org.externallySynced";

    public Task<IReadOnlyList<OrganisationUser>> ListOrganisationUsersAsync(CancellationToken cancellationToken) => PagesAsync(async page =>
        (await AdminAsync(HttpMethod.Get, $"api/orgs/{orgId}/users/search?perpage={PageSize}&page={page}", null, cancellationToken))
            .Read<OrganisationPage>().OrgUsers);

    public async Task AddToOrganisationAsync(GrafanaUser user, OrganisationRole role, CancellationToken cancellationToken)
    {
        var body = new { loginOrEmail = user.Login, role = $"{role}" };
        (await AdminAsync(HttpMethod.Post, $"api/orgs/{orgId}/users", body, cancellationToken)).Require(HttpStatusCode.Conflict);
    }

    /// <returns>False where SSO sets the role, and Grafana refuses to.</returns>
    public async Task<bool> ChangeRoleAsync(GrafanaUser user, OrganisationRole role, CancellationToken cancellationToken)
    {
        var answer = await AdminAsync(HttpMethod.Patch, $"api/orgs/{orgId}/users/{user.Id}", new { role = $"{role}" }, cancellationToken);
        if (answer.Status == HttpStatusCode.Forbidden && answer.Refusal().MessageId == RoleIsSynced) return false;

        answer.Require();
        return true;
    }

    /// <summary>Takes the user out of the organisation and its teams. The account stays.</summary>
    public async Task RemoveFromOrganisationAsync(GrafanaUser user, CancellationToken cancellationToken) =>
        (await AdminAsync(HttpMethod.Delete, $"api/orgs/{orgId}/users/{user.Id}", null, cancellationToken)).Require(HttpStatusCode.NotFound);

    private sealed record OrganisationPage(IReadOnlyList<OrganisationUser>? OrgUsers);
}
