using System.Diagnostics.CodeAnalysis;
using Superpower;
using Superpower.Model;

namespace Scim.Filter.Parsing;

/// <summary>Text, tokens, limits, grammar: the way both doors share. Failures are values until the door throws.</summary>
internal static class FilterParser
{
    public static bool TryParse<T>(
        string text, TokenListParser<FilterToken, T> grammar, [MaybeNullWhen(false)] out T value, out Fault fault)
    {
        value = default;

        if (text.Length > FilterLimits.MaxLength)
        {
            fault = new Fault($"Limit exceeded: more than {FilterLimits.MaxLength} characters.");
            return false;
        }

        if (UnicodeText.IndexOfFault(text) is >= 0 and var index)
        {
            fault = Fault.Syntax(
                new TextSpan(text).Skip(index).Position,
                text[index] == '\0' ? "unexpected U+0000" : "unexpected half of a surrogate pair");
            return false;
        }

        var tokens = FilterTokenizer.Instance.TryTokenize(text);
        if (!tokens.HasValue)
        {
            fault = new Fault(WellFormed(tokens.ToString()), tokens.ErrorPosition);
            return false;
        }

        if (TokenGuard.Check(tokens.Value) is { } excess)
        {
            fault = excess;
            return false;
        }

        var result = grammar.TryParse(tokens.Value);
        fault = result.HasValue ? default : new Fault(WellFormed(result.ToString()), result.ErrorPosition);
        value = result.HasValue ? result.Value : default;
        return result.HasValue;
    }

    // Superpower quotes at most twelve characters and may cut a surrogate pair in half.
    private static string WellFormed(string message) => string.Concat(message.EnumerateRunes());
}
