using System.Text.RegularExpressions;

namespace Scim.Tests.Api.Conformance;

/// <summary>The conformance table names tests that exist, once for each rule, and leaves nothing out.</summary>
public partial class ConformanceTests
{
    [TestCase("A")]
    [TestCase("B")]
    [TestCase("C")]
    [TestCase("D")]
    [TestCase("E")]
    [TestCase("F")]
    [TestCase("G")]
    [TestCase("H")]
    [TestCase("I")]
    [TestCase("J")]
    [TestCase("K")]
    [TestCase("O")]
    public void A_section_has_rows(string section) =>
        Assert.That(ConformanceTable.Rows.Count(x => x.Section == section), Is.Positive, $"docs/conformance.md: add a row under \"## {section}.\".");

    [Test]
    public void A_row_has_a_rule_what_it_asks_what_is_done_and_a_test() => Check(
        row => row.Cells.Count == ConformanceTable.Columns && !row.Cells.Contains("") && row.Tests.Any(),
        row => $"{row} has a cell too few, too many or empty, or no test in backquotes; fill all {ConformanceTable.Columns}.");

    [Test]
    public void A_rule_is_named_by_a_section_of_an_RFC_and_a_number() => Check(
        row => RuleName().Match(row.Rule) is { Success: true } name && RfcSections.Has(name.Groups[1].Value, name.Groups[2].Value),
        row => $"{row} is no rule of RFC 7643, 7644 or 9865; write it as in 7644-3.4.2-01, with a section that there is.");

    [Test]
    public void A_rule_stands_once()
    {
        foreach (var same in ConformanceTable.Rows.GroupBy(x => x.Rule))
            Assert.That(same.Count(), Is.EqualTo(1), $"{same.Last()} stands in line {same.First().Line} already; join the two or number one anew.");
    }

    [Test]
    public void A_test_that_is_named_is_there() => Check(
        row => row.Tests.All(TestNames.Exists),
        row => $"{row} names {string.Join(", ", row.Tests.Where(x => !TestNames.Exists(x)))}, which is no test; correct the name, as in HttpTests.A_body_may_be or ConversationTests: Entra/some-file.");

    private static void Check(Func<ConformanceRow, bool> isRight, Func<ConformanceRow, string> message) =>
        Assert.That(ConformanceTable.Rows.Where(x => !isRight(x)).Select(message), Is.Empty);

    [GeneratedRegex(@"^(\d{4})-(\d+(?:\.\d+)*)-\d\d$")]
    private static partial Regex RuleName();
}
