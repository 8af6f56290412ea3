using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Scim.Api.Authentication;
using Scim.Api.Protocol;

namespace Scim.Api.Hosting;

/// <summary>How many requests each token may send, where <see cref="ScimOptions.RequestsPerSecond"/> says so. Each replica counts for itself.</summary>
public static class RequestRate
{
    // Clients send in bursts, and wait in between.
    private const int BurstSeconds = 10;

    // Without a token a request gets no further than this.
    private static readonly RateLimitPartition<string> Unlimited = RateLimitPartition.GetNoLimiter("");

    public static void Limit(RateLimiterOptions limiter, IOptions<ScimOptions> options)
    {
        var rate = options.Value.RequestsPerSecond;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Partition(context) is { } credential
            ? RateLimitPartition.GetTokenBucketLimiter(credential, _ => Bucket(rate))
            : Unlimited);
        limiter.OnRejected = (context, _) => new ValueTask(RefuseAsync(context, rate));
    }

    private static TokenBucketRateLimiterOptions Bucket(int rate) => new()
    {
        TokenLimit = rate * BurstSeconds,
        TokensPerPeriod = rate,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    };

    private static Task RefuseAsync(OnRejectedContext context, int rate)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? Math.Max(1, Math.Ceiling(time.TotalSeconds)) : 1;
        return ScimError.TooManyRequests(rate, (int)wait).ExecuteAsync(context.HttpContext);
    }

    private static string? Partition(HttpContext context) => Credential.Of(context.User) is { } credential ? $"{credential.Tenant} {credential.Id}" : null;
}
