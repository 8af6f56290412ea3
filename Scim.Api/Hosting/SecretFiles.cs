using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Scim.Api.Hosting;

/// <summary>Secrets from files, as containers are given them: <c>Grafana__AdminPassword__File=/run/secrets/grafana</c>.</summary>
public static partial class SecretFiles
{
    /// <summary>Puts the content of each file in the place of its secret.</summary>
    /// <exception cref="OptionsValidationException">A file cannot be read, or its secret is also set itself.</exception>
    public static void Read(IConfigurationManager configuration)
    {
        var files = configuration.AsEnumerable().Where(x => !string.IsNullOrWhiteSpace(x.Value) && Setting().IsMatch(x.Key)).ToList();
        var failures = files.Select(x => Read(configuration, x.Key, x.Value!)).OfType<string>().ToList();
        if (failures.Count > 0) throw new OptionsValidationException("Secrets", typeof(SecretFiles), failures);
    }

    private static string? Read(IConfigurationManager configuration, string key, string path)
    {
        var secret = key[..key.LastIndexOf(':')];
        var name = secret.Replace(":", "__", StringComparison.Ordinal);
        if (!string.IsNullOrEmpty(configuration[secret])) return $"{name} and {name}__File are both set; leave one out.";

        try
        {
            configuration[secret] = File.ReadAllText(path).Trim();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"{name}__File is \"{path}\", which cannot be read: {e.Message}";
        }
    }

    [GeneratedRegex("^(ConnectionStrings:Scim|Scim:BootstrapToken|Scim:MetricsToken|Grafana:(AdminUser|AdminPassword|ServiceAccountToken|Tenants:[^:]+:ServiceAccountToken)):File$", RegexOptions.IgnoreCase)]
    private static partial Regex Setting();
}
