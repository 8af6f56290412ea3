using Scim.Grafana.Comparing;
using Scim.Storage.Grafana;
using Scim.Storage.Logging;

namespace Scim.Grafana.Reconciling;

/// <summary>Tells the provisioning log what was done in Grafana, as soon as it is done, and what was not.</summary>
public sealed class GrafanaLog(ProvisioningLog log)
{
    /// <summary>Steps that were taken, also where a later one failed.</summary>
    public Task DidAsync(DueItem item, IReadOnlyCollection<UserStep> steps) =>
        steps.Count == 0 ? Task.CompletedTask : DidAsync(item, string.Join("; ", steps.Select(Words)));

    /// <param name="item">What was due.</param>
    /// <param name="what">In words for a person, without personal data.</param>
    public Task DidAsync(DueItem item, string what) => AddAsync(item, new GrafanaEntry(item.Type, item.ResourceId, LogOutcome.Done, what));

    /// <summary>Accounts that came into a group's team, and that went out.</summary>
    public Task DidAsync(DueItem item, IReadOnlyCollection<long> added, IReadOnlyCollection<long> removed) => added.Count + removed.Count == 0
        ? Task.CompletedTask
        : AddAsync(item, new GrafanaEntry(item.Type, item.ResourceId, LogOutcome.Done, "team changed") { Added = added, Removed = removed });

    /// <summary>Once for each reason, not at each try.</summary>
    /// <param name="item">What is due.</param>
    /// <param name="outcome">Failed or held.</param>
    /// <param name="reason">Why.</param>
    /// <param name="names">Names of people that the reason may hold.</param>
    public Task DidNotAsync(DueItem item, LogOutcome outcome, string reason, params IEnumerable<string?> names) => reason == item.LastError
        ? Task.CompletedTask
        : AddAsync(item, new GrafanaEntry(item.Type, item.ResourceId, outcome, LogText.Masked(reason, names.OfType<string>())));

    // What is done is done, also where the service stops meanwhile.
    private Task AddAsync(DueItem item, GrafanaEntry entry) => log.AddAsync(item.Tenant, entry, CancellationToken.None);

    private static string Words(UserStep step) => step switch
    {
        CreateUser => "account made",
        AdoptUser => "account that was there taken over",
        UpdateUser => "login, e-mail or name set",
        EnableUser => "account enabled",
        AddToOrganisation x => $"into the organisation as {x.Role}",
        ChangeRole x => $"role {x.From} becomes {x.To}",
        DisableUser => "account disabled",
        DeleteUser => "account deleted",
        RemoveFromOrganisation => "out of the organisation",
        LogOutUser => "logged out everywhere",
        _ => throw new NotSupportedException($"{step.GetType().Name} has no words."),
    };
}
