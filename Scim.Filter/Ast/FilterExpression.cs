namespace Scim.Filter;

/// <summary>
/// A filter of RFC 7644 section 3.4.2.2, not yet bound to a schema. The printed form is a fully parenthesised
/// s-expression.
/// </summary>
public abstract record FilterExpression
{
    private protected FilterExpression()
    {
    }

    private protected static string Print(string name, IEnumerable<FilterExpression> operands) =>
        $"({name} {string.Join(' ', operands)})";

    private protected static int Hash(IEnumerable<FilterExpression> operands)
    {
        var hash = new HashCode();
        foreach (var operand in operands)
            hash.Add(operand);

        return hash.ToHashCode();
    }
}

/// <summary><c>userName eq "ada"</c></summary>
public sealed record Comparison(AttributePath Attribute, ComparisonOperator Operator, Literal Value) : FilterExpression
{
    public override string ToString() => $"({Operator.ToString().ToLowerInvariant()} {Attribute} {Value})";
}

/// <summary><c>title pr</c></summary>
public sealed record Presence(AttributePath Attribute) : FilterExpression
{
    public override string ToString() => $"(pr {Attribute})";
}

/// <summary>
/// <c>emails[type eq "work"]</c>: a single element must satisfy the whole inner filter.
/// <c>emails[type eq "work"].value eq "x"</c> is read as <c>emails[type eq "work" and value eq "x"]</c>.
/// </summary>
public sealed record ElementMatch(AttributePath Attribute, FilterExpression Filter) : FilterExpression
{
    public override string ToString() => $"(element {Attribute} {Filter})";
}

/// <summary><c>a and b and c</c></summary>
public sealed record Conjunction(IReadOnlyList<FilterExpression> Operands) : FilterExpression
{
    public bool Equals(Conjunction? other) => other is not null && Operands.SequenceEqual(other.Operands);

    public override int GetHashCode() => Hash(Operands);

    public override string ToString() => Print("and", Operands);
}

/// <summary><c>a or b or c</c></summary>
public sealed record Disjunction(IReadOnlyList<FilterExpression> Operands) : FilterExpression
{
    public bool Equals(Disjunction? other) => other is not null && Operands.SequenceEqual(other.Operands);

    public override int GetHashCode() => Hash(Operands);

    public override string ToString() => Print("or", Operands);
}

/// <summary><c>not (a)</c></summary>
public sealed record Negation(FilterExpression Operand) : FilterExpression
{
    public override string ToString() => $"(not {Operand})";
}
