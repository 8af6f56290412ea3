using Scim.Grafana.Client;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Comparing;

/// <summary>A group and its team, and what is to be done.</summary>
public sealed record TeamComparison
{
    public static readonly TeamComparison Nothing = new();

    /// <summary>The group's link; that of a deleted group to the same team, where the group was made anew.</summary>
    public GrafanaLink? Link { get; init; }

    /// <summary>Null where there is none.</summary>
    public GrafanaTeam? Team { get; init; }

    /// <summary>Who is in the team.</summary>
    public IReadOnlyList<GrafanaTeamMember> Present { get; init; } = [];

    /// <summary>In this order; none where the team is as it should be.</summary>
    public IReadOnlyList<TeamStep> Steps { get; init; } = [];

    /// <summary>The permissions that the team should have, by the uids of folders that are there.</summary>
    public IReadOnlyDictionary<string, FolderPermission> Folders { get; init; } = new Dictionary<string, FolderPermission>();

    /// <summary>Why nothing may be done to it, in words for a person.</summary>
    public string? Refusal { get; init; }
}
