using System.Globalization;
using System.Text.Json.Nodes;
using Scim.Filter;
using Scim.Resources.Filtering;
using Scim.Resources.Schemas;
using Scim.Resources.Text;

namespace Scim.Storage.Filtering;

/// <summary>
/// Compiles a bound filter to a condition on <c>scim.resource r</c>. SQL text is made of constants alone; names come from the schema,
/// values are parameters. A leaf may be NULL where there is nothing to compare; only negation settles that, because two-valued leaves lose the indexes.
/// </summary>
internal sealed class SqlCompiler
{
    // A trigram index has nothing to say about shorter strings.
    private const int MinTrigram = 3;

    private readonly ResourceType _type;
    private readonly string _typeName;
    private readonly string _tenant;
    private readonly SqlParameters _parameters;
    private readonly MembershipSql _membership;

    private SqlCompiler(ResourceType type, string typeName, string tenant, SqlParameters parameters)
    {
        _type = type;
        _tenant = tenant;
        _parameters = parameters;
        _typeName = typeName;
        _membership = new MembershipSql(type, typeName, parameters);
    }

    /// <param name="type">The type the filter is bound to.</param>
    /// <param name="typeName">The parameter that holds its name.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="tenant">The tenant whose rows the statement sees.</param>
    /// <param name="parameters">Receives the values. The statement must also have <c>@tenant</c>, <c>@base</c> and <c>@endpoints</c>.</param>
    public static CompiledFilter Compile(ResourceType type, string typeName, BoundFilter filter, string tenant, SqlParameters parameters)
    {
        var compiled = new SqlCompiler(type, typeName, tenant, parameters).Visit(filter);
        return compiled with { Sql = $"({compiled.Sql})" };
    }

    private CompiledFilter Visit(BoundFilter filter) => filter switch
    {
        BoundComparison x when MembershipSql.Has(x.Attribute) => Found(_membership.Of(x.Attribute, new BoundElementMatch(x.Attribute, x))),
        BoundComparison x when KeyColumns.Of(_type, x.Attribute) is { } column => Column(x, column),
        BoundComparison x => Document(x),
        BoundPresence x when MembershipSql.Has(x.Attribute) => new(_membership.Of(x.Attribute, null), IsIndexed: false),
        BoundPresence x when IsAlwaysPresent(x.Attribute) => new("TRUE", IsIndexed: false),
        BoundPresence x => new(Exists(JsonPath.Of(x)), IsIndexed: false),
        BoundElementMatch x when MembershipSql.Has(x.Attribute) => Found(_membership.Of(x.Attribute, x)),
        BoundElementMatch x when x.Attribute.Attribute == CommonAttributes.Meta => Visit(x.Filter),
        BoundElementMatch x => Element(x),
        BoundConjunction x => All(x.Operands),
        BoundDisjunction x => Join(" OR ", x.Operands.Select(Visit).ToList(), Enumerable.All),
        BoundNegation x => new($"({Visit(x.Operand).Sql}) IS NOT TRUE", IsIndexed: false),
        BoundNothing => Found("FALSE"),
        _ => throw new NotSupportedException($"{filter.GetType().Name} has no SQL form."),
    };

    // Without statistics PostgreSQL cannot know that nearly all users are active, and would look them up instead of the name beside it.
    private CompiledFilter All(IReadOnlyList<BoundFilter> operands)
    {
        var telling = operands.Where(x => !Selectivity.IsLow(x)).Select(Visit).ToList();
        var isFound = telling.Exists(x => x.IsIndexed);
        var rest = operands.OfType<BoundComparison>().Where(Selectivity.IsLow)
            .Select(x => isFound ? new CompiledFilter(Exists(JsonPath.Of(x)), IsIndexed: false) : Visit(x));
        return Join(" AND ", [.. telling, .. rest], Enumerable.Any) with { IsUnique = telling.Exists(x => x.IsUnique) };
    }

    private static CompiledFilter Join(string op, List<CompiledFilter> operands, Func<IEnumerable<CompiledFilter>, Func<CompiledFilter, bool>, bool> holds) =>
        new(string.Join(op, operands.Select(x => $"({x.Sql})")), holds(operands, x => x.IsIndexed), holds(operands, x => x.IsSelective));

    private static CompiledFilter Found(string sql) => new(sql, IsIndexed: true, IsSelective: true);

    private CompiledFilter Document(BoundComparison comparison)
    {
        if (Containment.Of(comparison, _tenant) is { } content) return Found(Contains(content.ToJsonString(ReadableJson.Options)));

        var exists = Exists(JsonPath.Of(comparison));
        return Prefilter(comparison) is { } prefilter ? new($"{prefilter} AND {exists}", IsIndexed: true) : new(exists, IsIndexed: false);
    }

    private CompiledFilter Element(BoundElementMatch match)
    {
        var content = Containment.Of(match, _tenant, out var isWhole);
        if (isWhole) return Found(Contains(content!.ToJsonString(ReadableJson.Options)));

        var path = JsonPath.Of(match);
        if (Selectivity.IsKeyed(match.Filter))
        {
            content ??= new JsonObject { [Containment.TenantKey] = _tenant };
            return Found($"{Contains(content.ToJsonString(ReadableJson.Options))} AND r.search @? {_parameters.Add(path)}::jsonpath");
        }

        var operands = (match.Filter is BoundConjunction all ? all.Operands : [match.Filter]).OfType<BoundComparison>().ToList();
        var conditions = operands.Select(Prefilter).OfType<string>().ToList();
        if (content is not null && conditions.Count == 0) conditions.Add(Contains(content.ToJsonString(ReadableJson.Options)));
        var indexed = conditions.Count > 0;
        conditions.Add(Exists(path));
        return new(string.Join(" AND ", conditions), indexed);
    }

    private string Contains(string json) => $"r.search @> {_parameters.Add(json)}::jsonb";

    // Not the operator @?, which the GIN index has too: in a path without == it finds no key, and reads all of its entries.
    private string Exists(string path) => $"jsonb_path_exists(r.search, {_parameters.Add(path)}::jsonpath, silent => TRUE)";

    private string? Prefilter(BoundComparison comparison) =>
        comparison is { Operator: ComparisonOperator.Co or ComparisonOperator.Sw or ComparisonOperator.Ew, Value: TextValue { Text.Length: >= MinTrigram } x }
            ? $"r.search_text LIKE {_parameters.Add(Text.LikePattern(x.Text))}"
            : null;

    private CompiledFilter Column(BoundComparison comparison, string column)
    {
        if (comparison.Attribute.Leaf!.Type == AttributeType.DateTime)
        {
            var time = DateTimeOffset.Parse(((TextValue)comparison.Value).Text, CultureInfo.InvariantCulture).UtcDateTime;
            return new(CompareTime(column, comparison.Operator, time), IsIndexed: false);
        }

        var operand = ((TextValue)comparison.Value).Text;
        if (comparison.Attribute.Attribute == CommonAttributes.Id && comparison.Operator == ComparisonOperator.Eq)
            return Found(Text.EqualsId("r.id", operand, _parameters)) with { IsUnique = true };

        var condition = Text.Compare(column, comparison.Operator, operand, _parameters);
        if (column is not ("r.unique_key" or "r.external_id")) return new(condition, IsIndexed: false);

        // The index of either begins with the tenant and the type.
        if (comparison.Operator == ComparisonOperator.Eq) return Found($"r.type = {_typeName} AND {condition}") with { IsUnique = column == "r.unique_key" };

        // Both stand in the search document too.
        return Prefilter(comparison) is { } prefilter ? new($"{prefilter} AND {condition}", IsIndexed: true) : new(condition, IsIndexed: false);
    }

    // PostgreSQL keeps microseconds. A time between two of them equals none, and what is not before it is after the one before it.
    private string CompareTime(string column, ComparisonOperator op, DateTime time)
    {
        var rest = time.Ticks % TimeSpan.TicksPerMicrosecond;
        if (rest > 0 && op == ComparisonOperator.Eq) return "FALSE";

        var wholeOp = (rest > 0, op) switch
        {
            (true, ComparisonOperator.Ge) => ComparisonOperator.Gt,
            (true, ComparisonOperator.Lt) => ComparisonOperator.Le,
            _ => op,
        };
        return $"{column} {Text.OperatorOf(wholeOp)} {_parameters.Add(time.AddTicks(-rest))}";
    }

    private static bool IsAlwaysPresent(BoundAttribute attribute) =>
        attribute.Extension is null && (attribute.Attribute == CommonAttributes.Id || attribute.Attribute == CommonAttributes.Meta);
}
