namespace Scim.Api.Selftest;

/// <param name="Url">The tenant URL.</param>
/// <param name="Token">The bearer token.</param>
public sealed record SelftestOptions(Uri Url, string Token)
{
    public static TimeSpan DefaultTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>For one request.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary><c>legacy</c>, <c>compliant</c> or <c>both</c>.</summary>
    public string Dialect { get; init; } = "both";

    public bool AsJson { get; init; }
}
