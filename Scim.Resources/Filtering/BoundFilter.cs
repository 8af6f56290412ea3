using System.Globalization;
using Scim.Filter;
using Scim.Resources.Schemas;

namespace Scim.Resources.Filtering;

/// <summary>
/// A filter whose names are attributes and whose literals have the attributes' types. Inside a <see cref="BoundElementMatch"/>
/// the attributes' sub-attributes are looked up in the element.
/// </summary>
public abstract record BoundFilter
{
    private protected BoundFilter()
    {
    }
}

/// <summary>
/// <c>userName eq "ada"</c>. Of a multi-valued attribute one value is enough.
/// The operator is never <see cref="ComparisonOperator.Ne"/>, which binds to the negation of <c>eq</c>.
/// </summary>
public sealed record BoundComparison(BoundAttribute Attribute, ComparisonOperator Operator, BoundValue Value) : BoundFilter
{
    public override string ToString() => $"({Operator.ToString().ToLowerInvariant()} {Attribute} {Value})";
}

/// <summary><c>title pr</c></summary>
public sealed record BoundPresence(BoundAttribute Attribute) : BoundFilter
{
    public override string ToString() => $"(pr {Attribute})";
}

/// <summary><c>emails[type eq "work"]</c></summary>
public sealed record BoundElementMatch(BoundAttribute Attribute, BoundFilter Filter) : BoundFilter
{
    public override string ToString() => $"(element {Attribute} {Filter})";
}

/// <summary>All of them. Two or more.</summary>
public sealed record BoundConjunction(IReadOnlyList<BoundFilter> Operands) : BoundFilter
{
    public override string ToString() => $"(and {string.Join(' ', Operands)})";
}

/// <summary>At least one of them. Two or more.</summary>
public sealed record BoundDisjunction(IReadOnlyList<BoundFilter> Operands) : BoundFilter
{
    public override string ToString() => $"(or {string.Join(' ', Operands)})";
}

/// <summary>Also true where the operand has no value to compare.</summary>
public sealed record BoundNegation(BoundFilter Operand) : BoundFilter
{
    public override string ToString() => $"(not {Operand})";
}

/// <summary>An attribute that the type does not have, in a filter over several types: it has no value (RFC 7644 section 3.4.2.1).</summary>
public sealed record BoundNothing : BoundFilter
{
    public override string ToString() => "(nothing)";
}

/// <summary>A literal in its attribute's type, prepared for comparison.</summary>
public abstract record BoundValue
{
    private protected BoundValue()
    {
    }
}

/// <summary>Text as <see cref="Text.PreparedText"/> leaves it, or a dateTime as UTC text of fixed width.</summary>
public sealed record TextValue(string Text) : BoundValue
{
    public override string ToString() => $"\"{Text}\"";
}

public sealed record BooleanValue(bool Value) : BoundValue
{
    public override string ToString() => Value ? "true" : "false";
}

public sealed record NumberValue(decimal Value) : BoundValue
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
