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

    private const string OfType = "r.tenant_id = @tenant AND r.type = @type";

    // Where the filter's own index finds the matches, an index on the type would only be read beside it, from end to end.
    // So its condition is one that no index has.
    private const string CheckedForType = "r.tenant_id = @tenant AND (r.type || '') = @type";

    private readonly string _filter;
    private readonly bool _isSelective;
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
        _filter = compiled is null ? "" : $" AND {compiled.Sql}";
        _isSelective = compiled?.IsSelective ?? false;
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
            WHERE {(_isSelective ? CheckedForType : OfType)}{_filter}
            LIMIT {ProbeLimit + 1})
        SELECT total.matches, found.*
        FROM (SELECT count(*) AS matches FROM hit) total
        LEFT JOIN (
            SELECT hit.id
            FROM hit
            ORDER BY hit.id
            OFFSET @offset
            LIMIT @count) page ON TRUE
        LEFT JOIN LATERAL ({Found}) found ON TRUE
        ORDER BY page.id
        """;

    /// <summary>The number of matches.</summary>
    public string Count => $"""
        SELECT count(*)
        FROM scim.resource r
        WHERE {OfType}{_filter}
        """;

    /// <summary>The page, in the order of ids.</summary>
    public string Walk => $"""
        SELECT found.*
        FROM (
            SELECT r.id
            FROM scim.resource r
            WHERE {OfType}{_filter}
            ORDER BY r.id
            OFFSET @offset
            LIMIT @count) page
        CROSS JOIN LATERAL ({Found}) found
        ORDER BY page.id
        """;

    // Behind OFFSET and LIMIT, so that nothing is put together for the rows in front of the page. The inner LIMIT keeps PostgreSQL
    // from joining otherwise than by the key of each row: in the order of ids it would read the table up to the last of them.
    private string Found => $"""
        SELECT {_columns}
        FROM scim.resource r
        WHERE r.tenant_id = @tenant AND r.id = page.id
        LIMIT 1
        """;
}
