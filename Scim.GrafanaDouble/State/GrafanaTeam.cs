namespace Scim.Doubles.State;

public sealed class GrafanaTeam
{
    public const int Member = 0;
    public const int Admin = 4;

    public required long Id { get; init; }

    public required string Uid { get; init; }

    public required long OrgId { get; init; }

    public string Name { get; internal set; } = "";

    public string Email { get; set; } = "";

    public string ExternalUid { get; set; } = "";

    /// <summary>Kept by Grafana's own SCIM: its name and members cannot be changed through the API.</summary>
    public bool IsProvisioned { get; set; }

    /// <summary>The permission of each member by its id: 0 a member, 4 an admin.</summary>
    public IReadOnlyDictionary<long, int> Members => MemberTable;

    internal Dictionary<long, int> MemberTable { get; } = [];
}
