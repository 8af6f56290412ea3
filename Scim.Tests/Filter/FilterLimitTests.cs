using Scim.Filter;

namespace Scim.Tests.Filter;

public class FilterLimitTests
{
    private const string TooLong = "Limit exceeded: more than 65536 characters.";

    [TestCase(65)]
    [TestCase(2_000)]
    [TestCase(30_000)]
    public void Refuses_parentheses_nested_too_deep(int depth) =>
        AssertRefused(Repeat("(", depth) + "a pr" + Repeat(")", depth), TooDeepAt(65));

    [Test]
    public void Refuses_parentheses_that_only_open() => AssertRefused(Repeat("(", 60_000), TooDeepAt(65));

    [Test]
    public void Refuses_negations_nested_too_deep() =>
        AssertRefused(Repeat("not (", 10_000) + "a pr" + Repeat(")", 10_000), TooDeepAt((64 * 5) + 5));

    [Test]
    public void Counts_brackets_as_nesting() =>
        AssertRefused(
            Repeat("(", 32) + "x[" + Repeat("(", 32) + "a pr" + Repeat(")", 32) + "]" + Repeat(")", 32),
            TooDeepAt(32 + 2 + 32));

    [TestCase("(a pr)")]
    [TestCase("x[a pr]")]
    public void Counts_what_is_open_not_what_was(string term) =>
        Assert.That(ScimFilter.Parse(string.Join(" and ", Enumerable.Repeat(term, 500))), Is.TypeOf<Conjunction>());

    [Test]
    public void Reads_the_deepest_filter_allowed_on_a_smaller_stack_than_requests_have()
    {
        var text = Repeat("not (", 63) + "x[a pr]" + Repeat(")", 63);
        FilterExpression? filter = null;

        // Threads of the pool have 1.5 MB. Of that the parser takes up to about half a megabyte, more or less as its code is compiled.
        var thread = new Thread(() => filter = ScimFilter.Parse(text), maxStackSize: 1024 * 1024);
        thread.Start();
        thread.Join();

        Assert.That(filter?.ToString(), Is.EqualTo(Repeat("(not ", 63) + "(element x (pr a))" + Repeat(")", 63)));
    }

    [Test]
    public void Ends_in_an_exception_and_not_the_process_where_the_stack_is_too_small()
    {
        var text = Repeat("(", 64) + "a pr" + Repeat(")", 64);
        Exception? end = null;

        var thread = new Thread(() => end = Assert.Catch(() => ScimFilter.Parse(text)), maxStackSize: 192 * 1024);
        thread.Start();
        thread.Join();

        Assert.That(end, Is.TypeOf<InsufficientExecutionStackException>());
    }

    [TestCase(" and ")]
    [TestCase(" or ")]
    public void Refuses_too_many_terms(string keyword) =>
        AssertRefused(
            string.Join(keyword, Enumerable.Repeat("a pr", 5_000)),
            TooManyAt((1_000 * (4 + keyword.Length)) + 3));

    [Test]
    public void Reads_as_many_terms_as_the_limit_says()
    {
        var filter = (Conjunction)ScimFilter.Parse(string.Join(" and ", Enumerable.Repeat("a eq 1", FilterLimits.MaxTerms)));

        Assert.That(filter.Operands, Has.Count.EqualTo(FilterLimits.MaxTerms));
    }

    [Test]
    public void Counts_terms_not_words_that_look_like_operators() =>
        Assert.That(ScimFilter.Parse(string.Join(" or ", Enumerable.Repeat("a eq eq", 1_000))), Is.TypeOf<Disjunction>());

    [Test]
    public void Refuses_a_text_that_is_too_long()
    {
        AssertRefused("a eq \"" + Repeat("x", 1_000_000) + "\"", TooLong);
        AssertRefused(string.Join(" and ", Enumerable.Repeat("a pr", 20_000)), TooLong);
    }

    [TestCase("a eq \"", "x", "\"")]
    [TestCase("a eq \"", "\\n", "\"")]
    [TestCase("a eq ", "7", "")]
    [TestCase("a", "a", " pr")]
    public void Reads_a_text_as_long_as_the_limit_says(string start, string filler, string end)
    {
        var room = FilterLimits.MaxLength - start.Length - end.Length;
        var text = start + Repeat(filler, room / filler.Length) + end;

        Assert.That(ScimFilter.Parse(text).ToString(), Has.Length.GreaterThanOrEqualTo(room));
    }

    [Test]
    public void Keeps_every_digit_of_a_long_number()
    {
        var digits = Repeat("1234567890", 40);

        Assert.That(
            ScimFilter.Parse($"a eq {digits}"),
            Is.EqualTo(new Comparison(new AttributePath(null, "a", null), ComparisonOperator.Eq, new NumberLiteral(digits))));
    }

    [Test]
    public void Holds_paths_to_the_same_limits()
    {
        Assert.That(
            () => ScimPath.Parse(Repeat("a", 70_000)),
            Throws.TypeOf<ScimFilterException>().With.Message.EqualTo(TooLong).And.Property("InFilter").False);
        Assert.That(
            () => ScimPath.Parse("x[" + Repeat("(", 2_000)),
            Throws.TypeOf<ScimFilterException>().With.Message.EqualTo(TooDeepAt(66)).And.Property("InFilter").True);
    }

    private static void AssertRefused(string text, string message) =>
        Assert.That(() => ScimFilter.Parse(text), Throws.TypeOf<ScimFilterException>().With.Message.EqualTo(message));

    private static string TooDeepAt(int column) =>
        $"Limit exceeded (line 1, column {column}): more than 64 parentheses and brackets are open at once.";

    private static string TooManyAt(int column) =>
        $"Limit exceeded (line 1, column {column}): more than 1000 comparisons and presence tests.";

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
