using System.Data.Common;
using Scim.Resources.Representation;
using Scim.Resources.Schemas;

namespace Scim.Storage.Reading;

/// <summary>Makes a page of the rows that came back: the type, the key of the order, then the columns of the resource.</summary>
internal sealed class PageRows(ListQuery query, SchemaCatalogue catalogue)
{
    private readonly Dictionary<string, ResourceType> _types = query.Selections.ToDictionary(x => x.Type.Name, x => x.Type);
    private readonly List<(object? Key, Resource Resource)> _rows = [];

    public void Read(DbDataReader reader, int from) => _rows.Add((
        reader.IsDBNull(from + 1) ? null : reader.GetValue(from + 1),
        ResourceColumns.Read(reader, catalogue, _types[reader.GetString(from)], from + 2)));

    /// <summary>The rows came in the direction of the cursor, one more than the page holds where the list goes on that way.</summary>
    public ResourcePage Page(long? matches)
    {
        var backward = query.From?.Backward ?? false;
        var goesOn = query.ByCursor && _rows.Count > query.Count;
        if (goesOn) _rows.RemoveAt(_rows.Count - 1);
        if (backward) _rows.Reverse();

        var page = new ResourcePage(matches, _rows.ConvertAll(x => x.Resource));
        return !query.ByCursor || _rows.Count == 0 ? page : page with
        {
            Next = goesOn || backward ? At(_rows[^1], backward: false) : null,
            Previous = backward ? goesOn ? At(_rows[0], backward: true) : null : query.From is null ? null : At(_rows[0], backward: true),
        };
    }

    private static Position At((object? Key, Resource Resource) row, bool backward) => new(row.Key, row.Resource.Id, backward);
}
