using Scim.Resources.Schemas;
using Scim.Storage.Filtering;

namespace Scim.Storage.Reading;

/// <summary>
/// The statements behind a list. With ORDER BY and LIMIT, PostgreSQL likes to walk the primary key instead of asking an index. So a filter that
/// an index can answer first runs as a bounded probe without order; only where that finds more, the walk in order is the cheaper plan.
/// </summary>
internal sealed class ListStatements
{
    /// <summary>Matches up to which the probe is the answer.</summary>
    public const int ProbeLimit = 1_000;

    private readonly string _condition;
    private readonly string _columns;

    public ListStatements(ResourceType type, ListQuery query, ResourceView view, string tenant, string endpoints)
    {
        Parameters = new SqlParameters();
        Parameters.Values.Add("tenant", tenant);
        Parameters.Values.Add("type", type.Name);
        Parameters.Values.Add("base", view.BaseUri);
        Parameters.Values.Add("endpoints", endpoints);
        Parameters.Values.Add("offset", query.Offset);
        Parameters.Values.Add("count", query.Count);

        var compiled = query.Filter is null ? null : SqlCompiler.Compile(type, query.Filter, tenant, Parameters);
        _condition = "r.tenant_id = @tenant AND r.type = @type" + (compiled is null ? "" : $" AND {compiled.Sql}");
        _columns = ResourceColumns.Of(view);
        CanProbe = compiled?.IsIndexed ?? false;
    }

    public SqlParameters Parameters { get; }

    public bool CanProbe { get; }

    /// <summary>
    /// One row for each resource of the page, the number of matches in front; a single row without resource for an empty page.
    /// Where the number is above <see cref="ProbeLimit"/>, neither it nor the page means anything.
    /// </summary>
    public string Probe => $"""
        WITH hit AS MATERIALIZED (
            SELECT r.id
            FROM scim.resource r
            WHERE {_condition}
            LIMIT {ProbeLimit + 1})
        SELECT total.matches, page.*
        FROM (SELECT count(*) AS matches FROM hit) total
        LEFT JOIN LATERAL (
            SELECT {_columns}
            FROM hit
            JOIN scim.resource r ON r.tenant_id = @tenant AND r.id = hit.id
            ORDER BY r.id
            OFFSET @offset
            LIMIT @count) page ON TRUE
        ORDER BY page.id
        """;

    /// <summary>The number of matches.</summary>
    public string Count => $"""
        SELECT count(*)
        FROM scim.resource r
        WHERE {_condition}
        """;

    /// <summary>The page, in the order of ids.</summary>
    public string Walk => $"""
        SELECT {_columns}
        FROM scim.resource r
        WHERE {_condition}
        ORDER BY r.id
        OFFSET @offset
        LIMIT @count
        """;
}
