using System.Collections.Concurrent;
using System.Diagnostics;
using Scim.Storage.Filtering;
using Scim.Storage.Telemetry;

namespace Scim.Storage.Reading;

/// <summary>
/// The statements behind a list. With ORDER BY and LIMIT, PostgreSQL likes to walk the primary key instead of asking an index. So a filter that
/// an index can answer first runs as a bounded probe without order; only where that finds more, the walk in order is the cheaper plan.
/// </summary>
internal sealed class ListStatements
{
    /// <summary>Matches up to which the probe is the answer.</summary>
    public const int ProbeLimit = 1_000;

    // Clients send a few short forms of filters that find one resource, again and again.
    private const int MaxKnown = 256;
    private const int MaxKnownLength = 1_000;

    private static readonly ConcurrentDictionary<(string Matches, bool Members, bool Groups, bool IsShallow), Statement> Known = new();

    private readonly SortOrder _order;
    private readonly Position? _from;
    private readonly string _matches;
    private readonly IReadOnlyList<(string Name, CompiledFilter? Filter)> _types;
    private readonly ResourceView _view;

    public ListStatements(ListQuery query, ResourceView view, string tenant, string endpoints)
    {
        Parameters = new SqlParameters();
        Parameters.Values.Add("tenant", tenant);
        Parameters.Values.Add("base", view.BaseUri);
        Parameters.Values.Add("endpoints", endpoints);
        Parameters.Values.Add("offset", query.Offset);

        // One more tells whether there is a page behind this one.
        Parameters.Values.Add("count", query.ByCursor ? query.Count + 1 : query.Count);

        var types = query.Selections.Select(x => Parameters.Add(x.Type.Name)).ToList();
        var since = Stopwatch.GetTimestamp();
        var filters = query.Selections
            .Select((x, i) => x.Filter is null ? null : SqlCompiler.Compile(x.Type, types[i], x.Filter, tenant, Parameters))
            .ToList();
        if (query.FilterTime is { } spent) FilterMetrics.Compiled(spent, since);
        _order = new SortOrder(query, types, Parameters);
        _from = query.From;
        _view = view;
        _types = [.. types.Zip(filters)];
        _matches = Any(_types.Select(x => (OfType(x.Name), x.Filter)));
        CanProbe = filters.TrueForAll(x => x?.IsIndexed ?? false);
        IsUnique = filters is [{ IsUnique: true }] && query is { From: null, Offset: 0, Count: > 0 };
    }

    public SqlParameters Parameters { get; }

    public bool CanProbe { get; }

    /// <summary>At most one resource matches. Its statement needs neither order nor count, and no plan of its own for each operand.</summary>
    public bool IsUnique { get; }

    /// <summary>The resource where <see cref="IsUnique"/>.</summary>
    /// <param name="isShallow">Of its groups only those that hold it themselves (<see cref="ResourceColumns.Of"/>).</param>
    public Statement Only(bool isShallow)
    {
        var form = (_matches, _view.Members, _view.Groups, isShallow);
        if (Known.TryGetValue(form, out var known)) return known;

        var statement = new Statement(OnlyText(isShallow));
        if (_matches.Length <= MaxKnownLength && Known.Count < MaxKnown) Known.TryAdd(form, statement);
        return statement;
    }

    /// <summary>The text of <see cref="Only"/>.</summary>
    public string OnlyText(bool isShallow) => $"""
        SELECT r.type, NULL AS key, {ResourceColumns.Of(_view, isShallow)}
        FROM scim.resource r
        WHERE r.tenant_id = @tenant AND {_matches}
        """;

    /// <summary>
    /// One row for each resource of the page, the number of matches in front; a single row without resource for an empty page.
    /// Where the number is above <see cref="ProbeLimit"/>, neither it nor the page means anything.
    /// </summary>
    public string Probe => $"""
        WITH hit AS MATERIALIZED (
            SELECT r.id, r.type, {_order.Key} AS key
            FROM scim.resource r
            WHERE r.tenant_id = @tenant AND {Any(_types.Select(x => (x.Filter?.IsSelective ?? false ? CheckedForType(x.Name) : OfType(x.Name), x.Filter)))}
            LIMIT {ProbeLimit + 1})
        SELECT total.matches, page.type, page.key, found.*
        FROM (SELECT count(*) AS matches FROM hit) total
        LEFT JOIN (
            SELECT hit.id, hit.type, hit.key
            FROM hit
            WHERE {After("hit.key", "hit.id")}
            ORDER BY {_order.By("hit.key", "hit.id")}
            OFFSET @offset
            LIMIT @count) page ON TRUE
        LEFT JOIN LATERAL ({Found}) found ON TRUE
        ORDER BY {_order.By("page.key", "page.id")}
        """;

    /// <summary>The number of matches.</summary>
    public string Count => $"""
        SELECT count(*)
        FROM scim.resource r
        WHERE r.tenant_id = @tenant AND {_matches}
        """;

    /// <summary>The page, in order.</summary>
    public string Walk => $"""
        SELECT page.type, page.key, found.*
        FROM (
            SELECT r.id, r.type, {_order.Key} AS key
            FROM scim.resource r
            WHERE r.tenant_id = @tenant AND {_matches} AND {After(_order.Key, "r.id")}
            ORDER BY {_order.By(_order.Key, "r.id")}
            OFFSET @offset
            LIMIT @count) page
        CROSS JOIN LATERAL ({Found}) found
        ORDER BY {_order.By("page.key", "page.id")}
        """;

    // Behind OFFSET and LIMIT, so that nothing is put together for the rows in front of the page. The inner LIMIT keeps PostgreSQL
    // from joining otherwise than by the key of each row: in the order of ids it would read the table up to the last of them.
    private string Found => $"""
        SELECT {ResourceColumns.Of(_view)}
        FROM scim.resource r
        WHERE r.tenant_id = @tenant AND r.id = page.id
        LIMIT 1
        """;

    private string After(string key, string id) => _from is null ? "TRUE" : _order.After(_from, key, id, Parameters);

    private static string OfType(string type) => $"r.type = {type}";

    // Where the filter's own index finds the matches, an index on the type would only be read beside it, from end to end.
    // So its condition is one that no index has.
    private static string CheckedForType(string type) => $"(r.type || '') = {type}";

    private static string Any(IEnumerable<(string OfType, CompiledFilter? Filter)> types)
    {
        var conditions = types.Select(x => x.Filter is null ? x.OfType : $"{x.OfType} AND {x.Filter.Sql}").ToList();
        return conditions is [var only] ? only : $"({string.Join(" OR ", conditions.Select(x => $"({x})"))})";
    }
}
