using System.Globalization;
using System.Text.RegularExpressions;

namespace Scim.Resources.Text;

/// <summary><c>xsd:dateTime</c> (RFC 7643 section 2.3.5). A value without a zone is taken as UTC.</summary>
public static partial class DateTimeText
{
    /// <summary>Reads date and time; digits beyond 100 nanoseconds are cut.</summary>
    public static bool TryParse(string text, out DateTimeOffset value)
    {
        value = default;
        var match = Xsd().Match(text);
        return match.Success && DateTimeOffset.TryParse(
            match.Groups["seconds"].Value + match.Groups["fraction"].Value + match.Groups["zone"].Value,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out value);
    }

    /// <summary>UTC of fixed width, so that the order of the text is the order in time.</summary>
    public static string ForComparison(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>As <c>meta</c> shows it: UTC with milliseconds.</summary>
    public static string ForDisplay(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<seconds>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})((?<fraction>\.[0-9]{1,7})[0-9]*)?(?<zone>Z|[+-][0-9]{2}:[0-9]{2})?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Xsd();
}
