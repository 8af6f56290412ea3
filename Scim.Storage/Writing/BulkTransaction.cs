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

    private bool _hasRun;

    /// <returns>The outcomes of the operations, in the order of the request; null for what was not reached.</returns>
    public async Task<IReadOnlyList<WriteOutcome?>> RunAsync(Session session, CancellationToken cancellationToken)
    {
        // Run once more, it was given up because it and another one waited for each other.
        var isAgain = _hasRun;
        _hasRun = true;
        var hopeless = new Dictionary<int, int>();
        var causes = new Dictionary<int, WriteOutcome>();
        for (var attempt = 1; ; attempt++)
        {
            await using var transaction = await session.Connection.BeginTransactionAsync(cancellationToken);
            if (isAgain) await ResourceWrites.LockOutOtherBulksAsync(session with { Transaction = transaction }, caller.Tenant, cancellationToken);
            var pass = new BulkPass(changes, session with { Transaction = transaction }, caller, plan, view, hopeless);
            await pass.RunAsync(cancellationToken);

            var failed = pass.FailedReferencesAhead().ToList();
            if (failed.Count == 0)
            {
                await transaction.CommitAsync(cancellationToken);
                return [.. pass.Outcomes.Select((outcome, place) => outcome is FailedReference ? causes.GetValueOrDefault(place, outcome) : outcome)];
            }

            // What fails for a reason of its own tells that reason, also where it is not tried again.
            foreach (var (place, outcome) in pass.Outcomes.Index())
            {
                if (outcome is not (null or Stored or Deleted or FailedReference)) causes.TryAdd(place, outcome);
            }

            foreach (var (place, target) in attempt < Tries ? failed : ReferencesAhead()) hopeless.TryAdd(place, target);
            while (References().Where(x => !hopeless.ContainsKey(x.Place) && hopeless.ContainsKey(x.Target)).ToList() is { Count: > 0 } further)
            {
                foreach (var (place, target) in further) hopeless.TryAdd(place, target);
            }
        }
    }

    private IEnumerable<(int Place, int Target)> ReferencesAhead() => References().Where(x => plan.IsBefore(x.Place, x.Target));

    private IEnumerable<(int Place, int Target)> References() =>
        from place in plan.Order
        from target in plan.Operations[place].References
        select (place, target);
}
