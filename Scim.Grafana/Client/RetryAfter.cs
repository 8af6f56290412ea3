namespace Scim.Grafana.Client;

internal static class RetryAfter
{
    // Longer than any limit of Grafana's own; what is more is a mistake that would stop the service.
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1);

    /// <summary>What the header asks for; null where there is none.</summary>
    public static TimeSpan? Of(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var asked = header?.Delta ?? header?.Date - DateTimeOffset.UtcNow;
        return asked is null ? null : TimeSpan.FromTicks(Math.Clamp(asked.Value.Ticks, 0, Most.Ticks));
    }
}
