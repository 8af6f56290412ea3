namespace Scim.Tests.Api.StateMachine;

/// <summary>What the operations of a bulk request create, and the members that groups get when all of it is there.</summary>
internal sealed record NewIds(IReadOnlyList<(Kind Kind, string Id)> Created, int MadeBefore)
{
    public HashSet<(string Group, string Member)> Members { get; } = [];

    /// <summary>Null where the reference is to what was there before the request.</summary>
    public string? IdOf(Ref reference)
    {
        if (reference.Number is < Ref.FirstOfBulk or Ref.Ghost) return null;
        var ids = Created.Where(x => x.Kind == reference.Kind).Select(x => x.Id).ToList();
        return ids.Count > 0 ? ids[(reference.Number - Ref.FirstOfBulk) % ids.Count] : reference.Number == Ref.Ghost - 1 ? BulkCalls.ToNothing : null;
    }
}
