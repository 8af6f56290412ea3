using Scim.Filter;
using Scim.Resources;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;

namespace Scim.Storage.Filtering;

/// <summary>Filters on <c>members</c> and <c>groups</c>, which are rows of <c>scim.membership</c> and never in a document.</summary>
internal sealed class MembershipSql(ResourceType type, string typeName, SqlParameters parameters)
{
    /// <summary>Each is a search of its own, and PostgreSQL plans a hundred of them for seconds. Brackets hold as many comparisons as any filter.</summary>
    public const int MaxSearches = 20;

    private int _searches;

    public static bool Has(BoundAttribute attribute) => attribute is { Extension: null, Attribute.Name: "members" or "groups" };

    /// <param name="attribute"><c>members</c> or <c>groups</c>.</param>
    /// <param name="match">What one element must fulfil; null for any element.</param>
    /// <exception cref="ScimException"><c>invalidFilter</c>: there are more than <see cref="MaxSearches"/>.</exception>
    public string Of(BoundAttribute attribute, BoundElementMatch? match)
    {
        var name = attribute.Attribute!.Name;
        if (++_searches > MaxSearches)
        {
            throw ScimException.InvalidFilter(
                $"A filter asks for members or groups at most {MaxSearches} times; write {name}[value eq \"...\" or value eq \"...\"] to ask for many at once.");
        }

        return name == "members" ? Members(match?.Filter) : Groups(match?.Filter);
    }

    private string Members(BoundFilter? filter) => $"""
        EXISTS (
            SELECT FROM scim.membership m
            {(filter is not null && AsksFor(filter, "display") ? "JOIN scim.resource d ON d.tenant_id = m.tenant_id AND d.id = m.member_id" : "")}
            WHERE m.tenant_id = @tenant AND m.group_id = r.id AND {Condition(filter, Member)})
        """;

    /// <summary>
    /// A user's groups are direct and indirect. The search starts at the groups that match and goes down to their members,
    /// unless the way matters: whether a group is direct shows only over all ways to it.
    /// </summary>
    private string Groups(BoundFilter? filter) => filter is not null && AsksFor(filter, "type")
        ? $"""
            r.id IN (
                WITH RECURSIVE reach (group_id, member_id, member_type, direct) AS (
                    SELECT m.group_id, m.member_id, m.member_type, TRUE
                    FROM scim.membership m
                    WHERE m.tenant_id = @tenant
                    UNION
                    SELECT reach.group_id, m.member_id, m.member_type, FALSE
                    FROM reach
                    JOIN scim.membership m ON m.tenant_id = @tenant AND m.group_id = reach.member_id
                    WHERE {MayHaveMembers("reach")})
                SELECT m.member_id
                FROM (SELECT group_id, member_id, bool_or(direct) AS direct FROM reach GROUP BY group_id, member_id) m
                JOIN scim.resource g ON g.tenant_id = @tenant AND g.id = m.group_id
                WHERE {Condition(filter, Group)})
            """
        : $"""
            r.id IN (
                WITH RECURSIVE reach (member_id, member_type) AS (
                    SELECT m.member_id, m.member_type
                    FROM scim.membership m
                    JOIN scim.resource g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
                    WHERE m.tenant_id = @tenant AND {Condition(filter, Group)}
                    UNION
                    SELECT m.member_id, m.member_type
                    FROM reach
                    JOIN scim.membership m ON m.tenant_id = @tenant AND m.group_id = reach.member_id
                    WHERE {MayHaveMembers("reach")})
                SELECT member_id FROM reach)
            """;

    // Most members are users. None of them is asked for members of its own.
    private string MayHaveMembers(string alias) => type.Schema.Find("members") is null ? $"{alias}.member_type <> {typeName}" : "TRUE";

    private static (string Id, string Text) Member(string sub) => ("m.member_id", sub switch
    {
        "value" => "m.member_id::text",
        "type" => "m.member_type",
        "$ref" => "(@base || (@endpoints::jsonb ->> m.member_type) || '/' || m.member_id)",
        _ => KeyColumns.PreparedDisplay("d"),
    });

    private static (string Id, string Text) Group(string sub) => ("g.id", sub switch
    {
        "value" => "g.id::text",
        "type" => "(CASE WHEN m.direct THEN 'direct' ELSE 'indirect' END)",
        "$ref" => "(@base || (@endpoints::jsonb ->> g.type) || '/' || g.id)",
        _ => KeyColumns.PreparedDisplay("g"),
    });

    private string Condition(BoundFilter? filter, Func<string, (string Id, string Text)> column) => filter switch
    {
        null => "TRUE",
        BoundComparison x => Compare(x, column(x.Attribute.Sub!.Name)),
        BoundPresence => "TRUE", // every element has all of its sub-attributes
        BoundConjunction x => $"({string.Join(" AND ", x.Operands.Select(operand => Condition(operand, column)))})",
        BoundDisjunction x => $"({string.Join(" OR ", x.Operands.Select(operand => Condition(operand, column)))})",
        BoundNegation x => $"({Condition(x.Operand, column)}) IS NOT TRUE",
        _ => throw new NotSupportedException($"{filter.GetType().Name} has no SQL form inside brackets."),
    };

    private string Compare(BoundComparison comparison, (string Id, string Text) column)
    {
        var sub = comparison.Attribute.Sub!;
        var operand = ((TextValue)comparison.Value).Text;
        if (sub.Name == "value" && comparison.Operator == ComparisonOperator.Eq) return Text.EqualsId(column.Id, operand, parameters);

        // Types are constants in ASCII; what else is compared without case is prepared already.
        var expression = sub is { Name: "type", CaseExact: false } ? $"lower({column.Text})" : column.Text;
        return Text.Compare(expression, comparison.Operator, operand, parameters);
    }

    private static bool AsksFor(BoundFilter filter, string sub) => filter switch
    {
        BoundComparison x => x.Attribute.Sub!.Name == sub,
        BoundConjunction x => x.Operands.Any(operand => AsksFor(operand, sub)),
        BoundDisjunction x => x.Operands.Any(operand => AsksFor(operand, sub)),
        BoundNegation x => AsksFor(x.Operand, sub),
        _ => false,
    };
}
