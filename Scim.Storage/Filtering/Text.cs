using Scim.Filter;
using Scim.Resources.Representation;

namespace Scim.Storage.Filtering;

/// <summary>Comparisons of text in columns.</summary>
internal static class Text
{
    public static string Compare(string expression, ComparisonOperator op, string operand, SqlParameters parameters)
    {
        var value = parameters.Add(operand);
        return op switch
        {
            ComparisonOperator.Co => $"strpos({expression}, {value}) > 0",
            ComparisonOperator.Sw => $"starts_with({expression}, {value})",
            ComparisonOperator.Ew => $"right({expression}, length({value})) = {value}",
            _ => $"{expression} COLLATE \"C\" {OperatorOf(op)} {value}",
        };
    }

    /// <summary>An id has one spelling; text that is none equals no id.</summary>
    public static string EqualsId(string column, string operand, SqlParameters parameters) =>
        ResourceId.Parse(operand) is { } id ? $"{column} = {parameters.Add(id)}" : "FALSE";

    /// <summary>What LIKE finds wherever the text stands.</summary>
    public static string LikePattern(string text) =>
        $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";

    public static string OperatorOf(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Eq => "=",
        ComparisonOperator.Gt => ">",
        ComparisonOperator.Ge => ">=",
        ComparisonOperator.Lt => "<",
        ComparisonOperator.Le => "<=",
        _ => throw new NotSupportedException($"{op} has no SQL operator."),
    };
}
