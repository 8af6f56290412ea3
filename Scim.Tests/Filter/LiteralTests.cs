using Scim.Filter;

namespace Scim.Tests.Filter;

public class LiteralTests
{
    [TestCase("\"\"", "")]
    [TestCase("\"ada\"", "ada")]
    [TestCase("\"O'Malley\"", "O'Malley")]
    [TestCase("\"a (b) [c] and not d\"", "a (b) [c] and not d")]
    [TestCase("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t")]
    [TestCase("\"\\u00e5\\u00E5\"", "åå")]
    [TestCase("\"\\ud83d\\ude00\"", "😀")]
    [TestCase("\"😀 ąß İ ı\"", "😀 ąß İ ı")]
    [TestCase("\"e\\u0301\"", "e\u0301")]
    [TestCase("\"%_*\\\\'--\"", "%_*\\'--")]
    [TestCase("\"\u007f\u0085\"", "\u007f\u0085")]
    public void A_string_is_read_as_JSON(string literal, string expected) =>
        Assert.That(Read(literal), Is.EqualTo(new StringLiteral(expected)));

    [TestCase("0")]
    [TestCase("-0")]
    [TestCase("25")]
    [TestCase("25.52")]
    [TestCase("-1.5e3")]
    [TestCase("1E+2")]
    [TestCase("0.5e-007")]
    [TestCase("123456789012345678901234567890.123456789012345678901234567890")]
    public void A_number_keeps_its_text(string literal) =>
        Assert.That(Read(literal), Is.EqualTo(new NumberLiteral(literal)));

    [TestCase("007")]
    [TestCase("+1")]
    [TestCase("1.")]
    [TestCase(".5")]
    [TestCase("-")]
    [TestCase("1e")]
    [TestCase("0x1F")]
    [TestCase("1_000")]
    [TestCase("٣")]
    public void What_only_resembles_a_number_is_a_word(string literal) =>
        Assert.That(Read(literal), Is.EqualTo(new WordLiteral(literal)));

    [TestCase("jyoung")]
    [TestCase("okta.abc@example.com")]
    [TestCase("2011-05-13T04:42:34Z")]
    [TestCase("2011-05-13T04:42:34+02:00")]
    [TestCase("https://example.com/a?b=c&d=%20#e")]
    [TestCase("~a_b$c!d*e")]
    [TestCase("Åsa")]
    [TestCase("A\u030Asa")]
    [TestCase("李雷")]
    [TestCase("की")]
    [TestCase("𠮷野")]
    [TestCase("truee")]
    [TestCase("nul")]
    [TestCase("urn:ietf:params:scim:schemas:core:2.0:User")]
    public void A_word_needs_no_quotes(string literal) =>
        Assert.That(Read(literal), Is.EqualTo(new WordLiteral(literal)));

    [TestCase("true", true)]
    [TestCase("True", true)]
    [TestCase("FALSE", false)]
    public void A_boolean_may_have_any_case(string literal, bool expected)
    {
        Assert.That(Read(literal), Is.EqualTo(new BooleanLiteral(literal)));
        Assert.That(((BooleanLiteral)Read(literal)).Value, Is.EqualTo(expected));
    }

    [TestCase("null")]
    [TestCase("NULL")]
    public void Null_may_have_any_case(string literal) =>
        Assert.That(Read(literal), Is.EqualTo(new NullLiteral(literal)));

    [TestCase("\"true\"")]
    [TestCase("\"null\"")]
    [TestCase("\"1\"")]
    public void Quotes_make_a_string_of_anything(string literal) =>
        Assert.That(Read(literal), Is.EqualTo(new StringLiteral(literal.Trim('"'))));

    [TestCase("a'b")]
    [TestCase("'ab'")]
    [TestCase("a,b")]
    [TestCase("a;b")]
    [TestCase("a\\b")]
    [TestCase("a{b}")]
    [TestCase("<a>")]
    [TestCase("a\u0001")]
    [TestCase("a\"b\"")]
    [TestCase("a b")]
    public void Refuses_other_characters_without_quotes(string literal) =>
        Assert.That(() => Read(literal), Throws.TypeOf<ScimFilterException>());

    [TestCase("\"ada\"", "\"ada\"")]
    [TestCase("\"å \\\"q\\\" \\n\"", "\"å \\\"q\\\" \\n\"")]
    [TestCase("1e5", "1e5")]
    [TestCase("True", "True")]
    [TestCase("word", "word")]
    [TestCase("NULL", "NULL")]
    public void Prints_strings_with_quotes_and_the_rest_as_it_came(string literal, string expected) =>
        Assert.That(Read(literal).ToString(), Is.EqualTo(expected));

    private static Literal Read(string literal) => ((Comparison)ScimFilter.Parse("a eq " + literal)).Value;
}
