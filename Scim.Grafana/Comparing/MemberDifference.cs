using Scim.Grafana.Client;

namespace Scim.Grafana.Comparing;

/// <summary>What is to change about who is in a team.</summary>
/// <param name="Add">Missing in Grafana.</param>
/// <param name="Remove">To be taken out.</param>
/// <param name="Remember">Now put there from here, whether or not somebody had added them before.</param>
/// <param name="Forget">No longer put there from here, and gone already.</param>
public sealed record MemberDifference(IReadOnlyList<long> Add, IReadOnlyList<GrafanaTeamMember> Remove, IReadOnlyList<long> Remember, IReadOnlyList<long> Forget)
{
    public bool IsEmpty => Add.Count + Remove.Count + Remember.Count + Forget.Count == 0;

    /// <param name="wanted">The accounts that should be in the team.</param>
    /// <param name="actual">Who is.</param>
    /// <param name="applied">Whom this service put there. All others were added by hand.</param>
    /// <param name="handAdded">What becomes of those.</param>
    public static MemberDifference Between(
        IReadOnlyCollection<long> wanted, IReadOnlyList<GrafanaTeamMember> actual, IReadOnlySet<long> applied, HandAddedMemberPolicy handAdded)
    {
        var should = wanted as IReadOnlySet<long> ?? wanted.ToHashSet();
        var present = actual.Select(x => x.UserId).ToHashSet();
        return new MemberDifference(
            should.Where(x => !present.Contains(x)).Order().ToList(),
            actual.Where(x => !should.Contains(x.UserId) && (applied.Contains(x.UserId) || handAdded == HandAddedMemberPolicy.Remove)).ToList(),
            should.Where(x => !applied.Contains(x)).Order().ToList(),
            applied.Where(x => !should.Contains(x) && !present.Contains(x)).Order().ToList());
    }
}
