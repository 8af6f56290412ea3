using Scim.Grafana.Client;
using Scim.Grafana.Mapping;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Comparing;

/// <summary>Finds the account of a user, and says what would make it as it should be. Only reads.</summary>
public sealed class UserComparer(IAccounts accounts, GrafanaLinks links, DesiredState state, GrafanaOptions options)
{
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The user.</param>
    /// <param name="wanted">Null for a user who is not active, or not there any more.</param>
    /// <param name="link">The user's link, if any.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<UserComparison> CompareAsync(string tenant, Guid id, Account? wanted, GrafanaLink? link, CancellationToken cancellationToken)
    {
        link = AppliedAccount.LiveOf(link);
        var actual = await FindLinkedAsync(link, cancellationToken);
        GrafanaLink? leftBehind = null, stale = null;
        if (actual is null && (wanted ?? Unfinished(link)) is { Login.Length: > 0 } sought)
        {
            actual = await accounts.FindAsync(sought.Login, cancellationToken);
            var other = actual is null ? null : await links.FindAsync(tenant, LinkKind.User, actual.Id, cancellationToken);
            if (other is not null && !IsOf(other, actual!))
            {
                stale = other;
            }
            else if (other is not null && other.ResourceId != id)
            {
                var owner = await state.UsersAsync(tenant, [other.ResourceId], withGroups: false, cancellationToken);
                if (owner.Count > 0) return UserComparison.Refused($"The account {actual!.Login} is that of another user, {other.ResourceId}, who has the same address.");

                leftBehind = other;
            }
        }

        var effective = leftBehind ?? link;
        var role = actual is null ? null : await accounts.FindRoleAsync(actual, cancellationToken);
        var isGuest = effective is { GrafanaId: not null }
            ? effective.IsGuest
            : actual is not null && await links.IsManagedElsewhereAsync(tenant, LinkKind.User, actual.Id, cancellationToken);
        var situation = new UserSituation(wanted, effective, actual, role, isGuest);
        return new UserComparison(situation, UserPlanner.Plan(situation, options), leftBehind, stale);
    }

    /// <summary>The linked account, if it still is the same: a Grafana that was set up anew counts from 1 again, and its user 5 is another person.</summary>
    private async Task<GrafanaUser?> FindLinkedAsync(GrafanaLink? link, CancellationToken cancellationToken)
    {
        if (link is not { GrafanaId: { } grafanaId } || await accounts.FindAsync(grafanaId, cancellationToken) is not { } found) return null;
        return IsOf(link, found) ? found : null;
    }

    private static bool IsOf(GrafanaLink link, GrafanaUser user)
    {
        if (link.Uid is { } uid && user.Uid is { Length: > 0 }) return user.Uid == uid;

        var applied = AppliedAccount.Read(link.LastApplied);
        return Is(user.Login, applied.Login) || Is(user.Email, applied.Email);
    }

    /// <summary>What was being made when a process died. It may be there, and nobody knows of it.</summary>
    private static Account? Unfinished(GrafanaLink? link) =>
        link is { GrafanaId: null } && AppliedAccount.Read(link.LastApplied) is { Login: { } login } ? new Account(login, "", null) : null;

    private static bool Is(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A user on both sides, and what is to be done.</summary>
/// <param name="Situation">Both sides.</param>
/// <param name="Plan">What is to be done.</param>
/// <param name="LeftBehind">The link of a deleted user to the same account, which goes to this one.</param>
/// <param name="Stale">A link to another account that had the same number, in a Grafana that is no more.</param>
public sealed record UserComparison(UserSituation Situation, UserPlan Plan, GrafanaLink? LeftBehind = null, GrafanaLink? Stale = null)
{
    public static UserComparison Refused(string reason) => new(new UserSituation(null, null, null, null, IsGuest: false), UserPlan.Refused(reason));
}
