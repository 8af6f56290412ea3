using Scim.Storage.Grafana;

namespace Scim.Grafana.Reconciling;

/// <summary>Due groups, one by one: a large team takes its time, and the others do not wait for it.</summary>
public sealed class TeamWork(TeamReconciler reconciler, GrafanaTenants tenants, DesiredState state, GrafanaLinks links) : IDueWork
{
    public string Type => "Group";

    public int Batch => 1;

    public async Task<Func<DueItem, CancellationToken, Task<Outcome>>> PrepareAsync(
        string tenant, IReadOnlyList<DueItem> items, CancellationToken cancellationToken)
    {
        var ids = items.Select(x => x.ResourceId).ToList();
        var names = await state.GroupsAsync(tenant, ids, cancellationToken);
        var linked = await links.FindAsync(tenant, ids, cancellationToken);
        return (item, token) => reconciler.ReconcileAsync(
            tenants[tenant], item, names.GetValueOrDefault(item.ResourceId), linked.GetValueOrDefault(item.ResourceId), token);
    }
}
