using System.Globalization;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Reconciling;

/// <summary>
/// Holds a mass loss of access until a person has looked. What is about to happen and what happened within the hour count together, so a client that
/// deactivates everybody one by one is held as well.
/// </summary>
public sealed class Brake(DesiredState state, GrafanaOptions options)
{
    /// <summary>What counts as at once.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Why users may not lose access now; null where they may.</summary>
    public async Task<string?> HoldsUsersAsync(string tenant, CancellationToken cancellationToken)
    {
        var losses = await state.LossesAsync(tenant, Window, cancellationToken);
        var allowed = Allowed(losses);
        var count = losses.Pending + losses.Recent;
        return count <= allowed ? null : Reason($"{count} users lose access within an hour", losses, allowed);
    }

    /// <summary>Why so many members who keep their accounts may not be taken out of a team; null where they may.</summary>
    public async Task<string?> HoldsMembersAsync(string tenant, int count, CancellationToken cancellationToken)
    {
        if (count <= options.BrakeUsers) return null;

        var losses = await state.LossesAsync(tenant, Window, cancellationToken);
        var allowed = Allowed(losses);
        return count <= allowed ? null : Reason($"{count} members leave the team at once", losses, allowed);
    }

    private long Allowed(AccessLosses losses)
    {
        var all = losses.Managed + losses.Recent;
        return options.BrakePercent == 100 ? long.MaxValue : Math.Max(options.BrakeUsers, all * options.BrakePercent / 100);
    }

    private static string Reason(string what, AccessLosses losses, long allowed) => string.Create(
        CultureInfo.InvariantCulture,
        $"Held by the brake: {what}, more than the {allowed} that are let pass (of {losses.Managed} with access). If that is right, run: grafana release. If not, put it right in the identity provider.");
}
