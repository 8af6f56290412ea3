using Scim.Storage.Grafana;

namespace Scim.Grafana.Reconciling;

/// <summary>The work on due resources of one type.</summary>
public interface IDueWork
{
    /// <summary>The name of the resource type.</summary>
    public string Type { get; }

    /// <summary>How many are claimed, and read, at once.</summary>
    public int Batch { get; }

    /// <summary>Reads what all of them need, and gives back the work on each.</summary>
    public Task<Func<DueItem, CancellationToken, Task<Outcome>>> PrepareAsync(string tenant, IReadOnlyList<DueItem> items, CancellationToken cancellationToken);
}
