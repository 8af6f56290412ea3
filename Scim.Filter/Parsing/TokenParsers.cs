using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace Scim.Filter.Parsing;

/// <summary>
/// Superpower's own forms of these build parsers and box token kinds while they parse: most of what the grammar would
/// allocate for a short filter.
/// </summary>
internal static class TokenParsers
{
    public static TokenListParser<FilterToken, Token<FilterToken>> One(FilterToken kind)
    {
        var expectations = Token.EqualTo(kind)(new TokenList<FilterToken>([])).Expectations!;

        return input => input.ConsumeToken() is { HasValue: true } next && next.Value.Kind == kind
            ? next
            : TokenListParserResult.Empty<FilterToken, Token<FilterToken>>(input, expectations);
    }

    public static TokenListParser<FilterToken, V> Then<T, U, V>(
        this TokenListParser<FilterToken, T> first, TokenListParser<FilterToken, U> second, Func<T, U, V> combine) =>
        input =>
        {
            var left = first(input);
            if (!left.HasValue)
                return TokenListParserResult.CastEmpty<FilterToken, T, V>(left);

            var right = second(left.Remainder);
            return right.HasValue
                ? TokenListParserResult.Value(combine(left.Value, right.Value), input, right.Remainder)
                : TokenListParserResult.CastEmpty<FilterToken, U, V>(right);
        };

    public static TokenListParser<FilterToken, T> FollowedBy<T, U>(
        this TokenListParser<FilterToken, T> parser, TokenListParser<FilterToken, U> end) =>
        parser.Then(end, (value, _) => value);

    public static TokenListParser<FilterToken, Unit> End(string expectation)
    {
        string[] expectations = [expectation];

        return input => input.IsAtEnd
            ? TokenListParserResult.Value(Unit.Value, input, input)
            : TokenListParserResult.Empty<FilterToken, Unit>(input, expectations);
    }
}
