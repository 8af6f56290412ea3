using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Scim.Api.Authentication;
using Scim.Api.Protocol;

namespace Scim.Api.Hosting;

/// <summary>
/// How many requests each credential may send, as <see cref="ScimOptions.RequestsPerSecond"/> says; requests for access tokens count with those that
/// are made with them. Each replica counts for itself.
/// </summary>
public sealed class RequestRate(IOptions<ScimOptions> options) : IDisposable
{
    // Clients send in bursts, and wait in between.
    private const int BurstSeconds = 10;

    private readonly int _perSecond = options.Value.RequestsPerSecond;

    private readonly PartitionedRateLimiter<(string Tenant, string Id)> _credentials = PartitionedRateLimiter.Create<(string Tenant, string Id), (string, string)>(
        who => RateLimitPartition.GetTokenBucketLimiter(who, _ => Bucket(options.Value.RequestsPerSecond)));

    /// <summary>Counts a request.</summary>
    /// <returns>After how many seconds the credential may send it; null where it may now.</returns>
    public int? BlockedFor(string tenant, string id)
    {
        if (_perSecond == 0) return null;

        using var lease = _credentials.AttemptAcquire((tenant, id));
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? (int)Math.Max(1, Math.Ceiling(wait.TotalSeconds)) : 1;
    }

    /// <summary>Behind authentication: without a credential a request gets no further anyway.</summary>
    public Task LimitAsync(HttpContext context, RequestDelegate next) =>
        Credential.Of(context.User) is { } credential && BlockedFor(credential.Tenant, credential.Id) is { } seconds
            ? ScimError.TooManyRequests(_perSecond, seconds).ExecuteAsync(context)
            : next(context);

    public void Dispose() => _credentials.Dispose();

    private static TokenBucketRateLimiterOptions Bucket(int rate) => new()
    {
        TokenLimit = rate * BurstSeconds,
        TokensPerPeriod = rate,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    };
}
