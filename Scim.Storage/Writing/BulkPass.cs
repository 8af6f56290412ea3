using Scim.Resources;
using Scim.Resources.Bulk;
using Scim.Resources.Operations;
using Scim.Resources.Representation;
using Scim.Storage.Reading;

namespace Scim.Storage.Writing;

/// <summary>Goes once through the operations of a bulk request, inside a transaction. What fails undoes itself alone.</summary>
internal sealed class BulkPass
{
    // Operations that go to the database together.
    private const int RunLength = 100;

    private readonly ResourceChanges _changes;
    private readonly Session _session;
    private readonly Caller _caller;
    private readonly BulkPlan _plan;
    private readonly ResourceView _view;
    private readonly Hopeless _hopeless;
    private readonly WriteOutcome?[] _outcomes;
    private readonly LaterMembers _later;

    /// <param name="changes">Carries out operations.</param>
    /// <param name="session">A session in a transaction.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="view">What outcomes show.</param>
    /// <param name="hopeless">Operations known to refer to one that fails.</param>
    public BulkPass(ResourceChanges changes, Session session, Caller caller, BulkPlan plan, ResourceView view, Hopeless hopeless)
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
        for (var position = 0; position < _plan.Order.Count && !IsEnough();)
        {
            var end = EndOfRun(position);
            if (end - position > 1 && await TryTogetherAsync(position, end, cancellationToken)) position = end;
            while (position < end && !IsEnough()) await RunOneAsync(position++, cancellationToken);
        }

        foreach (var links in _later.Links.Chunk(RunLength))
        {
            var outcomes = await ResourceWrites.SendAsync(_session, [.. links.Select(x => _changes.Link(_caller, x, _view))], cancellationToken);
            foreach (var stored in outcomes.OfType<Stored>()) ShowLinked(stored);
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

    /// <summary>Whether there have been as many errors as the request bears. One that only follows from a later one counts with that.</summary>
    private bool IsEnough() => _plan.FailOnErrors is { } limit && _hopeless.Failures(_outcomes) >= limit;

    public static bool IsDone(WriteOutcome? outcome) => outcome is Stored or Deleted;

    private async Task RunOneAsync(int position, CancellationToken cancellationToken)
    {
        var place = _plan.Order[position];
        if (Obstacle(place) is { } obstacle)
        {
            _outcomes[place] = obstacle;
            return;
        }

        _later.Position = position;
        WriteOutcome? outcome = null;
        var fault = await Savepoint.TryAsync(
            _session.Transaction!,
            async () => IsDone(outcome = await _changes.RunAsync(_session, _caller, _plan.Operations[place].Operation!, _view, cancellationToken)),
            cancellationToken);
        _outcomes[place] = fault ?? outcome;
    }

    /// <summary>The position behind those that do not need one another's answers.</summary>
    private int EndOfRun(int start)
    {
        var (places, keys, isDeleting) = (new HashSet<int>(), new HashSet<Guid>(), false);
        var position = start;
        for (; position < _plan.Order.Count && position - start < RunLength; position++)
        {
            var place = _plan.Order[position];
            if (_plan.Operations[place].References.Any(places.Contains)) break;
            places.Add(place);
            if (Obstacle(place) is not null) continue;

            // Who is deleted leaves groups, whose versions then move on.
            var operation = _plan.Operations[place].Operation!;
            var isMoved = isDeleting && ResourceChanges.MustRead(operation) && operation.Type.Schema.Find("members") is not null;
            if (isMoved || ResourceChanges.MustReadMembers(operation) || !keys.Add(operation.Key)) break;
            isDeleting |= operation is DeleteOperation;
        }

        return Math.Max(position, start + 1);
    }

    /// <summary>False where it must be done one by one, because one failed in a way that undid the others or was one too many.</summary>
    private async Task<bool> TryTogetherAsync(int start, int end, CancellationToken cancellationToken)
    {
        var prepared = new List<(int Position, PreparedOperation Operation)>();
        var isKept = false;
        await Savepoint.TryAsync(
            _session.Transaction!,
            async () =>
            {
                prepared = await PrepareAsync(start, end, cancellationToken);
                var outcomes = await ResourceChanges.SendAsync(_session, prepared.ConvertAll(x => x.Operation), cancellationToken);
                foreach (var ((position, _), outcome) in prepared.Zip(outcomes)) _outcomes[_plan.Order[position]] = outcome;
                return isKept = !outcomes.Contains(null) && !IsEnough();
            },
            cancellationToken);

        if (isKept)
        {
            foreach (var (position, operation) in prepared)
            {
                _later.Position = position;
                ResourceChanges.Noted(_session, operation, _outcomes[_plan.Order[position]]!);
            }
        }
        else
        {
            for (var position = start; position < end; position++) _outcomes[_plan.Order[position]] = null;
        }

        return isKept;
    }

    /// <summary>Reads what must be read, all at once. What need not be tried has its outcome then.</summary>
    private async Task<List<(int Position, PreparedOperation Operation)>> PrepareAsync(int start, int end, CancellationToken cancellationToken)
    {
        for (var position = start; position < end; position++) _outcomes[_plan.Order[position]] = Obstacle(_plan.Order[position]);
        var tried = Enumerable.Range(start, end - start).Where(x => _outcomes[_plan.Order[x]] is null).ToList();
        var stored = await _changes.ReadAsync(_session, _caller, tried.Select(x => _plan.Operations[_plan.Order[x]].Operation!), _view, cancellationToken);
        return tried.ConvertAll(position => (position, Prepare(position, stored)));
    }

    private PreparedOperation Prepare(int position, IReadOnlyDictionary<Guid, Resource> stored)
    {
        var operation = _plan.Operations[_plan.Order[position]].Operation!;
        _later.Position = position;
        try
        {
            return _changes.Prepare(_session, _caller, operation, _view, stored.GetValueOrDefault(operation.Key));
        }
        catch (ScimException e)
        {
            return PreparedOperation.Ended(operation, new Refused(e));
        }
    }

    /// <summary>Why the operation need not be tried; else null.</summary>
    private WriteOutcome? Obstacle(int place)
    {
        var operation = _plan.Operations[place];
        if (operation.Fault is { } fault) return new Refused(fault);
        if (_hopeless.Targets.TryGetValue(place, out var target)) return new FailedReference(_plan.Operations[target].BulkId!);

        foreach (var reference in operation.References)
        {
            var isKnownToFail = _plan.Operations[reference].Fault is not null || _hopeless.Targets.ContainsKey(reference) || (_outcomes[reference] is { } outcome && !IsDone(outcome));
            if (isKnownToFail) return new FailedReference(_plan.Operations[reference].BulkId!);
        }

        return null;
    }
}
