using Scim.Resources.Bulk;
using Scim.Storage.Reading;

namespace Scim.Storage.Writing;

/// <summary>
/// A bulk request in one transaction. An operation may refer to one that comes after it, and that one may fail when the first is done. Then
/// everything is undone and done again without the operations that cannot stand.
/// </summary>
internal sealed class BulkTransaction(ResourceChanges changes, Caller caller, BulkPlan plan, ResourceView view)
{
    // Each time shows more of what cannot stand. After these, whatever refers ahead is given up.
    private const int Tries = 4;

    /// <returns>The outcomes of the operations, in the order of the request; null for what was not reached.</returns>
    public async Task<IReadOnlyList<WriteOutcome?>> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var hopeless = new Dictionary<int, int>();
        for (var attempt = 1; ; attempt++)
        {
            await using var transaction = await session.Connection.BeginTransactionAsync(cancellationToken);
            var pass = new BulkPass(changes, session with { Transaction = transaction }, caller, plan, view, hopeless);
            await pass.RunAsync(cancellationToken);

            var failed = pass.FailedReferencesAhead().ToList();
            if (failed.Count == 0)
            {
                await transaction.CommitAsync(cancellationToken);
                return pass.Outcomes;
            }

            foreach (var (place, target) in attempt < Tries ? failed : ReferencesAhead()) hopeless.TryAdd(place, target);
        }
    }

    private IEnumerable<(int Place, int Target)> ReferencesAhead() =>
        from place in plan.Order
        from target in plan.Operations[place].References
        where plan.IsBefore(place, target)
        select (place, target);
}
