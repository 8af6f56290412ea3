using System.Text.RegularExpressions;

namespace Scim.Tests.Deploy;

/// <summary>The metrics that a PromQL expression names.</summary>
internal static partial class PromQlNames
{
    public static IReadOnlyList<string> Of(string promQl) => [.. Name().Matches(promQl).Select(x => x.Value).Distinct()];

    // Labels begin alike: they stand behind "by (", or before an operator or a quote.
    [GeneratedRegex(@"\b(scim|db_client|dotnet|http_client|kestrel)_[a-z_]*[a-z](?=\s*[\[{)]|$)(?<!by \([a-z_, ]*)")]
    private static partial Regex Name();
}
