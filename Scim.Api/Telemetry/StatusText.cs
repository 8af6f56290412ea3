using System.Globalization;

namespace Scim.Api.Telemetry;

/// <summary>Statuses as text, made once.</summary>
internal static class StatusText
{
    private static readonly string[] Texts = [.. Enumerable.Range(0, 600).Select(x => x.ToString(CultureInfo.InvariantCulture))];

    public static string Of(int status) => status >= 0 && status < Texts.Length ? Texts[status] : "other";
}
