using System.Net;

namespace Scim.Grafana.Client;

/// <summary>
/// Asks Grafana about tokens that others present, with nothing but the token itself. Each answer is about that token alone: a refused one makes
/// none of the connector's own credentials rest.
/// </summary>
public sealed class PresentedTokens(HttpClient http)
{
    /// <summary>Of one call. Whoever presents the token waits for two.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly GrafanaHttp _http = new(http);

    /// <summary>Whose token it is.</summary>
    /// <returns>Null where Grafana does not take it: it is unknown, deleted, expired, or of a disabled account.</returns>
    /// <exception cref="GrafanaException">Grafana does not tell.</exception>
    public async Task<TokenHolder?> FindHolderAsync(string token, CancellationToken cancellationToken)
    {
        var who = await _http.SendAsync(token, "api/user", cancellationToken);
        if (who.Status == HttpStatusCode.Unauthorized) return null;

        // Old versions tell nothing of service accounts there. Then there is still the one organisation that the token is of.
        var identity = who.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden
            ? new Identity { OrgId = await FindOrganisationAsync(token, cancellationToken) }
            : who.Read<Identity>();
        var actions = await _http.SendAsync(token, "api/access-control/user/actions", cancellationToken);
        if (actions.Status == HttpStatusCode.Unauthorized) return null;

        var held = actions.Read<Dictionary<string, bool>>().Where(x => x.Value).Select(x => x.Key).ToHashSet(StringComparer.Ordinal);
        return new TokenHolder(identity.Login, identity.OrgId, identity.IsServiceAccount, held);
    }

    /// <returns>0 where the token may not even ask that, which every role but None may.</returns>
    private async Task<long> FindOrganisationAsync(string token, CancellationToken cancellationToken)
    {
        var answer = await _http.SendAsync(token, "api/org", cancellationToken);
        return answer.Status == HttpStatusCode.Forbidden ? 0 : answer.Read<Organisation>().Id;
    }

    private sealed record Organisation(long Id);

    private sealed record Identity
    {
        public string? Uid { get; init; }

        public string? Login { get; init; }

        public long OrgId { get; init; }

        public bool IsGrafanaAdmin { get; init; }

        // What says neither who it is nor that it is a person is of an old version.
        public bool IsServiceAccount => !IsGrafanaAdmin
            && ((Uid is null && Login is null)
                || Uid?.StartsWith("service-account:", StringComparison.Ordinal) == true
                || Login?.StartsWith("sa-", StringComparison.OrdinalIgnoreCase) == true);
    }
}

/// <summary>Whose a token is.</summary>
/// <param name="Login">As in <c>sa-1-entra</c>; null where an old Grafana does not tell.</param>
/// <param name="OrgId">The one organisation that the token is of.</param>
/// <param name="IsServiceAccount">It is no person.</param>
/// <param name="Actions">What it may do in some scope, as in <c>teams:create</c>.</param>
public sealed record TokenHolder(string? Login, long OrgId, bool IsServiceAccount, IReadOnlySet<string> Actions);
