namespace Scim.Storage.Logging;

/// <summary>What was done in Grafana for one resource, or why it was not.</summary>
/// <param name="Type">The resource type.</param>
/// <param name="ResourceId">The resource.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">In words for a person, without personal data.</param>
public sealed record GrafanaEntry(string Type, Guid ResourceId, LogOutcome Outcome, string Detail)
{
    /// <summary>Grafana's numbers of accounts that came into the team.</summary>
    public IReadOnlyCollection<long> Added { get; init; } = [];

    /// <summary>Grafana's numbers of accounts that went out of the team.</summary>
    public IReadOnlyCollection<long> Removed { get; init; } = [];
}
