using FsCheck;
using FsCheck.Fluent;
using Scim.Filter;

namespace Scim.Tests.Filter;

/// <summary>Random filters: every tree a parser may return, and texts that are mostly no filters at all.</summary>
internal static class FilterGen
{
    private static readonly string[] Keywords = ["and", "or", "not"];

    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.Elements("userName", "emails", "value", "$ref", "$REF", "eq", "pr", "true", "null"),
        from first in Gen.Elements('a', 'n', 'Z')
        from rest in Gen.Elements("otdr09-_$".ToCharArray()).ArrayOf().Resize(8)
        select first + new string(rest)).Where(name => !Keywords.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static readonly Gen<AttributePath> Attributes =
        from schema in Gen.Elements(null, null, "urn:a:b", "urn:ietf:params:scim:schemas:core:2.0:User", "http://example.com/2.0/Group")
        from name in Names
        from subAttribute in Names.OrNull()
        select new AttributePath(schema, name, subAttribute);

    private static readonly Gen<string> Strings =
        Gen.Elements("a", "Z", " ", "\"", "\\", "/", "'", "(", "]", "\b", "\f", "\n", "\r", "\t", "\u0001", "\u007f", "é", "e\u0301", "\u2028", "李", "😀", "%", "_")
            .ArrayOf().Resize(8).Select(string.Concat);

    private static readonly Gen<string> Words =
        Gen.Elements("a", "Z", "0", "9", ".", "_", "~", "@", "+", ":", "/", "$", "%", "-", "#", "!", "*", "&", "=", "?", "é", "李", "𠮷", "or", "null", "true")
            .NonEmptyListOf().Resize(8).Select(string.Concat);

    private static readonly Gen<Literal> Literals = Gen.OneOf(
        Strings.Select(text => (Literal)new StringLiteral(text)),
        Gen.Elements("0", "-0", "7", "-1.5e3", "1E+2", "0.25", "99999999999999999999").Select(text => (Literal)new NumberLiteral(text)),
        Gen.Elements("true", "False", "TRUE").Select(text => (Literal)new BooleanLiteral(text)),
        Gen.Elements("null", "Null").Select(text => (Literal)new NullLiteral(text)),
        Words.Where(IsWord).Select(text => (Literal)new WordLiteral(text)));

    private static readonly Gen<FilterExpression> Terms = Gen.OneOf(
        Attributes.Select(attribute => (FilterExpression)new Presence(attribute)),
        from attribute in Attributes
        from comparison in Gen.Elements(Enum.GetValues<ComparisonOperator>())
        from value in Literals
        select (FilterExpression)new Comparison(attribute, comparison, value));

    // Small enough to stay inside the limits, of which length is the first to be met.
    public static readonly Gen<FilterExpression> Trees = Gen.Sized(size => Tree(Math.Min(size / 10, 4), inBrackets: false));

    public static readonly Gen<FilterExpression> TreesInBrackets = Gen.Sized(size => Tree(Math.Min(size / 10, 4), inBrackets: true));

    public static readonly Gen<FilterText> Texts =
        from upperCase in Gen.Elements(true, false)
        from escapes in Gen.Elements(true, false)
        from dotted in Gen.Elements(true, false)
        from space in Gen.Elements(" ", "  ", "\t", "\r\n ")
        select new FilterText(upperCase, escapes, dotted, space);

    public static readonly Gen<string> Garbage =
        Gen.Frequency(
            (4, Gen.Elements(" ", " ", " ", "\t", "(", ")", "[", "]", ".", ":", "\"", "'", ",", "\\", "{", "-", "$")),
            (4, Gen.Elements("a", "name", "urn:a:b:c", "a.b", ".value", "1", "1.5e3", "007", "\"x\"", "\"\\u00e5\"", "true", "null", "x@y")),
            (4, Gen.Elements(" and ", " or ", "not", "not (", " eq ", " co ", " pr", " like ", "EQ", "emails[type eq \"work\"]")),
            (1, Gen.Elements("\0", "\u0001", "\n", "\u00a0", "é", "😀", "\ud83d", "\ude00", "\\ud83d", "\"\\q\"", "\uffff")))
            .ListOf().Select(string.Concat);

    private static Gen<FilterExpression> Tree(int depth, bool inBrackets)
    {
        if (depth == 0)
            return Terms;

        var operands =
            from count in Gen.Choose(2, 4)
            from trees in Tree(depth - 1, inBrackets).ArrayOf(count)
            select trees;

        Gen<FilterExpression>[] nodes =
        [
            Terms,
            operands.Select(trees => (FilterExpression)new Conjunction(trees)),
            operands.Select(trees => (FilterExpression)new Disjunction(trees)),
            Tree(depth - 1, inBrackets).Select(tree => (FilterExpression)new Negation(tree)),
        ];

        var element =
            from attribute in Attributes
            from filter in Tree(depth - 1, inBrackets: true)
            select (FilterExpression)new ElementMatch(attribute with { SubAttribute = null }, filter);

        return Gen.OneOf(inBrackets ? nodes : [.. nodes, element]);
    }

    private static bool IsWord(string text) =>
        !double.TryParse(text, out _)
        && !text.Equals("null", StringComparison.OrdinalIgnoreCase)
        && !bool.TryParse(text, out _);
}
