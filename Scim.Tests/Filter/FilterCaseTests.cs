using Scim.Filter;

namespace Scim.Tests.Filter;

/// <summary>The texts of <c>Cases/</c>: what is a filter and what is none, one a line.</summary>
public class FilterCaseTests
{
    [TestCaseSource(nameof(Read), new object[] { "filters.txt" })]
    public void A_filter_is_what_the_case_says(string text, string expected) =>
        Assert.That(Answer(() => ScimFilter.Parse(text), _ => "✗"), Is.EqualTo(expected));

    [TestCaseSource(nameof(Read), new object[] { "paths.txt" })]
    public void A_path_is_what_the_case_says(string text, string expected) =>
        Assert.That(Answer(() => ScimPath.Parse(text), fault => fault.InFilter ? "✗ invalidFilter" : "✗ invalidPath"), Is.EqualTo(expected));

    private static string? Answer(Func<object> parse, Func<ScimFilterException, string> refused)
    {
        try
        {
            return parse().ToString();
        }
        catch (ScimFilterException fault)
        {
            return refused(fault);
        }
    }

    internal static IEnumerable<TestCaseData> Read(string name) =>
        from line in File.ReadLines(Locate(name))
        where line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)
        let parts = line.Split(" ⇒ ")
        select new TestCaseData(parts[0], parts[1]).SetArgDisplayNames(parts[0]);

    private static string Locate(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "Filter", "Cases", name);
            if (File.Exists(path))
                return path;
        }

        throw new FileNotFoundException($"No folder above {AppContext.BaseDirectory} holds Filter/Cases/{name}.");
    }
}
