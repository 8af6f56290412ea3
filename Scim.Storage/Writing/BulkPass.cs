using Npgsql;
using Scim.Resources;
using Scim.Resources.Bulk;
using Scim.Resources.Operations;
using Scim.Storage.Reading;

namespace Scim.Storage.Writing;

/// <summary>Goes once through the operations of a bulk request, inside a transaction. What fails undoes itself alone.</summary>
internal sealed class BulkPass
{
    // Operations that go to the database together.
    private const int RunLength = 100;

    private const string Savepoint = "operation";

    private readonly ResourceChanges _changes;
    private readonly Session _session;
    private readonly Caller _caller;
    private readonly BulkPlan _plan;
    private readonly ResourceView _view;
    private readonly IReadOnlyDictionary<int, int> _hopeless;
    private readonly WriteOutcome?[] _outcomes;
    private readonly LaterMembers _later;

    /// <param name="changes">Carries out operations.</param>
    /// <param name="session">A session in a transaction.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="view">What outcomes show.</param>
    /// <param name="hopeless">Operations known to refer to one that fails, and which.</param>
    public BulkPass(ResourceChanges changes, Session session, Caller caller, BulkPlan plan, ResourceView view, IReadOnlyDictionary<int, int> hopeless)
    {
        _changes = changes;
        _caller = caller;
        _plan = plan;
        _view = view;
        _hopeless = hopeless;
        _outcomes = new WriteOutcome?[plan.Operations.Count];
        var positions = plan.Order.Select((place, position) => (Operation: plan.Operations[place].Operation as CreateOperation, position));
        _later = new LaterMembers(positions.Where(x => x.Operation is not null).ToDictionary(x => x.Operation!.Id, x => x.position));
        _session = session with { Later = _later };
    }

    public IReadOnlyList<WriteOutcome?> Outcomes => _outcomes;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ResourceWrites.LockForBulkAsync(_session, _caller.Tenant, _plan.Operations.Select(x => x.Operation).OfType<ResourceOperation>(), cancellationToken);

        var position = 0;
        while (position < _plan.Order.Count && !IsEnough())
        {
            var run = RunFrom(position);
            if (run.Count > 1 && await TryTogetherAsync(run, position, cancellationToken))
            {
                position += run.Count;
                continue;
            }

            for (var end = position + Math.Max(1, run.Count); position < end && !IsEnough(); position++)
                await RunOneAsync(position, cancellationToken);
        }

        foreach (var link in _later.Links)
        {
            var outcome = await _changes.LinkAsync(_session, _caller, link, _view, cancellationToken);
            if (outcome is Stored stored) ShowLinked(stored);
        }
    }

    // Whichever answer on the group a client keeps, it has the version that is stored.
    private void ShowLinked(Stored group)
    {
        foreach (var (place, outcome) in _outcomes.Index())
        {
            if (outcome is Stored x && x.Resource.Id == group.Resource.Id) _outcomes[place] = group;
        }
    }

    /// <summary>Operations that were carried out and refer to a later one that was not.</summary>
    public IEnumerable<(int Place, int Target)> FailedReferencesAhead() =>
        from place in _plan.Order
        where IsDone(_outcomes[place])
        from target in _plan.Operations[place].References
        where !IsDone(_outcomes[target])
        select (place, target);

    /// <summary>Whether there have been as many errors as the request bears. One that only follows from a later one counts with that.</summary>
    private bool IsEnough() => _plan.FailOnErrors is { } limit && _outcomes.Where((outcome, place) =>
        outcome is not null && !IsDone(outcome) && (!_hopeless.TryGetValue(place, out var target) || _outcomes[target] is not null)).Count() >= limit;

    private static bool IsDone(WriteOutcome? outcome) => outcome is Stored or Deleted;

    private async Task RunOneAsync(int position, CancellationToken cancellationToken)
    {
        var place = _plan.Order[position];
        if (Obstacle(place) is { } obstacle)
        {
            _outcomes[place] = obstacle;
            return;
        }

        _later.Position = position;
        _outcomes[place] = await TryAsync(() => _changes.RunAsync(_session, _caller, _plan.Operations[place].Operation!, _view, cancellationToken), IsDone, cancellationToken);
    }

    /// <summary>Those from the position on that need no answer of the database before they are sent, nor one another's.</summary>
    private List<int> RunFrom(int position)
    {
        var run = new List<int>();
        for (; position < _plan.Order.Count && run.Count < RunLength; position++)
        {
            var place = _plan.Order[position];
            var operation = _plan.Operations[place];
            if (operation.Operation is not (CreateOperation or PatchOperation { Request: { OnlyMembers: true, NeedsMembers: false } })
                || Obstacle(place) is not null || operation.References.Any(run.Contains)) break;
            run.Add(place);
        }

        return run;
    }

    /// <summary>False where it must be done one by one, because one failed in a way that undid the others or was one too many.</summary>
    private async Task<bool> TryTogetherAsync(List<int> run, int position, CancellationToken cancellationToken)
    {
        var prepared = new List<(int Place, int Position, PreparedWrite Write)>();
        foreach (var place in run)
        {
            _later.Position = position;
            try
            {
                prepared.Add((place, position++, _changes.Prepare(_session, _caller, _plan.Operations[place].Operation!, _view)!));
            }
            catch (ScimException)
            {
                return false;
            }
        }

        IReadOnlyList<WriteOutcome>? outcomes = null;
        await TryAsync(
            async () =>
            {
                outcomes = await ResourceWrites.SendAsync(_session, prepared.ConvertAll(x => x.Write), cancellationToken);
                return outcomes[^1];
            },
            _ => _plan.FailOnErrors is null || outcomes!.All(IsDone),
            cancellationToken);
        if (outcomes is null || (_plan.FailOnErrors is not null && !outcomes.All(IsDone))) return false;

        foreach (var ((place, at, _), outcome) in prepared.Zip(outcomes))
        {
            _later.Position = at;
            _outcomes[place] = ResourceChanges.Noted(_session, _plan.Operations[place].Operation!, outcome);
        }

        return true;
    }

    /// <summary>Does the work, and undoes it unless its outcome is to be kept.</summary>
    private async Task<WriteOutcome> TryAsync(Func<Task<WriteOutcome>> work, Func<WriteOutcome, bool> isKept, CancellationToken cancellationToken)
    {
        var transaction = _session.Transaction!;
        await transaction.SaveAsync(Savepoint, cancellationToken);
        WriteOutcome outcome;
        try
        {
            outcome = await work();
            if (isKept(outcome))
            {
                await transaction.ReleaseAsync(Savepoint, cancellationToken);
                return outcome;
            }
        }
        catch (ScimException e)
        {
            outcome = new Refused(e);
        }
        catch (PostgresException e) when (!StorageErrors.IsUnavailable(e))
        {
            outcome = new Failed(e);
        }

        await transaction.RollbackAsync(Savepoint, cancellationToken);
        return outcome;
    }

    /// <summary>Why the operation need not be tried; else null.</summary>
    private WriteOutcome? Obstacle(int place)
    {
        var operation = _plan.Operations[place];
        if (operation.Fault is { } fault) return new Refused(fault);
        if (_hopeless.TryGetValue(place, out var target)) return new FailedReference(_plan.Operations[target].BulkId!);

        foreach (var reference in operation.References)
        {
            var isKnownToFail = _plan.Operations[reference].Fault is not null || _hopeless.ContainsKey(reference) || (_outcomes[reference] is { } outcome && !IsDone(outcome));
            if (isKnownToFail) return new FailedReference(_plan.Operations[reference].BulkId!);
        }

        return null;
    }
}
