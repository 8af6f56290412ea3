using System.Runtime.CompilerServices;
using Superpower;
using Superpower.Model;
using static Scim.Filter.Parsing.TokenParsers;

namespace Scim.Filter.Parsing;

/// <summary>
/// RFC 7644 figure 1, a field for each production, from leaf to root, and figure 7. <see cref="FilterTokenizer"/>
/// recognises names and values. <c>logExp</c> is unfolded so that <c>and</c> binds tighter than <c>or</c>.
/// </summary>
internal static class FilterGrammar
{
    private static readonly TokenListParser<FilterToken, AttributePath> AttrPath =
        One(FilterToken.AttrPath).Select(ToAttributePath);

    private static readonly TokenListParser<FilterToken, string> SubAttr =
        One(FilterToken.SubAttr).Select(token => token.ToStringValue()[1..]);

    private static readonly TokenListParser<FilterToken, ComparisonOperator> CompareOp =
        One(FilterToken.CompareOp).Select(token => Enum.Parse<ComparisonOperator>(token.Span.AsReadOnlySpan(), ignoreCase: true));

    private static readonly TokenListParser<FilterToken, Literal> CompValue =
        One(FilterToken.String).Apply(JsonText.String).Select(text => (Literal)new StringLiteral(text))
            .Or(One(FilterToken.Number).Select(token => (Literal)new NumberLiteral(token.ToStringValue())))
            .Or(One(FilterToken.Boolean).Select(token => (Literal)new BooleanLiteral(token.ToStringValue())))
            .Or(One(FilterToken.Null).Select(token => (Literal)new NullLiteral(token.ToStringValue())))
            .Or(One(FilterToken.Word).Select(token => (Literal)new WordLiteral(token.ToStringValue())))
            .Named("value");

    private static readonly TokenListParser<FilterToken, FilterExpression> AttrExp = AttrExpOn(AttrPath);

    private static readonly TokenListParser<FilterToken, FilterExpression> ValFilter =
        LogExp(AttrExp.Or(Group(Nested(() => ValFilter!))));

    private static readonly TokenListParser<FilterToken, ElementMatch> ValuePath =
        One(FilterToken.AttrPath).FollowedBy(One(FilterToken.LBracket)).Try()
            .Select(ToAttributePath)
            .Where(attribute => attribute.SubAttribute is null)
            .Then(ValFilter, (attribute, filter) => new ElementMatch(attribute, filter))
            .FollowedBy(One(FilterToken.RBracket).Named("`and`, `or` or `]`"));

    // Not in figure 1, but what Microsoft Entra ID sends: emails[type eq "work"].value eq "x".
    private static readonly TokenListParser<FilterToken, FilterExpression> ValuePathExp =
        ValuePath.Then(
            AttrExpOn(SubAttr.Select(name => new AttributePath(null, name, null))).AsNullable().OptionalOrDefault(),
            (element, test) => (FilterExpression)(test is null ? element : Narrow(element, test)));

    private static readonly TokenListParser<FilterToken, FilterExpression> FilterExp =
        LogExp(ValuePathExp.Or(AttrExp).Or(Group(Nested(() => FilterExp!))));

    public static readonly TokenListParser<FilterToken, FilterExpression> Filter =
        FilterExp.FollowedBy(End("`and`, `or` or end of input"));

    public static readonly TokenListParser<FilterToken, PatchPath> Path =
        ValuePath.Then(SubAttr.AsNullable().OptionalOrDefault(), (element, name) => new PatchPath(element.Attribute, element.Filter, name))
            .Or(AttrPath.Select(attribute => new PatchPath(attribute)))
            .FollowedBy(End("end of input"));

    private static TokenListParser<FilterToken, FilterExpression> AttrExpOn(TokenListParser<FilterToken, AttributePath> attrPath)
    {
        var presence = One(FilterToken.Pr)
            .Select(_ => (Func<AttributePath, FilterExpression>)(attribute => new Presence(attribute)));

        var comparison = CompareOp.Then(CompValue, (compareOp, value) =>
            (Func<AttributePath, FilterExpression>)(attribute => new Comparison(attribute, compareOp, value)));

        return attrPath.Then(presence.Or(comparison), (attribute, test) => test(attribute));
    }

    private static TokenListParser<FilterToken, FilterExpression> Group(TokenListParser<FilterToken, FilterExpression> filter)
    {
        var group = One(FilterToken.LParen)
            .IgnoreThen(filter)
            .FollowedBy(One(FilterToken.RParen).Named("`and`, `or` or `)`"));

        return One(FilterToken.Not).IgnoreThen(group).Select(operand => (FilterExpression)new Negation(operand))
            .Or(group);
    }

    // FilterLimits.MaxDepth fits into the stack of any thread that serves requests; an overflow would end the process, so the runtime is asked all the same.
    private static TokenListParser<FilterToken, FilterExpression> Nested(Func<TokenListParser<FilterToken, FilterExpression>> filter) =>
        input =>
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return filter()(input);
        };

    private static TokenListParser<FilterToken, FilterExpression> LogExp(TokenListParser<FilterToken, FilterExpression> term)
    {
        var conjunction = Chain(term, FilterToken.And, operands => new Conjunction(operands));
        return Chain(conjunction, FilterToken.Or, operands => new Disjunction(operands));
    }

    // One node for the whole chain: a node for each operator would be a tree as deep as the filter is long.
    private static TokenListParser<FilterToken, FilterExpression> Chain(
        TokenListParser<FilterToken, FilterExpression> operand, FilterToken keyword, Func<FilterExpression[], FilterExpression> join) =>
        operand.Then(
            One(keyword).IgnoreThen(operand).Many(),
            (first, others) => others.Length == 0 ? first : join([first, .. others]));

    private static ElementMatch Narrow(ElementMatch element, FilterExpression test) =>
        element with
        {
            Filter = element.Filter is Conjunction conjunction
                ? new Conjunction([.. conjunction.Operands, test])
                : new Conjunction([element.Filter, test]),
        };

    private static AttributePath ToAttributePath(Token<FilterToken> token) =>
        AttributeNotation.ReadAttrPath(token.Span.AsReadOnlySpan());
}
