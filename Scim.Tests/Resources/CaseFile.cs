namespace Scim.Tests.ResourceModel;

/// <summary>
/// Test cases as lines of text in <c>Cases/</c>. A line begins with <c>//</c> where it is a heading, and its columns are set apart by arrows.
/// <c>{core}</c>, <c>{enterprise}</c>, <c>{custom}</c> and <c>{payroll}</c> stand for the URNs.
/// </summary>
internal static class CaseFile
{
    private static readonly string[] Arrows = [" ⇶ ", " ⇒ "];

    /// <summary>The URNs that a text abbreviates, written out.</summary>
    public static string Expand(string text) => text
        .Replace("{core}", SomeTypes.Core, StringComparison.Ordinal)
        .Replace("{enterprise}", SomeTypes.Enterprise, StringComparison.Ordinal)
        .Replace("{custom}", SomeTypes.Custom, StringComparison.Ordinal)
        .Replace("{payroll}", SomeTypes.Payroll, StringComparison.Ordinal);

    /// <summary>A case for each line, named by its heading and its columns but the last.</summary>
    public static IEnumerable<TestCaseData> Read(string name)
    {
        var heading = "";
        foreach (var line in File.ReadLines(Path.Combine(Folder(), name)))
        {
            if (line.StartsWith("//", StringComparison.Ordinal)) heading = line[2..].Trim();
            else if (line.Length > 0) yield return Case(heading, line.Split(Arrows, StringSplitOptions.TrimEntries));
        }
    }

    /// <summary>The cases where they stand among the sources, so that no build step has to copy them.</summary>
    public static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "Resources", "Cases");
            if (Directory.Exists(path)) return path;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Resources/Cases.");
    }

    private static TestCaseData Case(string heading, string[] columns) =>
        new TestCaseData([.. columns.Select(Expand)]).SetArgDisplayNames(heading, string.Join(" ⇶ ", columns[..^1]));
}
