using Scim.Resources.Bulk;
using Scim.Storage.Reading;

namespace Scim.Storage.Writing;

/// <summary>
/// A bulk request in one transaction. An operation may refer to one that comes after it, and that one may fail when the first is done. Then
/// everything is undone and done again without the operations that cannot stand, or with those that can stand after all.
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
        var hopeless = new Hopeless(plan);
        for (var attempt = 1; ; attempt++)
        {
            await using var transaction = await session.Connection.BeginTransactionAsync(cancellationToken);
            if (isAgain) await ResourceWrites.LockOutOtherBulksAsync(session with { Transaction = transaction }, caller.Tenant, cancellationToken);
            var pass = new BulkPass(changes, session with { Transaction = transaction }, caller, plan, view, hopeless);
            await pass.RunAsync(cancellationToken);

            var hasChanged = attempt < Tries ? hopeless.Reconsider(pass.Outcomes) : hopeless.GiveUp(pass.Outcomes);
            if (hasChanged) continue;

            await transaction.CommitAsync(cancellationToken);
            return hopeless.Explain(pass.Outcomes);
        }
    }
}
