namespace Scim.Tests.Api.Conformance;

/// <summary>docs/security.md names, for each attack, its answer and a test that exists.</summary>
public class SecurityDocumentTests
{
    private static readonly string[] Rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Api", "Conformance", "security.md"))
        .SkipWhile(x => !x.StartsWith("| attack |", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(x => x.StartsWith('|'))];

    [Test]
    public void There_are_attacks() => Assert.That(Rows, Has.Length.GreaterThan(20));

    [TestCaseSource(nameof(Rows))]
    public void An_attack_has_an_answer_and_tests_that_exist(string row)
    {
        var cells = row.Trim('|').Split('|', StringSplitOptions.TrimEntries);
        Assert.That(cells, Has.Length.EqualTo(3).And.None.Empty);
        Assert.That(TestNames.In(cells[2]), Is.Not.Empty.And.All.Matches<string>(TestNames.Exists));
    }
}
