using Scim.Resources.Schemas;

namespace Scim.Resources.Bulk;

/// <summary>The operations of a bulk request, and the order in which they are carried out.</summary>
public sealed class BulkPlan
{
    private readonly int[] _positions;

    private BulkPlan(int? failOnErrors, IReadOnlyList<BulkOperation> operations, IReadOnlyList<int> order)
    {
        FailOnErrors = failOnErrors;
        Operations = operations;
        Order = order;
        _positions = new int[operations.Count];
        for (var i = 0; i < order.Count; i++) _positions[order[i]] = i;
    }

    public int? FailOnErrors { get; }

    /// <summary>As they were sent.</summary>
    public IReadOnlyList<BulkOperation> Operations { get; }

    /// <summary>Places in <see cref="Operations"/>. It is the order of the request, but that what changes a new resource comes after it.</summary>
    public IReadOnlyList<int> Order { get; }

    public static BulkPlan Of(BulkRequest request, SchemaCatalogue catalogue)
    {
        var reader = new BulkReader(catalogue, request.Operations);
        var read = Enumerable.Range(0, request.Operations.Count).Select(reader.Read).ToList();
        return new BulkPlan(request.FailOnErrors, read, Sort(read.ConvertAll(x => x.Target)));
    }

    /// <summary>Whether the operation at one place is carried out before the one at the other.</summary>
    public bool IsBefore(int place, int other) => _positions[place] < _positions[other];

    private static List<int> Sort(List<int?> changed)
    {
        var waiting = changed.Select((target, place) => (target, place)).Where(x => x.target > x.place).ToLookup(x => x.target!.Value, x => x.place);
        var order = new List<int>();
        for (var place = 0; place < changed.Count; place++)
        {
            if (changed[place] > place) continue;
            order.Add(place);
            order.AddRange(waiting[place]);
        }

        return order;
    }
}
