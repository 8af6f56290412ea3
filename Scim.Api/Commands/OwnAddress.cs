using System.Net;
using Scim.Api.Hosting;

namespace Scim.Api.Commands;

/// <summary>Where a service of the same environment is reached from its own machine.</summary>
internal static class OwnAddress
{
    /// <summary>Of several addresses the first without TLS, whose certificate would hardly be for this one; else <see cref="ScimApplication.DefaultUrl"/>.</summary>
    public static Uri Find() => new(Addresses().Where(x => !x.IsUnixPipe && !x.IsNamedPipe && x.Scheme == Uri.UriSchemeHttp).Select(Reached).FirstOrDefault() ?? ScimApplication.DefaultUrl);

    private static IEnumerable<BindingAddress> Addresses() => Values("ASPNETCORE_URLS") is { Length: > 0 } urls
        ? urls.Select(BindingAddress.Parse)
        : Values("ASPNETCORE_HTTP_PORTS").Select(x => BindingAddress.Parse($"http://*:{x}"));

    private static string[] Values(string name) =>
        (Environment.GetEnvironmentVariable(name) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whatever is no address of the machine stands for all of them.</summary>
    private static string Reached(BindingAddress address)
    {
        var isOne = IPAddress.TryParse(address.Host, out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any);
        return $"http://{(isOne ? address.Host : "localhost")}:{address.Port}";
    }
}
