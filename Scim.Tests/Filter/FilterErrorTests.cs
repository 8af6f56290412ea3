using Scim.Filter;

namespace Scim.Tests.Filter;

public class FilterErrorTests
{
    [TestCase("userName", 9, "Syntax error: unexpected end of input, expected `[`, `pr` or comparison operator.")]
    [TestCase("userName like \"x\"", 10, "Syntax error (line 1, column 10): unexpected attribute name `like`, expected `[`, `pr` or comparison operator.")]
    [TestCase("userName regex \"x\"", 10, "Syntax error (line 1, column 10): unexpected attribute name `regex`, expected `[`, `pr` or comparison operator.")]
    [TestCase("userName = \"x\"", 10, "Syntax error (line 1, column 10): unexpected word `=`, expected `[`, `pr` or comparison operator.")]
    [TestCase("userName eq", 12, "Syntax error: unexpected end of input, expected value.")]
    [TestCase("userName eq (\"x\")", 13, "Syntax error (line 1, column 13): unexpected `(`, expected value.")]
    [TestCase("userName eq 'x'", 13, "Syntax error (line 1, column 13): unexpected `'`, expected `\"`.")]
    [TestCase("userName eq x,y", 14, "Syntax error (line 1, column 14): unexpected `,`.")]
    [TestCase("userName eq John Doe", 18, "Syntax error (line 1, column 18): unexpected attribute name `Doe`, expected `and`, `or` or end of input.")]
    [TestCase("title pr \"x\"", 10, "Syntax error (line 1, column 10): unexpected string `\"x\"`, expected `and`, `or` or end of input.")]
    [TestCase("title pr eq", 10, "Syntax error (line 1, column 10): unexpected comparison operator `eq`, expected `and`, `or` or end of input.")]
    [TestCase("title pr and", 13, "Syntax error: unexpected end of input, expected attribute name, `not` or `(`.")]
    [TestCase("and title pr", 1, "Syntax error (line 1, column 1): unexpected keyword `and`, expected attribute name, `not` or `(`.")]
    [TestCase("not title pr", 5, "Syntax error (line 1, column 5): unexpected attribute name `title`, expected `(`.")]
    [TestCase("not not (title pr)", 5, "Syntax error (line 1, column 5): unexpected keyword `not`, expected `(`.")]
    [TestCase("()", 2, "Syntax error (line 1, column 2): unexpected `)`, expected attribute name, `not` or `(`.")]
    [TestCase("(title pr", 10, "Syntax error: unexpected end of input, expected `and`, `or` or `)`.")]
    [TestCase("(title pr foo", 11, "Syntax error (line 1, column 11): unexpected attribute name `foo`, expected `and`, `or` or `)`.")]
    [TestCase("title pr)", 9, "Syntax error (line 1, column 9): unexpected `)`, expected `and`, `or` or end of input.")]
    [TestCase("emails[type pr", 15, "Syntax error: unexpected end of input, expected `and`, `or` or `]`.")]
    [TestCase("emails[type pr] eq 1", 17, "Syntax error (line 1, column 17): unexpected comparison operator `eq`, expected `and`, `or` or end of input.")]
    [TestCase("emails[type pr].value", 22, "Syntax error: unexpected end of input, expected `pr` or comparison operator.")]
    [TestCase("emails[value[x pr]]", 13, "Syntax error (line 1, column 13): unexpected `[` inside brackets, which do not nest.")]
    [TestCase("emails.type[x pr]", 12, "Syntax error (line 1, column 12): unexpected `[`, expected `pr` or comparison operator.")]
    [TestCase("[type pr]", 1, "Syntax error (line 1, column 1): unexpected `[`, expected attribute name, `not` or `(`.")]
    [TestCase("OKTA.ABC@EXAMPLE.COM", 1, "Syntax error (line 1, column 1): unexpected word `OKTA.ABC@...`, expected attribute name, `not` or `(`.")]
    [TestCase("1st pr", 1, "Syntax error (line 1, column 1): unexpected word `1st`, expected attribute name, `not` or `(`.")]
    [TestCase("title pr and\n  nickName zz 1", 12, "Syntax error (line 2, column 12): unexpected attribute name `zz`, expected `[`, `pr` or comparison operator.")]
    [TestCase("\u00a0{", 2, "Syntax error (line 1, column 2): unexpected `{`.")]
    public void Says_what_was_expected_and_where(string text, int column, string message) => AssertFault(text, column, message);

    [TestCase("a eq \"x", 6, "Syntax error (line 1, column 6): incomplete string, expected `\"` at its end.")]
    [TestCase("a eq \"x\\", 6, "Syntax error (line 1, column 6): incomplete string, expected `\"` at its end.")]
    [TestCase("a eq \"x\\\"", 6, "Syntax error (line 1, column 6): incomplete string, expected `\"` at its end.")]
    [TestCase("a eq \"\\a\"", 8, "Syntax error (line 1, column 8): unexpected `a`, expected `\"`, `\\`, `/`, `b`, `f`, `n`, `r`, `t` or `u`.")]
    [TestCase("a eq \"\\N\"", 8, "Syntax error (line 1, column 8): unexpected `N`, expected `\"`, `\\`, `/`, `b`, `f`, `n`, `r`, `t` or `u`.")]
    [TestCase("a eq \"\\ufe\"", 11, "Syntax error (line 1, column 11): unexpected `\"`, expected hex digit.")]
    [TestCase("a eq \"\\u٠٠٤١\"", 9, "Syntax error (line 1, column 9): unexpected `٠`, expected hex digit.")]
    [TestCase("a eq \"x\ty\"", 8, "Syntax error (line 1, column 8): unexpected tab, expected `\"` or an escape such as `\\n`.")]
    [TestCase("a eq \"x\ny\"", 8, "Syntax error (line 1, column 8): unexpected line feed, expected `\"` or an escape such as `\\n`.")]
    [TestCase("a eq \"\\t\u001f\"", 9, "Syntax error (line 1, column 9): unexpected U+001F unit separator, expected `\"` or an escape such as `\\n`.")]
    [TestCase("a eq \"\\u0000\"", 6, "Syntax error (line 1, column 6): invalid string, it holds U+0000 or half of a surrogate pair.")]
    [TestCase("a eq \"\\ud83d\"", 6, "Syntax error (line 1, column 6): invalid string, it holds U+0000 or half of a surrogate pair.")]
    [TestCase("a eq \"\\ude00\\ud83d\"", 6, "Syntax error (line 1, column 6): invalid string, it holds U+0000 or half of a surrogate pair.")]
    public void Says_what_is_wrong_with_a_string(string text, int column, string message) => AssertFault(text, column, message);

    [TestCase("a eq \"x\0y\"", 8, "Syntax error (line 1, column 8): unexpected U+0000.")]
    [TestCase("\0", 1, "Syntax error (line 1, column 1): unexpected U+0000.")]
    public void Refuses_U_0000_anywhere(string text, int column, string message) => AssertFault(text, column, message);

    // Not test cases: adapters can not write half a pair into a test's name.
    [Test]
    public void Refuses_half_of_a_surrogate_pair_anywhere()
    {
        const string message = "unexpected half of a surrogate pair.";

        AssertFault("a eq \"\ud83d\"", 7, "Syntax error (line 1, column 7): " + message);
        AssertFault("a eq \ude00", 6, "Syntax error (line 1, column 6): " + message);
        AssertFault("a eq \"😀\" and\nb eq \ud83d", 6, "Syntax error (line 2, column 6): " + message);
        AssertFault("a eq \"😀\ud83d😀\"", 9, "Syntax error (line 1, column 9): " + message);
        AssertFault("a eq \"😀\ud83d\0", 9, "Syntax error (line 1, column 9): " + message);
    }

    [Test]
    public void Never_quotes_half_of_a_surrogate_pair()
    {
        AssertFault("12345678😀😀😀 pr", 1, "Syntax error (line 1, column 1): unexpected word `12345678\ufffd...`, expected attribute name, `not` or `(`.");
        AssertFault("a eq \"\\😀\"", 8, "Syntax error (line 1, column 8): unexpected `\ufffd`, expected `\"`, `\\`, `/`, `b`, `f`, `n`, `r`, `t` or `u`.");
    }

    [TestCase("")]
    [TestCase("  \t\r\n")]
    public void An_empty_filter_is_called_so(string text) => AssertFault(text, 0, "The filter is empty.");

    [Test]
    public void An_empty_path_is_called_so() =>
        Assert.That(() => ScimPath.Parse(" "), Throws.TypeOf<ScimFilterException>().With.Message.EqualTo("The path is empty."));

    [TestCase("emails[type eq \"work\"].value eq \"x\"", 30, "Syntax error (line 1, column 30): unexpected comparison operator `eq`, expected end of input.")]
    [TestCase("emails[type", 12, "Syntax error: unexpected end of input, expected `pr` or comparison operator.")]
    [TestCase("a.b.c", 1, "Syntax error (line 1, column 1): unexpected word `a.b.c`, expected attribute name.")]
    [TestCase(".value", 1, "Syntax error (line 1, column 1): unexpected sub-attribute `.value`, expected attribute name.")]
    public void Says_what_was_expected_in_a_path(string text, int column, string message) =>
        Assert.That(
            () => ScimPath.Parse(text),
            Throws.TypeOf<ScimFilterException>().With.Message.EqualTo(message).And.Property("Column").EqualTo(column));

    [Test]
    public void Refuses_null() => Assert.That(() => ScimFilter.Parse(null!), Throws.ArgumentNullException);

    private static void AssertFault(string text, int column, string message) =>
        Assert.That(
            () => ScimFilter.Parse(text),
            Throws.TypeOf<ScimFilterException>()
                .With.Message.EqualTo(message)
                .And.Property("Column").EqualTo(column)
                .And.Property("InFilter").True);
}
