using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Scim.Api.Hosting;

namespace Scim.Api.Authentication;

/// <summary>
/// How often an address fails to authenticate. From one that does so more than <see cref="ScimOptions.FailedAuthenticationsPerMinute"/> times,
/// nothing that is not known to be good is looked up any more until the minute is over. Each replica counts for itself.
/// </summary>
public sealed class FailedAuthentications : IDisposable
{
    // Addresses share these by a hash that differs in each process, so that memory has a bound however many addresses there are.
    private const int Buckets = 65_536;

    // Of IPv6, a customer is given this much at least.
    private const int NetworkBytes = 8;

    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    private readonly PartitionedRateLimiter<int>? _failures;
    private readonly PartitionedRateLimiter<int> _reports;
    private readonly MemoryCache _good = new(new MemoryCacheOptions { SizeLimit = 10_000 });
    private readonly MemoryCache _issued = new(new MemoryCacheOptions { SizeLimit = 10_000 });
    private readonly ILogger<FailedAuthentications> _logger;

    public FailedAuthentications(IOptions<ScimOptions> options, ILogger<FailedAuthentications> logger)
        : this(options.Value.FailedAuthenticationsPerMinute, TimeSpan.FromMinutes(1), logger)
    {
    }

    /// <param name="limit">Failures of an address in one window; 0 for any number.</param>
    /// <param name="window">How long they are counted for.</param>
    /// <param name="logger">Is told of them.</param>
    public FailedAuthentications(int limit, TimeSpan window, ILogger<FailedAuthentications> logger)
    {
        _failures = limit == 0 ? null : ByAddress(limit, window);
        _reports = ByAddress(1, window);
        _logger = logger;
    }

    /// <summary>After how many seconds the address may try again; null where it may now.</summary>
    public int? BlockedFor(HttpContext context)
    {
        if (_failures is null) return null;

        var address = Network(context);
        using var lease = _failures.AttemptAcquire(Bucket(address), permitCount: 0);
        if (lease.IsAcquired) return null;

        using var report = _reports.AttemptAcquire(Bucket(address));
        if (report.IsAcquired) _logger.LogWarning("{Address} failed to authenticate too often. What it sends is refused unseen for the rest of the minute, unless it was good within the hour", address);
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
    }

    /// <summary>One more.</summary>
    /// <param name="context">Whose.</param>
    /// <param name="reason">For the log. It must hold nothing secret.</param>
    public void Count(HttpContext context, string reason)
    {
        var address = Network(context);
        using var lease = _failures?.AttemptAcquire(Bucket(address));
        if (lease is not { IsAcquired: false }) _logger.LogWarning("{Address} failed to authenticate in request {CorrelationId}: {Reason}", address, context.TraceIdentifier, reason);
    }

    /// <summary>Whether the token or secret was good within the last hour, so that failures of others behind the same proxy do not matter to it.</summary>
    public bool WasGood(PresentedSecret secret) => _good.TryGetValue(secret.Key, out _) || _issued.TryGetValue(secret.Key, out _);

    public void Remember(PresentedSecret secret) =>
        _good.Set(secret.Key, true, new MemoryCacheEntryOptions { SlidingExpiration = GoodFor, Size = 1 });

    /// <summary>Whether that client was known at that address within the last hour, by an assertion, which is another one each time.</summary>
    public bool WasGood(HttpContext context, Guid client) => _good.TryGetValue((client, Network(context)), out _);

    public void Remember(HttpContext context, Guid client) =>
        _good.Set((client, Network(context)), true, new MemoryCacheEntryOptions { SlidingExpiration = GoodFor, Size = 1 });

    /// <summary>An access token that was given out. Apart from the others, so that no client that asks for many drives these out.</summary>
    public void RememberIssued(PresentedSecret token) =>
        _issued.Set(token.Key, true, new MemoryCacheEntryOptions { SlidingExpiration = GoodFor, Size = 1 });

    /// <summary>It is good no more.</summary>
    public void Forget(PresentedSecret secret)
    {
        _good.Remove(secret.Key);
        _issued.Remove(secret.Key);
    }

    public void Dispose()
    {
        _failures?.Dispose();
        _reports.Dispose();
        _good.Dispose();
        _issued.Dispose();
    }

    private static PartitionedRateLimiter<int> ByAddress(int limit, TimeSpan window)
    {
        var options = new FixedWindowRateLimiterOptions { PermitLimit = limit, Window = window };
        return PartitionedRateLimiter.Create<int, int>(bucket => RateLimitPartition.GetFixedWindowLimiter(bucket, _ => options));
    }

    /// <summary>The address, or of IPv6 the network.</summary>
    private static IPAddress Network(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return new IPAddress(bytes);
    }

    private static int Bucket(IPAddress network) => (int)((uint)HashCode.Combine(network) % Buckets);
}
