using Scim.Bench.Load;
using Scim.Bench.Reporting;

namespace Scim.Bench.Scaling;

/// <summary>The ratios that are promised, out of the results.</summary>
internal static class Bars
{
    public static string Of(Dictionary<string, List<(int Size, LoadResult Result)>> byUsers, Dictionary<string, List<(int Size, LoadResult Result)>> byMembers)
    {
        var lines = new List<string>();
        var users = byUsers.Values.First()[^1].Size;
        var (early, late) = (byUsers[Operations.SecondPage][^1].Result, byUsers[Operations.LastPage][^1].Result);
        lines.Add($"- a page by cursor at row {(users * 0.9).Round()} against the second page: {(late.Percentile(50) / early.Percentile(50)).Fixed()} (bar: 1.20); the first page also counts all users");
        if (byMembers.TryGetValue("add a member", out var added) && added.Count > 1)
            lines.Add($"- adding a member to a group of {((double)added[^1].Size).Round()} against one of {added[0].Size}: {(added[^1].Result.Percentile(50) / added[0].Result.Percentile(50)).Fixed()} (bar: 1.50)");
        foreach (var (name, results) in byUsers.Where(x => x.Key.StartsWith("filter: ", StringComparison.Ordinal) && x.Key.EndsWith(" eq", StringComparison.Ordinal) && !x.Key.Contains(" and ", StringComparison.Ordinal)))
            lines.Add($"- {name} among {((double)users).Round()} users: {results[^1].Result.Percentile(99).Fixed()} ms at the 99th percentile (bar: 5.00)");
        return string.Join(Environment.NewLine, lines);
    }
}
