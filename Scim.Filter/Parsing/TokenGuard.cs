using Superpower.Model;

namespace Scim.Filter.Parsing;

/// <summary>
/// Holds a token list against <see cref="FilterLimits"/> before the grammar sees it: the grammar recurses once for
/// each parenthesis, and a stack overflow takes the process with it.
/// </summary>
internal static class TokenGuard
{
    public static Fault? Check(TokenList<FilterToken> tokens)
    {
        var (depth, brackets, terms) = (0, 0, 0);

        foreach (var token in tokens)
        {
            switch (token.Kind)
            {
                case FilterToken.LParen:
                    depth++;
                    break;
                case FilterToken.RParen:
                    depth--;
                    break;
                case FilterToken.LBracket when brackets > 0:
                    return Fault.Syntax(token.Position, "unexpected `[` inside brackets, which do not nest");
                case FilterToken.LBracket:
                    depth++;
                    brackets++;
                    break;
                case FilterToken.RBracket:
                    depth--;
                    brackets--;
                    break;
                case FilterToken.CompareOp or FilterToken.Pr:
                    terms++;
                    break;
            }

            if (depth > FilterLimits.MaxDepth)
                return Fault.Limit(token.Position, $"more than {FilterLimits.MaxDepth} parentheses and brackets are open at once");

            if (terms > FilterLimits.MaxTerms)
                return Fault.Limit(token.Position, $"more than {FilterLimits.MaxTerms} comparisons and presence tests");
        }

        return null;
    }
}
