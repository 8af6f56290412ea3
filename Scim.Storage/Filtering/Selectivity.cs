using Scim.Filter;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;

namespace Scim.Storage.Filtering;

/// <summary>What can be said of a filter without statistics, which PostgreSQL does not keep of documents above a kilobyte.</summary>
internal static class Selectivity
{
    /// <summary><c>active eq true</c>, <c>emails.type eq "work"</c>: one of few values, which many have.</summary>
    public static bool IsLow(BoundFilter filter) =>
        filter is BoundComparison { Operator: ComparisonOperator.Eq, Attribute.Leaf: { Type: AttributeType.Boolean } or { CanonicalValues.Count: > 0 } } x
        && !MembershipSql.Has(x.Attribute);

    /// <summary>Whether each way to fulfil the filter in the brackets goes through an <c>eq</c> that few elements fulfil: then the index knows its path.</summary>
    public static bool IsKeyed(BoundFilter filter) => filter switch
    {
        BoundComparison x => x.Operator == ComparisonOperator.Eq && !IsLow(x),
        BoundConjunction x => x.Operands.Any(IsKeyed),
        BoundDisjunction x => x.Operands.All(IsKeyed),
        _ => false,
    };
}
