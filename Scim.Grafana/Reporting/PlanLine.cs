namespace Scim.Grafana.Reporting;

/// <summary>What would be done to one object in Grafana.</summary>
/// <param name="Kind">What happens to it.</param>
/// <param name="Object"><c>user</c> or <c>team</c>.</param>
/// <param name="Name">As people know it.</param>
/// <param name="ResourceId">Its SCIM id.</param>
/// <param name="Changes">Each in a few words.</param>
public sealed record PlanLine(PlanKind Kind, string Object, string Name, Guid ResourceId, IReadOnlyList<string> Changes);

public enum PlanKind
{
    /// <summary>It is made.</summary>
    Add,

    /// <summary>It is there and changes.</summary>
    Change,

    /// <summary>It goes, or loses access.</summary>
    Remove,

    /// <summary>It should change, and may not.</summary>
    Refuse,

    /// <summary>It differs, and is left as it is.</summary>
    Note,
}
