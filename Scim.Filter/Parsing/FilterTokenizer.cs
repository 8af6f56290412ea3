using System.Globalization;
using Superpower;
using Superpower.Model;

namespace Scim.Filter.Parsing;

/// <summary>
/// Text to tokens. What a word is depends on the token before it: behind a comparison operator it is a value
/// (<c>title eq or</c>), where a name may stand an operator is a name (<c>co eq "de"</c>).
/// </summary>
internal sealed class FilterTokenizer : Tokenizer<FilterToken>
{
    private static readonly string[] DoubleQuote = ["`\"`"];

    private static readonly Dictionary<string, FilterToken>.AlternateLookup<ReadOnlySpan<char>> Keywords =
        new Dictionary<string, FilterToken>(
            [
                .. Enum.GetNames<ComparisonOperator>().Select(name => KeyValuePair.Create(name, FilterToken.CompareOp)),
                KeyValuePair.Create("pr", FilterToken.Pr),
                KeyValuePair.Create("and", FilterToken.And),
                KeyValuePair.Create("or", FilterToken.Or),
                KeyValuePair.Create("not", FilterToken.Not),
            ],
            StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static FilterTokenizer Instance { get; } = new();

    protected override IEnumerable<Result<FilterToken>> Tokenize(TextSpan span, TokenizationState<FilterToken> state)
    {
        for (var next = SkipWhiteSpace(span); next.HasValue;)
        {
            var token = Read(next.Location, state.Previous?.Kind ?? FilterToken.None);
            yield return token;
            next = SkipWhiteSpace(token.Remainder);
        }
    }

    private static Result<FilterToken> Read(TextSpan text, FilterToken previous) => text[0] switch
    {
        '(' => Take(text, 1, FilterToken.LParen),
        ')' => Take(text, 1, FilterToken.RParen),
        '[' => Take(text, 1, FilterToken.LBracket),
        ']' => Take(text, 1, FilterToken.RBracket),
        '"' => ReadString(text),
        '\'' => Result.Empty<FilterToken>(text, DoubleQuote),
        var c when IsWordCharacter(c) => ReadWord(text, previous),
        _ => Result.Empty<FilterToken>(text),
    };

    private static Result<FilterToken> ReadString(TextSpan text)
    {
        var value = JsonText.String(text);
        if (value.HasValue)
            return Result.Value(FilterToken.String, text, value.Remainder);

        // The end of the text says little; the quote without a partner says where to look.
        return value.Remainder.IsAtEnd
            ? Result.Empty<FilterToken>(text, "incomplete string, expected `\"` at its end")
            : Result.CastEmpty<string, FilterToken>(value);
    }

    private static Result<FilterToken> ReadWord(TextSpan text, FilterToken previous)
    {
        var length = 1;
        while (length < text.Length && IsWordCharacter(text[length]))
            length++;

        var word = text.First(length);
        return Take(text, length, previous is FilterToken.CompareOp ? ValueKind(word) : NameKind(word.AsReadOnlySpan(), previous));
    }

    private static FilterToken ValueKind(TextSpan word) =>
        word.EqualsValueIgnoreCase("true") || word.EqualsValueIgnoreCase("false") ? FilterToken.Boolean
        : word.EqualsValueIgnoreCase("null") ? FilterToken.Null
        : JsonText.Number.IsMatch(word) ? FilterToken.Number
        : FilterToken.Word;

    private static FilterToken NameKind(ReadOnlySpan<char> word, FilterToken previous)
    {
        if (Keywords.TryGetValue(word, out var keyword) && !(IsOperator(keyword) && NameMayFollow(previous)))
            return keyword;

        return AttributeNotation.IsAttrPath(word) ? FilterToken.AttrPath
            : AttributeNotation.IsSubAttr(word) ? FilterToken.SubAttr
            : FilterToken.Word;
    }

    private static bool IsOperator(FilterToken keyword) => keyword is FilterToken.CompareOp or FilterToken.Pr;

    private static bool NameMayFollow(FilterToken previous) => previous
        is FilterToken.None or FilterToken.LParen or FilterToken.LBracket
        or FilterToken.And or FilterToken.Or or FilterToken.Not;

    private static Result<FilterToken> Take(TextSpan text, int length, FilterToken kind) =>
        Result.Value(kind, text, text.Skip(length));

    // Surrogates are pairs by now. Marks are the accents of decomposed letters.
    private static bool IsWordCharacter(char c) =>
        char.IsLetterOrDigit(c) || char.IsSurrogate(c) || "._~@+:/$%-#!*&=?".Contains(c, StringComparison.Ordinal)
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
