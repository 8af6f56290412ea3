using System.Text.Encodings.Web;
using System.Text.Json;
using Scim.Filter;

namespace Scim.Tests.Filter;

/// <summary>Writes a tree as the text of a filter, in one of the many ways RFC 7644 and its dialects allow.</summary>
internal sealed record FilterText(bool UpperCase, bool Escapes, bool Dotted, string Space)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Of(FilterExpression filter) => filter switch
    {
        Presence x => x.Attribute + Space + Keyword("pr"),
        Comparison x => x.Attribute + Space + Keyword(x.Operator.ToString()) + Space + Of(x.Value),
        ElementMatch x when Dotted && SplitLast(x.Filter) is var (inside, behind) => $"{x.Attribute}[{Of(inside)}].{Of(behind)}",
        ElementMatch x => $"{x.Attribute}[{Of(x.Filter)}]",
        Conjunction x => Join("and", x.Operands.Select(operand => operand is Conjunction or Disjunction ? Group(operand) : Of(operand))),
        Disjunction x => Join("or", x.Operands.Select(operand => operand is Disjunction ? Group(operand) : Of(operand))),
        Negation x => Keyword("not") + Space + Group(x.Operand),
        _ => throw new NotSupportedException($"{filter.GetType().Name} has no text."),
    };

    // What the parser moves into the brackets, moved out again.
    private static (FilterExpression Inside, FilterExpression Behind)? SplitLast(FilterExpression filter)
    {
        if (filter is not Conjunction { Operands: { Count: > 1 } operands })
            return null;

        FilterExpression inside = operands.Count == 2 ? operands[0] : new Conjunction([.. operands.SkipLast(1)]);
        var name = (operands[^1] as Presence)?.Attribute ?? (operands[^1] as Comparison)?.Attribute;

        return name is { Schema: null, SubAttribute: null } && !(operands.Count == 2 && inside is Conjunction)
            ? (inside, operands[^1])
            : null;
    }

    private string Of(Literal literal) => literal is StringLiteral
        ? JsonSerializer.Serialize(literal.Text, Escapes ? null : Readable)
        : literal.Text;

    private string Group(FilterExpression filter) => $"({Of(filter)})";

    private string Join(string keyword, IEnumerable<string> operands) => string.Join(Space + Keyword(keyword) + Space, operands);

    private string Keyword(string name) => UpperCase ? name.ToUpperInvariant() : name.ToLowerInvariant();
}
