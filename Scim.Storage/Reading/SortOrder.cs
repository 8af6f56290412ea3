using Scim.Resources;
using Scim.Resources.Schemas;
using Scim.Storage.Filtering;

namespace Scim.Storage.Reading;

/// <summary>
/// The order of a list as SQL: by one attribute, then by id, both ways the same. Resources without the attribute come last, and first in
/// descending order (RFC 7644 section 3.4.2.3).
/// </summary>
internal sealed class SortOrder
{
    // A key goes into a cursor, and a cursor into an address.
    private const int MaxKeyLength = 200;

    private readonly bool _descending;
    private readonly bool _sorted;
    private readonly bool _mayBeNull;

    /// <param name="query">The list; backward from a position, the order is the other way round.</param>
    /// <param name="typeNames">The parameters that hold the names of its types.</param>
    /// <param name="parameters">Receives the values.</param>
    /// <exception cref="ScimException"><c>invalidValue</c>: the attribute is a number in one type and text in another.</exception>
    public SortOrder(ListQuery query, IReadOnlyList<string> typeNames, SqlParameters parameters)
    {
        var keys = query.Selections.Select((x, i) => (Type: typeNames[i], Key: x.SortBy is { } by ? KeyOf(x.Type, by, parameters) : null)).ToList();
        _descending = query.Descending ^ (query.From?.Backward ?? false);
        _sorted = keys.Exists(x => x.Key is not null);
        _mayBeNull = !query.Selections.All(x => x.SortBy is { } by && IsNeverNull(x.Type, by));

        if (query.Selections.Select(x => x.SortBy?.Leaf).OfType<SchemaAttribute>().Select(KindOf).Distinct().Count() > 1)
            throw ScimException.InvalidValue("The attribute has another type in one resource type than in another, so the two cannot be sorted together.");

        Key = !_sorted ? "NULL::text"
            : keys is [var only] ? only.Key!
            : $"CASE r.type {string.Concat(keys.Where(x => x.Key is not null).Select(x => $"WHEN {x.Type} THEN {x.Key} "))}END";
    }

    /// <summary>What <c>scim.resource r</c> is sorted by.</summary>
    public string Key { get; }

    /// <param name="key">The expression that holds the key.</param>
    /// <param name="id">The one that holds the id.</param>
    public string By(string key, string id) => (_sorted, _descending) switch
    {
        (true, true) => $"{key} DESC NULLS FIRST, {id} DESC",
        (true, false) => $"{key} ASC NULLS LAST, {id}",
        (false, true) => $"{id} DESC",
        (false, false) => id,
    };

    /// <summary>The condition that a row comes after the position, in this order.</summary>
    public string After(Position from, string key, string id, SqlParameters parameters)
    {
        var op = _descending ? "<" : ">";
        var beyondId = $"{id} {op} {parameters.Add(from.Id)}";
        if (!_sorted) return beyondId;
        if (from.Key is null) return _descending ? $"({key} IS NOT NULL OR {beyondId})" : $"({key} IS NULL AND {beyondId})";

        var value = parameters.Add(from.Key);
        var beyond = $"({key} {op}= {value} AND ({key} {op} {value} OR {beyondId}))";
        return _descending || !_mayBeNull ? beyond : $"({beyond} OR {key} IS NULL)";
    }

    private static string KeyOf(ResourceType type, BoundAttribute attribute, SqlParameters parameters)
    {
        // A cursor may come back by another base, and as text W/"10" would come before W/"9".
        var meta = attribute.Attribute == CommonAttributes.Meta ? attribute.Sub?.Name : null;
        if (meta == "location") return KeyColumns.Address + " COLLATE \"C\"";
        if (meta == "version") return "r.version::numeric";
        if (KeyColumns.Of(type, attribute) is { } column)
            return attribute.Leaf!.Type == AttributeType.DateTime ? column : $"{column} COLLATE \"C\"";

        var found = JsonPath.OfSortKey(attribute).Select(path => $"jsonb_path_query_first(r.search, {parameters.Add(path)}::jsonpath, silent => TRUE)").ToList();
        var text = $"(COALESCE({string.Join(", ", found)}) #>> '{{}}')";
        return attribute.Leaf!.Type switch
        {
            AttributeType.Boolean => $"{text}::boolean",
            AttributeType.Integer or AttributeType.Decimal => $"{text}::numeric",
            _ => $"left({text}, {MaxKeyLength}) COLLATE \"C\"",
        };
    }

    // Then one index gives the order, and the place in it.
    private static bool IsNeverNull(ResourceType type, BoundAttribute attribute) =>
        attribute is { Extension: null, Sub: null, Attribute: { } leaf } && (leaf == CommonAttributes.Id || (leaf.Required && leaf == KeyColumns.UniqueAttribute(type)));

    private static string KindOf(SchemaAttribute attribute) => attribute.Type switch
    {
        AttributeType.Boolean => "boolean",
        AttributeType.Integer or AttributeType.Decimal => "number",
        AttributeType.DateTime when CommonAttributes.Meta.SubAttributes.Contains(attribute) => "time",
        _ => "text",
    };
}
