using System.Text.Json.Nodes;
using Scim.Grafana.Mapping;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Reconciling;

/// <summary>Due users.</summary>
public sealed class UserWork(UserReconciler reconciler, GrafanaTenants tenants, DesiredState state, GrafanaLinks links, GrafanaOptions options) : IDueWork
{
    public string Type => "User";

    public int Batch => 20;

    public async Task<Func<DueItem, CancellationToken, Task<Outcome>>> PrepareAsync(
        string tenant, IReadOnlyList<DueItem> items, CancellationToken cancellationToken)
    {
        var ids = items.Select(x => x.ResourceId).ToList();
        var users = await state.UsersAsync(tenant, ids, options.GroupRoles.Count > 0, cancellationToken);
        var linked = await links.FindAsync(tenant, ids, cancellationToken);
        return (item, token) => reconciler.ReconcileAsync(
            tenants[tenant], item, AccountOf(users.GetValueOrDefault(item.ResourceId), options), linked.GetValueOrDefault(item.ResourceId), token);
    }

    /// <summary>Null for a user who is not active, or not there any more.</summary>
    internal static Account? AccountOf(StoredUser? user, GrafanaOptions options) =>
        user is null ? null : AccountMapping.Of((JsonObject)JsonNode.Parse(user.Document)!, user.Groups, options.GroupRoles);
}
