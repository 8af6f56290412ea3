using System.Globalization;
using Scim.Filter;
using Scim.Resources.Schemas;
using Scim.Resources.Text;

namespace Scim.Resources.Filtering;

/// <summary>Binds a filter to a resource type: resolves names, types literals, refuses what has no meaning.</summary>
public sealed class FilterBinder
{
    /// <summary>Characters of an operand of <c>co</c>, <c>sw</c> and <c>ew</c>; longer patterns cost PostgreSQL too much.</summary>
    public const int MaxPatternLength = 256;

    private readonly ResourceType _type;
    private readonly BoundAttribute? _element;
    private readonly SeveralTypes? _several;

    private FilterBinder(ResourceType type, BoundAttribute? element, SeveralTypes? several = null) => (_type, _element, _several) = (type, element, several);

    /// <exception cref="ScimException"><c>invalidFilter</c>: an unknown attribute, or an operator or literal that its type does not have.</exception>
    public static BoundFilter Bind(ResourceType type, FilterExpression filter) => new FilterBinder(type, null).Bind(filter);

    /// <summary>
    /// Binds a filter over several types to each of them, in their order. What only another type has is an attribute without value here
    /// (RFC 7644 section 3.4.2.1), and so is what has another form here.
    /// </summary>
    /// <exception cref="ScimException"><c>invalidFilter</c>: a part of it has no meaning for any type that has the attribute.</exception>
    public static IReadOnlyList<BoundFilter> BindToAll(IReadOnlyList<ResourceType> types, FilterExpression filter)
    {
        if (types is [var only]) return [Bind(only, filter)];

        var several = new SeveralTypes();
        var bound = types.Select(type => new FilterBinder(type, null, several).Bind(filter)).ToList();
        several.RequireMeaning();
        return bound.ConvertAll(SeveralTypes.Fold);
    }

    /// <summary>Binds the filter inside the brackets of a path, where names are sub-attributes of <paramref name="element"/>.</summary>
    /// <exception cref="ScimException"><c>invalidFilter</c></exception>
    public static BoundFilter BindElement(ResourceType type, BoundAttribute element, FilterExpression filter) =>
        new FilterBinder(type, element).Bind(filter);

    private BoundFilter Bind(FilterExpression filter) => filter switch
    {
        Comparison or Presence or ElementMatch => _several is null ? BindLeaf(filter) : BindOneOfSeveral(filter, _several),
        Conjunction x => new BoundConjunction(x.Operands.Select(Bind).ToList()),
        Disjunction x => new BoundDisjunction(x.Operands.Select(Bind).ToList()),
        Negation x => new BoundNegation(Bind(x.Operand)),
        _ => throw new NotSupportedException($"{filter.GetType().Name} cannot be bound."),
    };

    private BoundFilter BindLeaf(FilterExpression leaf) => leaf switch
    {
        Comparison x => BindComparison(x),
        Presence x => new BoundPresence(Resolve(x.Attribute)),
        ElementMatch x => BindElementMatch(x),
        _ => throw new NotSupportedException($"{leaf.GetType().Name} is no leaf."),
    };

    private BoundFilter BindOneOfSeveral(FilterExpression leaf, SeveralTypes several)
    {
        var path = leaf switch { Comparison x => x.Attribute, Presence x => x.Attribute, _ => ((ElementMatch)leaf).Attribute };
        if (_type.Resolve(path) is not { } attribute) return SeveralTypes.Nothing(leaf);

        RequireReturned(attribute, path);
        try
        {
            var bound = BindLeaf(leaf);
            several.Bound(leaf);
            return bound;
        }
        catch (ScimException e)
        {
            several.Failed(leaf, e);
            return SeveralTypes.Nothing(leaf);
        }
    }

    private BoundElementMatch BindElementMatch(ElementMatch match)
    {
        var attribute = Resolve(match.Attribute);
        if (attribute is not { Attribute: { } outer, Sub: null } || !(outer.IsComplex || outer.MultiValued))
            throw ScimException.InvalidFilter($"{match.Attribute} has no sub-attributes, so it takes no filter in brackets.");

        return new BoundElementMatch(attribute, BindElement(_type, attribute, match.Filter));
    }

    private BoundFilter BindComparison(Comparison comparison)
    {
        var attribute = WithValue(Resolve(comparison.Attribute), comparison);
        if (comparison.Operator == ComparisonOperator.Ne) return Negate(BindComparison(comparison with { Operator = ComparisonOperator.Eq }));

        RequireOperator(comparison, attribute.Leaf!.Type);
        return comparison.Value is NullLiteral or StringLiteral { Text: "" }
            ? BindEmpty(comparison, attribute)
            : new BoundComparison(attribute, comparison.Operator, BindValue(comparison, attribute.Leaf));
    }

    /// <summary>Null, an empty string and no value are one state (RFC 7643 section 2.5); every text begins with an empty one.</summary>
    private static BoundFilter BindEmpty(Comparison comparison, BoundAttribute attribute) => (comparison.Operator, comparison.Value) switch
    {
        (ComparisonOperator.Eq, _) => new BoundNegation(new BoundPresence(attribute)),
        (ComparisonOperator.Co or ComparisonOperator.Sw or ComparisonOperator.Ew, StringLiteral) => new BoundPresence(attribute),
        _ => throw Unfit(comparison, "only eq and ne take an empty value"),
    };

    private static BoundFilter Negate(BoundFilter filter) => filter is BoundNegation negation ? negation.Operand : new BoundNegation(filter);

    /// <summary><c>members eq "id"</c> compares the <c>value</c> sub-attribute, as the RFC's <c>emails co "example.com"</c> does.</summary>
    private static BoundAttribute WithValue(BoundAttribute attribute, Comparison comparison)
    {
        if (attribute.Attribute is null)
            throw ScimException.InvalidFilter($"{attribute} is a schema; name one of its attributes, as in {attribute}:name.");
        if (attribute.Sub is not null) return attribute;
        if (!attribute.Attribute.IsComplex && !attribute.Attribute.MultiValued) return attribute;

        return AttributeResolver.SubOf(attribute.Attribute, "value") is { } value
            ? RequireReturned(attribute with { Sub = value }, comparison.Attribute)
            : throw ScimException.InvalidFilter(
                $"{comparison.Attribute} is complex; compare one of its sub-attributes: {Names(attribute.Attribute)}.");
    }

    private static void RequireOperator(Comparison comparison, AttributeType type)
    {
        var fits = comparison.Operator switch
        {
            ComparisonOperator.Eq => true,
            ComparisonOperator.Co or ComparisonOperator.Sw or ComparisonOperator.Ew =>
                type is AttributeType.String or AttributeType.Reference,
            _ => type is not (AttributeType.Boolean or AttributeType.Binary),
        };
        if (!fits)
            throw Unfit(comparison, $"an attribute of type {Name(type)} has no operator {Name(comparison.Operator)}");
    }

    private static BoundValue BindValue(Comparison comparison, SchemaAttribute attribute)
    {
        var literal = comparison.Value.Text;
        switch (attribute.Type)
        {
            case AttributeType.Boolean:
                return bool.TryParse(literal, out var truth) ? new BooleanValue(truth) : throw Unfit(comparison, "it is true or false");

            case AttributeType.Integer or AttributeType.Decimal:
                return comparison.Value is not BooleanLiteral && decimal.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? new NumberValue(number)
                    : throw Unfit(comparison, "it is a number of at most 28 digits");

            case AttributeType.DateTime:
                return DateTimeText.TryParse(literal, out var time)
                    ? new TextValue(DateTimeText.ForComparison(time))
                    : throw Unfit(comparison, "it is a date with time, like 2026-01-31T09:30:00Z");

            default:
                var prepared = PreparedText.Prepare(literal, attribute.CaseExact);
                if (comparison.Operator is ComparisonOperator.Co or ComparisonOperator.Sw or ComparisonOperator.Ew && prepared.Length > MaxPatternLength)
                    throw Unfit(comparison, $"operator {Name(comparison.Operator)} takes at most {MaxPatternLength} characters");
                return new TextValue(prepared);
        }
    }

    private BoundAttribute Resolve(AttributePath path)
    {
        var bound = _element is null ? _type.Resolve(path) : ResolveInElement(_element, path);
        if (bound is null)
        {
            throw ScimException.InvalidFilter(_element is null
                ? _type.Unresolved(path, path.ToString())
                : $"{_element} has no sub-attribute {path}; it has {Names(_element.Attribute!)}.");
        }

        return RequireReturned(bound, path);
    }

    // A filter on a value that is never shown would tell it by trial.
    private static BoundAttribute RequireReturned(BoundAttribute attribute, AttributePath path) =>
        attribute.Leaf?.Returned == Returned.Never || attribute.Attribute?.Returned == Returned.Never
            ? throw ScimException.InvalidFilter($"{path} is never returned, so it cannot be filtered on.")
            : attribute;

    private static BoundAttribute? ResolveInElement(BoundAttribute element, AttributePath path) =>
        path is { Schema: null, SubAttribute: null } && AttributeResolver.SubOf(element.Attribute!, path.Name) is { } sub
            ? element with { Sub = sub }
            : null;

    private static ScimException Unfit(Comparison comparison, string reason) =>
        ScimException.InvalidFilter(
            $"{comparison.Attribute} {Name(comparison.Operator)} {Shorten(comparison.Value.ToString())} cannot be compared: {reason}.");

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";

    private static string Name(ComparisonOperator value) => value.ToString().ToLowerInvariant();

    private static string Name(AttributeType value) => value == AttributeType.DateTime ? "dateTime" : value.ToString().ToLowerInvariant();

    private static string Names(SchemaAttribute attribute) => attribute.IsComplex ? string.Join(", ", attribute.SubAttributes.Select(x => x.Name)) : "value";
}
