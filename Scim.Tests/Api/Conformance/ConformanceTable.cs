using System.Text.RegularExpressions;

namespace Scim.Tests.Api.Conformance;

/// <summary>docs/conformance.md, row by row.</summary>
internal static partial class ConformanceTable
{
    public const int Columns = 4;

    public static IReadOnlyList<ConformanceRow> Rows { get; } = [.. Read(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Api", "Conformance", "conformance.md")))];

    private static IEnumerable<ConformanceRow> Read(string[] lines)
    {
        var section = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (Heading().Match(lines[i]) is { Success: true } heading) section = heading.Groups[1].Value;
            if (!lines[i].StartsWith('|') || lines[i].StartsWith("| Rule |", StringComparison.Ordinal) || Rule().IsMatch(lines[i])) continue;
            yield return new ConformanceRow(i + 1, section, [.. lines[i].Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries)]);
        }
    }

    [GeneratedRegex("^## ([A-Z])\\. ")]
    private static partial Regex Heading();

    [GeneratedRegex("^\\|[-| ]+$")]
    private static partial Regex Rule();
}

/// <param name="Line">Its line in the file.</param>
/// <param name="Section">The letter of its heading.</param>
/// <param name="Cells">Rule, what it asks, what this service does, the tests.</param>
internal sealed record ConformanceRow(int Line, string Section, IReadOnlyList<string> Cells)
{
    public string Rule => Cells[0];

    /// <summary>What stands in backquotes in the last cell.</summary>
    public IEnumerable<string> Tests => TestNames.In(Cells[^1]);

    public override string ToString() => $"docs/conformance.md, line {Line}: {(Cells.Count > 0 ? Rule : "")}";
}
