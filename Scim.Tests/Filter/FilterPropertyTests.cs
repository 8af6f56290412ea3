using FsCheck;
using FsCheck.Fluent;
using Scim.Filter;

namespace Scim.Tests.Filter;

/// <summary>A failure prints its seed; <c>WithReplay</c> on the configuration runs it again.</summary>
public class FilterPropertyTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1_000);

    [Test]
    public void A_tree_written_as_text_is_read_back_as_the_same_tree() =>
        Check.One(Thorough, Prop.ForAll(
            Written(FilterGen.Trees),
            sample => ScimFilter.Parse(sample.Text).Equals(sample.Tree)));

    [Test]
    public void A_filter_in_a_path_is_read_back_as_the_same_tree() =>
        Check.One(Thorough, Prop.ForAll(
            Written(FilterGen.TreesInBrackets),
            sample => sample.Tree.Equals(ScimPath.Parse($"x[{sample.Text}].y").Filter)));

    [Test]
    public void Any_text_is_a_filter_or_a_fault_at_a_place_of_that_text() =>
        Check.One(Thorough.WithMaxTest(5_000), Prop.ForAll(
            FilterGen.Garbage.ToArbitrary(),
            text => ParsesOrTellsWhere(text, ScimFilter.Parse) && ParsesOrTellsWhere(text, ScimPath.Parse)));

    private static Arbitrary<(FilterExpression Tree, string Text)> Written(Gen<FilterExpression> trees) =>
        trees.Zip(FilterGen.Texts, (tree, text) => (tree, text.Of(tree))).ToArbitrary();

    private static bool ParsesOrTellsWhere(string text, Func<string, object> parse)
    {
        try
        {
            return parse(text).ToString() is { Length: > 0 };
        }
        catch (ScimFilterException fault)
        {
            return fault.Column >= 0 && fault.Column <= text.Length + 1
                && fault.Message.EnumerateRunes().Sum(rune => rune.Utf16SequenceLength) == fault.Message.Length
                && !fault.Message.Contains('\0', StringComparison.Ordinal);
        }
    }
}
