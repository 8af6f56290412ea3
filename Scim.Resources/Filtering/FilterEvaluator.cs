using System.Text.Json.Nodes;
using Scim.Filter;
using Scim.Resources.Schemas;
using Scim.Resources.Text;

namespace Scim.Resources.Filtering;

/// <summary>Evaluates a bound filter over a <see cref="SearchDocument"/> in memory, with the results that the SQL gives.</summary>
public static class FilterEvaluator
{
    /// <summary>Whether a resource matches.</summary>
    public static bool Matches(BoundFilter filter, JsonObject search) => Evaluate(filter, search, Values);

    /// <summary>Whether one element matches the filter in the brackets.</summary>
    public static bool MatchesElement(BoundFilter filter, JsonObject element) =>
        Evaluate(filter, element, (scope, attribute) => OfSub([scope], attribute.Sub!));

    private static bool Evaluate(BoundFilter filter, JsonObject scope, Func<JsonObject, BoundAttribute, IEnumerable<JsonNode>> values) => filter switch
    {
        BoundComparison x => values(scope, x.Attribute).Any(value => Holds(x.Operator, value, x.Value)),
        BoundPresence x => values(scope, x.Attribute).Any(),
        BoundElementMatch x => Elements(scope, x.Attribute).Any(element => MatchesElement(x.Filter, element)),
        BoundConjunction x => x.Operands.All(operand => Evaluate(operand, scope, values)),
        BoundDisjunction x => x.Operands.Any(operand => Evaluate(operand, scope, values)),
        BoundNegation x => !Evaluate(x.Operand, scope, values),
        BoundNothing => false,
        _ => throw new NotSupportedException($"{filter.GetType().Name} cannot be evaluated."),
    };

    private static IEnumerable<JsonNode> Values(JsonObject search, BoundAttribute attribute)
    {
        var nodes = Flatten(Find(search, attribute));
        return attribute.Sub is { } sub ? OfSub(nodes.OfType<JsonObject>(), sub) : nodes;
    }

    private static IEnumerable<JsonObject> Elements(JsonObject search, BoundAttribute attribute) =>
        Flatten(Find(search, attribute)).OfType<JsonObject>();

    private static JsonNode? Find(JsonObject search, BoundAttribute attribute)
    {
        var container = attribute.Extension is { } extension ? search[SearchDocument.Key(extension.Id)] as JsonObject : search;
        return attribute.Attribute is { } leaf ? container?[SearchDocument.Key(leaf.Name)] : container;
    }

    private static IEnumerable<JsonNode> OfSub(IEnumerable<JsonObject> elements, SchemaAttribute sub)
    {
        var values = elements.SelectMany(element => Flatten(element[SearchDocument.Key(sub.Name)]));
        return sub.MultiValued ? values.OfType<JsonObject>().SelectMany(x => Flatten(x["value"])) : values;
    }

    private static IEnumerable<JsonNode> Flatten(JsonNode? node) => node switch
    {
        null => [],
        JsonArray array => array.OfType<JsonNode>(),
        _ => [node],
    };

    private static bool Holds(ComparisonOperator op, JsonNode node, BoundValue operand) => operand switch
    {
        BooleanValue x => node.GetValue<bool>() == x.Value,
        NumberValue x => Ordered(op, node.GetValue<decimal>().CompareTo(x.Value)),
        TextValue x => HoldsText(op, node.GetValue<string>(), x.Text),
        _ => throw new NotSupportedException($"{operand.GetType().Name} cannot be compared."),
    };

    private static bool HoldsText(ComparisonOperator op, string text, string operand) => op switch
    {
        ComparisonOperator.Co => text.Contains(operand, StringComparison.Ordinal),
        ComparisonOperator.Sw => text.StartsWith(operand, StringComparison.Ordinal),
        ComparisonOperator.Ew => text.EndsWith(operand, StringComparison.Ordinal),
        _ => Ordered(op, CodePointOrder.Compare(text, operand)),
    };

    private static bool Ordered(ComparisonOperator op, int order) => op switch
    {
        ComparisonOperator.Eq => order == 0,
        ComparisonOperator.Gt => order > 0,
        ComparisonOperator.Ge => order >= 0,
        ComparisonOperator.Lt => order < 0,
        ComparisonOperator.Le => order <= 0,
        _ => throw new NotSupportedException($"{op} is no order."),
    };
}
