using System.Text.RegularExpressions;

namespace Scim.Storage.Logging;

/// <summary>Keeps personal data out of the reasons that the log tells.</summary>
public static partial class LogText
{
    // What stands in quotes in an error and is no value.
    private static readonly HashSet<string> Words = ["schemas", "Operations", "op", "path", "value", "method", "data", "bulkId", "and", "or", "not"];

    /// <summary>The reason without what was sent: what has an @ in it, or stands in quotes and is no name of the protocol.</summary>
    public static string Masked(string reason) => Personal().Replace(reason, x => x.Groups["quoted"] is { Success: true } quoted && IsName(quoted.Value) ? x.Value : "...");

    private static bool IsName(string text) => Words.Contains(text) || text.StartsWith("urn:ietf:params:scim:", StringComparison.Ordinal);

    [GeneratedRegex("\"(?<quoted>[^\"]*)\"|[^\\s\"]*@[^\\s\"]*", RegexOptions.CultureInvariant)]
    private static partial Regex Personal();
}
