using Scim.Storage.Grafana;

namespace Scim.Grafana.Comparing;

/// <summary>An account as it was last left in Grafana: <c>last_applied</c> of its link.</summary>
public sealed record AppliedAccount
{
    public string? Login { get; init; }

    /// <summary>As Grafana writes it, which is how the members of a team are named.</summary>
    public string? Email { get; init; }

    public string? Name { get; init; }

    /// <summary>When the account was made, by which it is known again where Grafana has no uids.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>The role that SCIM said; null where it said none.</summary>
    public OrganisationRole? Role { get; init; }

    /// <summary>All of it was brought to Grafana once.</summary>
    public bool IsComplete { get; init; }

    /// <summary>It is being opened again, and may be half way.</summary>
    public bool IsOpening { get; init; }

    public static AppliedAccount Read(string json) => AppliedJson.Read<AppliedAccount>(json);

    /// <summary>What is kept of an account that was deleted: that it was, for as long as the brake counts it.</summary>
    public static GrafanaLink Closed(GrafanaLink link) =>
        link with { GrafanaId = null, Uid = null, HasAccess = false, LastApplied = new AppliedAccount { IsComplete = true }.Write() };

    /// <summary>The link, unless its account was deleted.</summary>
    public static GrafanaLink? LiveOf(GrafanaLink? link) => link is { GrafanaId: null } && Read(link.LastApplied).IsComplete ? null : link;

    public string Write() => AppliedJson.Write(this);
}
