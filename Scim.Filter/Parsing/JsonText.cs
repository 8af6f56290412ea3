using System.Globalization;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace Scim.Filter.Parsing;

/// <summary>The string and the number of JSON (RFC 8259), which RFC 7644 takes over for <c>compValue</c>.</summary>
internal static class JsonText
{
    private static readonly TextParser<Unit> Digits =
        Character.Matching(char.IsAsciiDigit, "digit").AtLeastOnce().Value(Unit.Value);

    private static readonly TextParser<Unit> Int = Character.EqualTo('0').Value(Unit.Value).Or(Digits);

    private static readonly TextParser<Unit> Frac = Character.EqualTo('.').IgnoreThen(Digits);

    private static readonly TextParser<Unit> Exp =
        Character.In('e', 'E').IgnoreThen(Character.In('+', '-').OptionalOrDefault()).IgnoreThen(Digits);

    /// <summary>Only recognised, never converted: it may have any number of digits.</summary>
    public static readonly TextParser<Unit> Number =
        Character.EqualTo('-').OptionalOrDefault()
            .IgnoreThen(Int)
            .IgnoreThen(Frac.OptionalOrDefault())
            .IgnoreThen(Exp.OptionalOrDefault());

    private static readonly TextParser<TextSpan> Unescaped =
        Span.WithoutAny(c => c is '"' or '\\' or < ' ');

    private static readonly TextParser<string> CodeUnit =
        Character.EqualTo('u')
            .IgnoreThen(Character.HexDigit.Repeat(4))
            .Select(digits => ((char)ushort.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    private static readonly TextParser<string> Escape =
        Character.EqualTo('\\').IgnoreThen(
            Character.In('"', '\\', '/', 'b', 'f', 'n', 'r', 't').Select(Unescape).Or(CodeUnit));

    private static readonly TextParser<char> OpeningQuote = Character.EqualTo('"');

    private static readonly TextParser<char> ClosingQuote = Character.EqualTo('"').Named("`\"` or an escape such as `\\n`");

    private static readonly TextParser<string> Plain =
        Span.MatchedBy(OpeningQuote.IgnoreThen(Unescaped.OptionalOrDefault()).IgnoreThen(ClosingQuote))
            .Select(quoted => quoted.AsReadOnlySpan()[1..^1].ToString());

    private static readonly TextParser<string> Escaped =
        OpeningQuote.IgnoreThen(Unescaped.Text().Or(Escape).Many()).Then(ClosingQuote.Value)
            .Select(string.Concat)
            .Where(value => UnicodeText.IndexOfFault(value) < 0, "invalid string, it holds U+0000 or half of a surrogate pair");

    /// <summary>Between double quotes; the value is what the escapes stand for. Almost no string has one.</summary>
    public static readonly TextParser<string> String = Plain.Try().Or(Escaped);

    private static string Unescape(char escaped) => escaped switch
    {
        'b' => "\b",
        'f' => "\f",
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        _ => escaped.ToString(),
    };
}
