namespace Scim.Filter;

/// <summary>The operators of RFC 7644 table 3 that take a value.</summary>
public enum ComparisonOperator
{
    Eq,
    Ne,
    Co,
    Sw,
    Ew,
    Gt,
    Ge,
    Lt,
    Le,
}
