using Scim.Filter;

namespace Scim.Resources.Filtering;

/// <summary>What becomes of the parts of a filter over several types, of which each type may have a form of its own, or none.</summary>
internal sealed class SeveralTypes
{
    private readonly HashSet<FilterExpression> _bound = [];
    private readonly List<(FilterExpression Leaf, ScimException Fault)> _failed = [];

    public void Bound(FilterExpression leaf) => _bound.Add(leaf);

    public void Failed(FilterExpression leaf, ScimException fault) => _failed.Add((leaf, fault));

    /// <exception cref="ScimException">A part failed for some type, and no type could be asked for it.</exception>
    public void RequireMeaning()
    {
        if (_failed.FirstOrDefault(x => !_bound.Contains(x.Leaf)).Fault is { } fault) throw fault;
    }

    /// <summary>What a part says of an attribute without value.</summary>
    public static BoundFilter Nothing(FilterExpression leaf) => leaf is Comparison x && (x.Operator, IsEmpty(x.Value)) is (ComparisonOperator.Eq, true) or (ComparisonOperator.Ne, false)
        ? new BoundNegation(new BoundNothing())
        : new BoundNothing();

    /// <summary>The same filter with <see cref="BoundNothing"/> at most as all of it, or all of it negated.</summary>
    public static BoundFilter Fold(BoundFilter filter) => filter switch
    {
        BoundConjunction x => Fold(x.Operands, IsAll, IsNothing, operands => new BoundConjunction(operands)),
        BoundDisjunction x => Fold(x.Operands, IsNothing, IsAll, operands => new BoundDisjunction(operands)),
        BoundNegation x => Fold(x.Operand) switch
        {
            BoundNegation { Operand: BoundNothing } => new BoundNothing(),
            var operand => new BoundNegation(operand),
        },
        _ => filter,
    };

    public static bool IsAll(BoundFilter filter) => filter is BoundNegation { Operand: BoundNothing };

    public static bool IsNothing(BoundFilter filter) => filter is BoundNothing;

    private static BoundFilter Fold(
        IReadOnlyList<BoundFilter> operands, Predicate<BoundFilter> isNeutral, Predicate<BoundFilter> decides, Func<IReadOnlyList<BoundFilter>, BoundFilter> join)
    {
        var folded = operands.Select(Fold).ToList();
        if (folded.Find(decides) is { } decisive) return decisive;

        var rest = folded.FindAll(x => !isNeutral(x));
        return rest.Count switch { 0 => folded[0], 1 => rest[0], _ => join(rest) };
    }

    private static bool IsEmpty(Literal value) => value is NullLiteral or StringLiteral { Text: "" };
}
