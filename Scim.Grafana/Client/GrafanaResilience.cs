using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Scim.Grafana.Client;

/// <summary>
/// Retries that can do no harm: what only reads, and what Grafana turned away before it did anything. Whatever else failed is looked at again by
/// the reconciler, which first reads what came of it.
/// </summary>
internal static class GrafanaResilience
{
    private const int Retries = 3;

    // Replacing the members of a very large team takes long.
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(60);

    public static void AddGrafanaResilience(this IHttpClientBuilder builder) =>
        builder.AddResilienceHandler("grafana", pipeline => pipeline
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = Retries,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = x => ValueTask.FromResult(IsHarmless(x.Outcome, x.Context.GetRequestMessage()?.Method)),
                DelayGenerator = x => ValueTask.FromResult(x.Outcome.Result is { } response ? RetryAfter.Of(response) : null),
            })
            .AddTimeout(AttemptTimeout));

    private static bool IsHarmless(Outcome<HttpResponseMessage> outcome, HttpMethod? method) => outcome switch
    {
        { Result.StatusCode: HttpStatusCode.TooManyRequests } => true,
        { Result: { } response } => method == HttpMethod.Get && (int)response.StatusCode >= 500,
        { Exception: HttpRequestException or TimeoutRejectedException } => method == HttpMethod.Get,
        _ => false,
    };
}
