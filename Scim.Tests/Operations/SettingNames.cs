using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Scim.Api.Hosting;
using Scim.Grafana;
using Scim.Tests.PrivatePostgres;

namespace Scim.Tests.Operations;

/// <summary>The settings that the code reads, by their names in the environment.</summary>
internal static class SettingNames
{
    /// <summary>The tenant in names of settings for one.</summary>
    private const string Tenant = "NAME";

    /// <summary>Each with its default; null where it has none.</summary>
    public static IReadOnlyDictionary<string, string?> All { get; } =
        Of("Scim", new ScimOptions()).Concat(Of(GrafanaOptions.Section, new GrafanaOptions())).Append(new("ConnectionStrings__Scim", null)).ToDictionary();

    /// <summary>Those that can be given as a file.</summary>
    public static IReadOnlyList<string> Secrets { get; } = [.. All.Keys.Where(IsSecret)];

    private static IEnumerable<KeyValuePair<string, string?>> Of(string prefix, object options) =>
        from property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.CanWrite
        from setting in Of($"{prefix}__{property.Name}", property.PropertyType, property.GetValue(options))
        select setting;

    private static IEnumerable<KeyValuePair<string, string?>> Of(string name, Type type, object? value)
    {
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
        {
            Assert.That((IEnumerable?)value, Is.Empty, name);
            var element = type.GetGenericArguments()[^1];
            name = $"{name}__{(typeof(IDictionary).IsAssignableFrom(type) ? Tenant : "0")}";
            if (element.Assembly == type.Assembly) return [new(name, null)];

            return Of(name, Activator.CreateInstance(element)!).Select(x => new KeyValuePair<string, string?>(x.Key, null));
        }

        return [new(name, Text(value))];
    }

    private static string? Text(object? value) => value switch
    {
        null or "" => null,
        bool flag => flag ? "true" : "false",
        Uri address => address.OriginalString,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static bool IsSecret(string name)
    {
        using var folder = new TemporaryFolder();
        var key = name.Replace("__", ":", StringComparison.Ordinal);
        var configuration = new ConfigurationManager();
        configuration[$"{key}:File"] = folder.Write("secret", "from the file");
        SecretFiles.Read(configuration);
        return configuration[key] == "from the file";
    }
}
