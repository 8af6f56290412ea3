using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Scim.Grafana.Client;
using Scim.Grafana.Comparing;
using Scim.Storage.Telemetry;

namespace Scim.Grafana.Reconciling;

/// <summary>Counts what is done in Grafana.</summary>
public sealed class GrafanaMetrics(TimeProvider clock)
{
    private static readonly Counter<long> Steps =
        ScimMeter.Shared.CreateCounter<long>("scim.grafana.steps", "{step}", "Steps taken in Grafana to make it as it should be");

    private static readonly Counter<long> Deprovisionings =
        ScimMeter.Shared.CreateCounter<long>("scim.grafana.deprovisioned", "{user}", "Users who lost access in Grafana");

    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastSuccess = [];

    /// <summary>Per tenant, when this process last brought something to Grafana, or ended a full pass.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> LastSuccess => _lastSuccess;

    /// <summary>Something is in Grafana as it should be.</summary>
    public void Succeeded(string tenant) => _lastSuccess[tenant] = clock.GetUtcNow();

    /// <summary>Takes a step, and counts it.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="step">What it is called.</param>
    /// <param name="take">Takes it.</param>
    /// <param name="isTaken">Whether it was; where not, nothing is counted: another way is gone then.</param>
    public static async Task<T> CountAsync<T>(string tenant, string step, Func<Task<T>> take, Func<T, bool>? isTaken = null)
    {
        try
        {
            var result = await take();
            if (isTaken?.Invoke(result) != false) Done(tenant, step);
            return result;
        }
        catch (GrafanaException)
        {
            Failed(tenant, step);
            throw;
        }
    }

    /// <summary>Takes a step, and counts it.</summary>
    public static Task CountAsync(string tenant, string step, Func<Task> take) => CountAsync(tenant, step, async () =>
    {
        await take();
        return true;
    });

    /// <summary>What needed no call, or none that can fail by itself.</summary>
    public static void Done(string tenant, string step) => Add(tenant, step, "done");

    public static void Failed(string tenant, string step) => Add(tenant, step, "failed");

    /// <summary>Shows that nobody of the tenant has lost access yet: what a counter has at its first event, Prometheus does not take for an increase.</summary>
    public static void Begin(string tenant) => AddDeprovisioned(tenant, 0);

    public static void Deprovisioned(string tenant) => AddDeprovisioned(tenant, 1);

    /// <summary>What the step is called: there are no others.</summary>
    public static string NameOf(UserStep step) => step switch
    {
        CreateUser => "create_user",
        AdoptUser => "adopt_user",
        UpdateUser => "update_user",
        EnableUser => "enable_user",
        AddToOrganisation => "add_to_organisation",
        ChangeRole => "change_role",
        DisableUser => "disable_user",
        DeleteUser => "delete_user",
        RemoveFromOrganisation => "remove_from_organisation",
        LogOutUser => "log_out_user",
        _ => throw new NotSupportedException($"{step.GetType().Name} has no name."),
    };

    private static void AddDeprovisioned(string tenant, long count) => Deprovisionings.Add(count, new KeyValuePair<string, object?>("tenant", tenant));

    private static void Add(string tenant, string step, string outcome) => Steps.Add(1, new("tenant", tenant), new("step", step), new("outcome", outcome));
}
