using System.Diagnostics;
using Scim.Api.Protocol;
using Scim.Filter;
using Scim.Resources;
using Scim.Resources.Filtering;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;
using Scim.Resources.Sorting;
using Scim.Storage;
using Scim.Storage.Reading;
using Scim.Storage.Telemetry;

namespace Scim.Api.Searching;

/// <summary>Answers lists and searches, over one type or over all.</summary>
public sealed class ResourceSearch(ResourceStore store, CursorSeal seal)
{
    /// <exception cref="ScimException">The request asks for what cannot be told.</exception>
    public async Task<ScimList> RunAsync(ScimRequest request, SearchRequest search, IReadOnlyList<ResourceType> types)
    {
        var projections = types.ToDictionary(x => x, x => Projection.Parse(x, search.Attributes, search.ExcludedAttributes));
        var caller = request.Caller;
        var scope = new Lazy<string>(() => ScopeOf(caller, search, types));
        var cursor = search.Cursor is { Length: > 0 } text ? await seal.OpenAsync(text, scope.Value, request.Aborted) : null;
        if (cursor is not null && search.Count is { } given && given != cursor.Count)
            throw ScimException.InvalidCount($"count must stay what it was at the first page: {cursor.Count}.");

        _ = search.Descending; // also where nothing is sorted, a wrong order is no order
        var (filters, filterTime) = Filter(search, types);
        var query = new ListQuery(Select(search, types, filters), cursor?.Count ?? search.Count ?? SearchRequest.DefaultCount)
        {
            Descending = search.SortBy is not null && search.Descending,
            Offset = search.Cursor is null ? search.StartIndex - 1 : 0,
            ByCursor = search.Cursor is not null,
            From = cursor?.From,
            FilterTime = filterTime,
        };
        var page = await store.ListAsync(caller.Tenant, query, ViewOf(projections.Values, request.BaseUri), request.Aborted);
        return new ScimList(page, projections, request.BaseUri)
        {
            StartIndex = search.Cursor is null ? search.StartIndex : null,
            NextCursor = await SealAsync(page.Next),
            PreviousCursor = await SealAsync(page.Previous),
        };

        async Task<string?> SealAsync(Position? from) => from is null ? null : await seal.SealAsync(from, query.Count, scope.Value, request.Aborted);
    }

    /// <summary>The filter as each type has it, and how long that took; nothing where there is none.</summary>
    private static (IReadOnlyList<BoundFilter> Filters, TimeSpan? Time) Filter(SearchRequest search, IReadOnlyList<ResourceType> types)
    {
        if (search.Filter is not { } text) return ([], null);

        var since = Stopwatch.GetTimestamp();
        try
        {
            return (FilterBinder.BindToAll(types, Parse(text)), Stopwatch.GetElapsedTime(since));
        }
        catch (ScimException)
        {
            FilterMetrics.Invalid(since);
            throw;
        }
    }

    private static IReadOnlyList<Selection> Select(SearchRequest search, IReadOnlyList<ResourceType> types, IReadOnlyList<BoundFilter> filters)
    {
        var sortBy = search.SortBy is { } by ? SortBinder.BindToAll(types, by) : [];
        return ListQuery.Select(types.Select((type, i) => new Selection(type, filters.ElementAtOrDefault(i), sortBy.ElementAtOrDefault(i))));
    }

    private static ResourceView ViewOf(IReadOnlyCollection<Projection> projections, string baseUri) =>
        new(baseUri, projections.Any(x => x.ShowsMembers), projections.Any(x => x.ShowsGroups));

    /// <summary>Who asks for what: everything that must be the same on each page (RFC 9865 section 2).</summary>
    private static string ScopeOf(Caller caller, SearchRequest search, IReadOnlyList<ResourceType> types)
    {
        string?[] parts =
        [
            caller.Tenant, caller.Credential, search.Filter, search.SortBy, search.Descending ? "descending" : "ascending",
            .. types.Select(x => x.Name), null, .. search.Attributes, null, .. search.ExcludedAttributes,
        ];
        return string.Concat(parts.Select(x => x is null ? "-" : $"{x.Length}:{x}"));
    }

    private static FilterExpression Parse(string text)
    {
        try
        {
            return ScimFilter.Parse(text);
        }
        catch (ScimFilterException e)
        {
            throw new ScimException(ScimErrorType.InvalidFilter, e.Message, e);
        }
    }
}
