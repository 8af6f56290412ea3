using Scim.Resources.Bulk;

namespace Scim.Storage.Writing;

/// <summary>Operations of a bulk request that are not tried, because one to which they refer is known to fail.</summary>
internal sealed class Hopeless(BulkPlan plan)
{
    private readonly Dictionary<int, int> _targets = [];
    private readonly Dictionary<int, WriteOutcome> _causes = [];
    private readonly HashSet<int> _reconsidered = [];

    /// <summary>The operations, and to which they refer.</summary>
    public IReadOnlyDictionary<int, int> Targets => _targets;

    /// <summary>How many have failed, without those that do so only because of one that comes later and has not been reached.</summary>
    public int Failures(IReadOnlyList<WriteOutcome?> outcomes)
    {
        var known = new Dictionary<int, bool>();
        return outcomes.Index().Count(x => x.Item is not null && !BulkPass.IsDone(x.Item) && !Awaits(x.Index));

        // What is found out of one is true of all that lead to it, so that long chains are walked once.
        bool Awaits(int place)
        {
            var walked = new List<int>();
            bool awaits;
            while (!known.TryGetValue(place, out awaits))
            {
                walked.Add(place);
                known.Add(place, false);
                if (_causes.ContainsKey(place) || !_targets.TryGetValue(place, out var target)) break;
                awaits = outcomes[target] is null;
                if (awaits) break;
                place = target;
            }

            foreach (var each in walked) known[each] = awaits;
            return awaits;
        }
    }

    /// <summary>Learns from a pass. An operation whose targets stand now is tried once more; should it make one of them fail, that was all.</summary>
    /// <returns>Whether another pass would do better. Else what this one did is consistent.</returns>
    public bool Reconsider(IReadOnlyList<WriteOutcome?> outcomes)
    {
        KeepCauses(outcomes);
        var freed = Freed(outcomes);
        foreach (var place in freed) _targets.Remove(place);
        _reconsidered.UnionWith(freed);
        return Add(FailedAhead(outcomes)) || freed.Count > 0;
    }

    /// <summary>Gives up all that refers ahead, where something that was done refers to a failure.</summary>
    /// <returns>Whether there was such a thing.</returns>
    public bool GiveUp(IReadOnlyList<WriteOutcome?> outcomes)
    {
        KeepCauses(outcomes);
        return FailedAhead(outcomes).Count > 0 && Add([.. References().Where(x => plan.IsBefore(x.Place, x.Target))]);
    }

    /// <summary>The outcomes, with the reasons for those that were not tried.</summary>
    public IReadOnlyList<WriteOutcome?> Explain(IReadOnlyList<WriteOutcome?> outcomes) =>
        [.. outcomes.Select((outcome, place) => outcome is FailedReference reference ? _causes.GetValueOrDefault(place) ?? Explain(place, reference, outcomes) : outcome)];

    private FailedReference Explain(int place, FailedReference reference, IReadOnlyList<WriteOutcome?> outcomes)
    {
        var failed = plan.Operations[place].References.Where(x => !BulkPass.IsDone(outcomes[x])).Select(x => plan.Operations[x].BulkId!).FirstOrDefault();
        return failed is null ? reference with { IsInTheWay = true } : new FailedReference(failed);
    }

    /// <summary>What fails for a reason of its own tells that reason, also where it is not tried again.</summary>
    private void KeepCauses(IReadOnlyList<WriteOutcome?> outcomes)
    {
        foreach (var (place, outcome) in outcomes.Index())
        {
            if (BulkPass.IsDone(outcome)) _causes.Remove(place);
            else if (outcome is not (null or FailedReference)) _causes.TryAdd(place, outcome);
        }
    }

    /// <summary>Those of which all targets stand, or will when they are tried again themselves.</summary>
    private HashSet<int> Freed(IReadOnlyList<WriteOutcome?> outcomes)
    {
        var freed = new HashSet<int>();
        while (_targets.Keys.Where(IsFree).ToList() is { Count: > 0 } further) freed.UnionWith(further);
        return freed;

        bool IsFree(int place) => !freed.Contains(place) && !_reconsidered.Contains(place)
            && plan.Operations[place].References.All(x => BulkPass.IsDone(outcomes[x]) || freed.Contains(x));
    }

    /// <summary>Operations that were carried out and refer to a later one that was not.</summary>
    private List<(int Place, int Target)> FailedAhead(IReadOnlyList<WriteOutcome?> outcomes) =>
        [.. References().Where(x => BulkPass.IsDone(outcomes[x.Place]) && !BulkPass.IsDone(outcomes[x.Target]))];

    /// <summary>Adds these, and whatever refers to them.</summary>
    private bool Add(List<(int Place, int Target)> further)
    {
        var isNew = false;
        for (; further.Count > 0; further = [.. References().Where(x => !_targets.ContainsKey(x.Place) && _targets.ContainsKey(x.Target))])
        {
            foreach (var (place, target) in further) isNew |= _targets.TryAdd(place, target);
        }

        return isNew;
    }

    private IEnumerable<(int Place, int Target)> References() =>
        from place in plan.Order
        from target in plan.Operations[place].References
        select (place, target);
}
