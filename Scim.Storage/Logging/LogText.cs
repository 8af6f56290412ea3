using System.Text.RegularExpressions;

namespace Scim.Storage.Logging;

/// <summary>Keeps personal data out of the reasons that the log tells.</summary>
public static partial class LogText
{
    private const string Hidden = "...";

    // Shorter ones would tear words apart, and tell nothing.
    private const int ShortestSecret = 2;

    // What stands in quotes in an error and is no value.
    private static readonly HashSet<string> Words = ["schemas", "Operations", "op", "path", "value", "method", "data", "bulkId", "and", "or", "not"];

    /// <summary>The reason without what was sent: what has an @ in it, what stands in quotes and is no name of the protocol, and the given values.</summary>
    /// <param name="reason">In words for a person.</param>
    /// <param name="values">What else is not to be told.</param>
    public static string Masked(string reason, params IEnumerable<string> values)
    {
        var text = Personal().Replace(reason, x => x.Groups["quoted"] is { Success: true } quoted && IsName(quoted.Value) ? x.Value : Hidden);
        foreach (var value in values.Where(x => x.Length >= ShortestSecret && text.Contains(x, StringComparison.OrdinalIgnoreCase)).OrderByDescending(x => x.Length))
            text = Regex.Replace(text, $@"(?<!\w){Regex.Escape(value)}(?!\w)", Hidden, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return text;
    }

    private static bool IsName(string text) => Words.Contains(text) || text.StartsWith("urn:ietf:params:scim:", StringComparison.Ordinal);

    // A reason that was cut off may lack the second quote.
    [GeneratedRegex("\"(?<quoted>[^\"]*)(\"|$)|(?<!\\w)'[^']+'(?!\\w)|[^\\s\"]*@[^\\s\"]*", RegexOptions.CultureInvariant)]
    private static partial Regex Personal();
}
