using System.Text.Json.Nodes;
using Scim.Filter;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;

namespace Scim.Storage.Filtering;

/// <summary>
/// What the search document must contain for <c>eq</c> to hold: <c>{"emails": [{"type": "work", "value": "a@b"}]}</c>.
/// The one GIN index answers it.
/// </summary>
internal static class Containment
{
    /// <summary>The tenant stands in every search document, so that one index entry tells tenants apart.</summary>
    public const string TenantKey = "tenant";

    public static JsonObject? Of(BoundComparison comparison, string tenant) =>
        comparison.Operator == ComparisonOperator.Eq ? Of([comparison], comparison.Attribute, tenant) : null;

    /// <summary>The <c>eq</c> terms that one element must fulfil together; null where there are none.</summary>
    /// <param name="match">A match of elements.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="isWhole">The terms are all that the match asks for.</param>
    public static JsonObject? Of(BoundElementMatch match, string tenant, out bool isWhole)
    {
        var operands = match.Filter is BoundConjunction all ? all.Operands : [match.Filter];

        // Of two terms with one name jsonb would keep the last, so only the first one counts.
        var terms = operands.OfType<BoundComparison>()
            .Where(x => x.Operator == ComparisonOperator.Eq)
            .DistinctBy(x => x.Attribute.Sub!.Name)
            .ToList();
        isWhole = terms.Count == operands.Count;
        return terms.Count == 0 ? null : Of(terms, match.Attribute, tenant);
    }

    private static JsonObject Of(List<BoundComparison> terms, BoundAttribute attribute, string tenant)
    {
        JsonNode node = attribute.Attribute!.IsComplex || attribute.Attribute.MultiValued
            ? new JsonObject(terms.Select(x => KeyValuePair.Create<string, JsonNode?>(SearchDocument.Key(x.Attribute.Sub!.Name), OfSub(x))))
            : Literal(terms[0].Value);
        if (attribute.Attribute.MultiValued) node = new JsonArray(node);

        var content = new JsonObject { [SearchDocument.Key(attribute.Attribute.Name)] = node };
        if (attribute.Extension is { } extension) content = new JsonObject { [SearchDocument.Key(extension.Id)] = content };
        content[TenantKey] = tenant;
        return content;
    }

    private static JsonNode OfSub(BoundComparison term) =>
        term.Attribute.Sub!.MultiValued ? new JsonArray(new JsonObject { ["value"] = Literal(term.Value) }) : Literal(term.Value);

    private static JsonValue Literal(BoundValue value) => value switch
    {
        TextValue x => JsonValue.Create(x.Text),
        BooleanValue x => JsonValue.Create(x.Value),
        NumberValue x => JsonValue.Create(x.Value),
        _ => throw new NotSupportedException($"{value.GetType().Name} has no JSON form."),
    };
}
