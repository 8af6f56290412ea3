using System.Globalization;
using System.Text;
using System.Text.Json;
using Scim.Filter;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;

namespace Scim.Storage.Filtering;

/// <summary>
/// Filters as SQL/JSON paths over the search document. Keys and strings are JSON strings inside the path, and the path is a parameter.
/// </summary>
internal static class JsonPath
{
    /// <summary>The path that finds a value for which the comparison holds.</summary>
    public static string Of(BoundComparison comparison) => $"{Values(comparison.Attribute)} ? ({Predicate("@", comparison)})";

    /// <summary>The path that finds any value.</summary>
    public static string Of(BoundPresence presence) => Values(presence.Attribute);

    /// <summary>The path that finds an element which matches.</summary>
    public static string Of(BoundElementMatch match) => $"{Values(match.Attribute)} ? ({Element(match.Filter)})";

    /// <summary>
    /// The paths under which the value to sort by stands, the better one first: that of the primary element, then any. What was stored under another
    /// definition of the attribute, as a value of another type, is none.
    /// </summary>
    public static IEnumerable<string> OfSortKey(BoundAttribute attribute)
    {
        var values = Values(attribute);
        var typed = attribute.Leaf!.Type switch
        {
            AttributeType.Boolean => """ ? (@.type() == "boolean")""",
            AttributeType.Integer or AttributeType.Decimal => """ ? (@.type() == "number")""",
            _ => """ ? (@.type() == "string")""",
        };
        if (attribute.Attribute!.Sub("primary") is { } primary && attribute.Attribute.MultiValued)
            yield return $"{values[..^OfSub(attribute.Sub!).Length]} ? (@{OfSub(primary)} == true){OfSub(attribute.Sub!)}{typed}";
        yield return values + typed;
    }

    private static string Values(BoundAttribute attribute)
    {
        var path = new StringBuilder("$");
        if (attribute.Extension is { } extension) path.Append(Key(extension.Id));
        if (attribute.Attribute is { } outer) path.Append(Key(outer.Name)).Append(outer.MultiValued ? "[*]" : "");
        if (attribute.Sub is { } sub) path.Append(OfSub(sub));
        return path.ToString();
    }

    private static string OfSub(SchemaAttribute sub) => Key(sub.Name) + (sub.MultiValued ? "[*]" + Key("value") : "");

    /// <summary>
    /// Negation is carried to the leaves: of <c>!(a == 1 &amp;&amp; exists (b))</c> a GIN index asks for <c>a == 1</c>, and loses rows.
    /// </summary>
    private static string Element(BoundFilter filter, bool negated = false) => filter switch
    {
        BoundComparison x => Leaf(Predicate("@" + OfSub(x.Attribute.Sub!), x), negated),
        BoundPresence x => Leaf($"exists (@{OfSub(x.Attribute.Sub!)})", negated),
        BoundConjunction x => Join(negated ? " || " : " && ", x.Operands, negated),
        BoundDisjunction x => Join(negated ? " && " : " || ", x.Operands, negated),
        BoundNegation x => Element(x.Operand, !negated),
        _ => throw new NotSupportedException($"{filter.GetType().Name} has no path."),
    };

    private static string Leaf(string predicate, bool negated) => negated ? $"!({predicate})" : predicate;

    private static string Join(string op, IEnumerable<BoundFilter> operands, bool negated) =>
        string.Join(op, operands.Select(x => $"({Element(x, negated)})"));

    private static string Predicate(string subject, BoundComparison comparison) => comparison.Operator switch
    {
        ComparisonOperator.Eq => $"{subject} == {Literal(comparison.Value)}",
        ComparisonOperator.Gt => $"{subject} > {Literal(comparison.Value)}",
        ComparisonOperator.Ge => $"{subject} >= {Literal(comparison.Value)}",
        ComparisonOperator.Lt => $"{subject} < {Literal(comparison.Value)}",
        ComparisonOperator.Le => $"{subject} <= {Literal(comparison.Value)}",
        ComparisonOperator.Sw => $"{subject} starts with {Literal(comparison.Value)}",
        ComparisonOperator.Co => $"{subject} like_regex {Literal(comparison.Value)} flag \"q\"",
        // Flag q takes the pattern as it is, so it has no anchor.
        ComparisonOperator.Ew => $"{subject} like_regex {Quote(Escape(((TextValue)comparison.Value).Text) + "$")}",
        _ => throw new NotSupportedException($"{comparison.Operator} has no path."),
    };

    private static string Literal(BoundValue value) => value switch
    {
        TextValue x => Quote(x.Text),
        BooleanValue x => x.Value ? "true" : "false",
        NumberValue x => x.Value.ToString(CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"{value.GetType().Name} has no literal."),
    };

    private static string Key(string name) => "." + Quote(SearchDocument.Key(name));

    private static string Quote(string text) => JsonSerializer.Serialize(text, ReadableJson.Options);

    private static string Escape(string text)
    {
        var pattern = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (@"\^$.[]|()?*+{}".Contains(c, StringComparison.Ordinal)) pattern.Append('\\');
            pattern.Append(c);
        }

        return pattern.ToString();
    }
}
