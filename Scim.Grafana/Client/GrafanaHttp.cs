using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Polly.Timeout;

namespace Scim.Grafana.Client;

/// <summary>Sends calls, and tells Grafana's being away from its refusing something.</summary>
public sealed class GrafanaHttp(HttpClient http)
{
    private const string OrgHeader = "X-Grafana-Org-Id";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <param name="credential">Null for the one call that needs none.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">Under the address of Grafana, as in <c>api/health</c>.</param>
    /// <param name="body">Sent as JSON.</param>
    /// <param name="orgId">The organisation that a user's call is about; a token has but one.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="GrafanaUnavailableException">Nothing useful came back.</exception>
    /// <exception cref="GrafanaUnauthorizedException">The credential is refused.</exception>
    internal async Task<GrafanaAnswer> SendAsync(
        GrafanaCredential? credential, HttpMethod method, string path, object? body, long? orgId, CancellationToken cancellationToken)
    {
        credential?.RequireRested();
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = credential?.Header;
        if (orgId is not null) request.Headers.Add(OrgHeader, orgId.Value.ToString(CultureInfo.InvariantCulture));
        if (body is not null) request.Content = JsonContent.Create(body, body.GetType(), options: Json);

        var answer = await SendAsync(request, $"{method} /{path.Split('?')[0]}", cancellationToken);
        if (answer.Status == HttpStatusCode.Unauthorized && credential is not null) throw await RefusalAsync(credential, orgId, cancellationToken);

        // Not even its 404 says anything about the object.
        return answer.IsGrafanas ? answer : throw answer.Unreadable(null);
    }

    /// <summary>Reads with a token that somebody presented. That it is refused is an answer like others, unless it is a proxy's.</summary>
    /// <exception cref="GrafanaUnavailableException">Nothing useful came back.</exception>
    internal async Task<GrafanaAnswer> SendAsync(string token, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await SendAsync(request, $"GET /{path}", cancellationToken);
        return answer.IsGrafanas ? answer : throw answer.Unreadable(null);
    }

    /// <summary>A right password is refused too, where its user is not in the organisation of the call.</summary>
    private async Task<GrafanaUnauthorizedException> RefusalAsync(GrafanaCredential credential, long? orgId, CancellationToken cancellationToken)
    {
        if (orgId is null) return credential.Refuse();

        await SendAsync(credential, HttpMethod.Get, "api/user", null, null, cancellationToken);
        return new GrafanaUnauthorizedException(
            $"Grafana does not let {credential.Name} into organisation {orgId}. Make the server admin a member of it, or set a ServiceAccountToken for it.");
    }

    private async Task<GrafanaAnswer> SendAsync(HttpRequestMessage request, string call, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
                throw new GrafanaUnavailableException($"Grafana answered {(int)response.StatusCode} to {call}.", RetryAfter.Of(response));

            return new GrafanaAnswer(call, response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutRejectedException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new GrafanaUnavailableException($"Grafana does not answer {call}: {e.Message}", null, e);
        }
    }
}
