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
        foreach (var login in actual is null ? Sought(wanted, link) : [])
        {
            actual ??= await accounts.FindAsync(login, cancellationToken);
        }

        if (actual is not null && link?.GrafanaId != actual.Id)
        {
            var other = await links.FindAsync(tenant, LinkKind.User, actual.Id, cancellationToken);
            if (other is not null && !IsOf(other, actual))
            {
                stale = other;
            }
            else if (other is not null && other.ResourceId != id)
            {
                var owner = await state.UsersAsync(tenant, [other.ResourceId], withGroups: false, cancellationToken);
                if (owner.Count > 0) return UserComparison.Refused($"The account {actual.Login} is that of another user, {other.ResourceId}, who has the same address.");

                leftBehind = other;
            }
        }

        var effective = leftBehind ?? link;
        var place = actual is null ? new AccountPlace(null, IsElsewhere: false) : await accounts.FindPlaceAsync(actual, cancellationToken);

        // Where there are several tenants, an account that was there before and is in organisations of others is theirs as well.
        var isTheirs = place.IsElsewhere && options.Tenants.Count > 0 && effective is not { Origin: LinkOrigin.Created };
        var isGuest = isTheirs || (effective is { GrafanaId: not null }
            ? effective.IsGuest
            : actual is not null && await links.IsManagedElsewhereAsync(tenant, LinkKind.User, actual.Id, cancellationToken));
        var situation = new UserSituation(wanted, effective, actual, place.Role, isGuest, isTheirs || effective is { IsShared: true });
        return new UserComparison(situation, UserPlanner.Plan(situation, options), leftBehind, stale);
    }

    /// <summary>The linked account, if it still is the same: a Grafana that was set up anew counts from 1 again, and its user 5 is another person.</summary>
    private async Task<GrafanaUser?> FindLinkedAsync(GrafanaLink? link, CancellationToken cancellationToken)
    {
        if (link is not { GrafanaId: { } grafanaId } || await accounts.FindAsync(grafanaId, cancellationToken) is not { } found) return null;
        if (IsOf(link, found)) return found;

        // Another name is not another account, where Grafana has no uids: SSO renames. When it was made tells, and lists do not tell when.
        var fresh = found is { Uid: null or "", CreatedAt: null } ? await accounts.RefreshAsync(grafanaId, cancellationToken) : null;
        return fresh is not null && IsOf(link, fresh) ? fresh : null;
    }

    private static bool IsOf(GrafanaLink link, GrafanaUser user)
    {
        if (link.Uid is { } uid && user.Uid is { Length: > 0 }) return user.Uid == uid;

        var applied = AppliedAccount.Read(link.LastApplied);
        if (applied.CreatedAt is not null && user.CreatedAt is not null) return applied.CreatedAt == user.CreatedAt;

        return Is(user.Login, applied.Login) || Is(user.Email, applied.Email);
    }

    /// <summary>Under which names an account may be: what was being made when a process died, then what should be.</summary>
    private static IEnumerable<string> Sought(Account? wanted, GrafanaLink? link)
    {
        if (link is { GrafanaId: null } && AppliedAccount.Read(link.LastApplied).Login is { Length: > 0 } unfinished) yield return unfinished;
        if (wanted is { Login.Length: > 0 }) yield return wanted.Login;
    }

    private static bool Is(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A user on both sides, and what is to be done.</summary>
/// <param name="Situation">Both sides.</param>
/// <param name="Plan">What is to be done.</param>
/// <param name="LeftBehind">The link of a deleted user to the same account, which goes to this one.</param>
/// <param name="Stale">A link to another account that had the same number, in a Grafana that is no more.</param>
public sealed record UserComparison(UserSituation Situation, UserPlan Plan, GrafanaLink? LeftBehind = null, GrafanaLink? Stale = null)
{
    public static UserComparison Refused(string reason) => new(new UserSituation(null, null, null, null, IsGuest: false, IsShared: false), UserPlan.Refused(reason));
}
