using Microsoft.Extensions.Logging;
using Npgsql;
using Scim.Grafana.Client;
using Scim.Grafana.Comparing;
using Scim.Grafana.Mapping;
using Scim.Storage;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Reconciling;

/// <summary>
/// Makes a user's account as it should be. Whatever it is about to make is written down first, so that a process that dies in between leaves nothing
/// that nobody knows of.
/// </summary>
public sealed class UserReconciler(
    DueList due, GrafanaLinks links, DesiredState state, Brake brake, GrafanaLog log, GrafanaOptions options, ILogger<UserReconciler> logger)
{
    // Once to make the account, once to set what its making could not, once for somebody who was quicker.
    private const int Rounds = 4;

    /// <param name="client">The tenant's organisation.</param>
    /// <param name="item">What is due.</param>
    /// <param name="wanted">Null for a user who is not active, or not there any more.</param>
    /// <param name="link">The user's link, if any.</param>
    /// <param name="cancellationToken">Stops the work between two calls.</param>
    public async Task<Outcome> ReconcileAsync(GrafanaClient client, DueItem item, Account? wanted, GrafanaLink? link, CancellationToken cancellationToken)
    {
        var outcome = await TryAsync(client, item, wanted, link, cancellationToken);
        var applied = link is null ? null : AppliedAccount.Read(link.LastApplied);
        return outcome is Failed failed ? failed with { Names = [wanted?.Login, wanted?.Name, applied?.Login, applied?.Email, applied?.Name] } : outcome;
    }

    private async Task<Outcome> TryAsync(GrafanaClient client, DueItem item, Account? wanted, GrafanaLink? link, CancellationToken cancellationToken)
    {
        if (!item.Thorough && IsAsLeft(wanted, link)) return new Done();
        if (wanted is null && link is { HasAccess: true } && !item.Released)
        {
            // Once held, until a person releases it: that an hour goes by says nothing.
            if ((item.Held ?? await brake.HoldsUsersAsync(item.Tenant, cancellationToken)) is { } reason) return new Held(reason);
        }

        link = AppliedAccount.LiveOf(link);
        var comparer = new UserComparer(new LiveAccounts(client), links, state, options);
        for (var round = 0; round < Rounds; round++)
        {
            var comparison = await comparer.CompareAsync(item.Tenant, item.ResourceId, wanted, link, cancellationToken);
            if (comparison.Plan.Refusal is { } refusal) return new Failed(refusal);

            if (comparison.Stale is { } stale) await links.SaveAsync(AppliedAccount.Closed(stale), marksGroups: false, isReleased: true, cancellationToken);
            if (comparison.LeftBehind is { } leftBehind)
            {
                await links.MoveAsync(leftBehind, item.ResourceId, cancellationToken);
                link = leftBehind with { ResourceId = item.ResourceId };
            }

            var work = new Work(client, item, wanted, link, comparison);
            if (comparison.Plan.Steps is [CreateUser create]) link = await CreateAsync(work, create.Account, cancellationToken);
            else return await FinishAsync(work, cancellationToken);
        }

        return new Failed("Another account with the same login or e-mail comes and goes in Grafana.");
    }

    /// <summary>Nothing that Grafana shows has changed since it was last brought there.</summary>
    private static bool IsAsLeft(Account? wanted, GrafanaLink? link)
    {
        if (link is null) return wanted is null;

        var applied = AppliedAccount.Read(link.LastApplied);
        return wanted is null
            ? !link.HasAccess && applied.IsComplete
            : link.HasAccess && applied is { IsComplete: true, IsOpening: false } && (applied.Login, applied.Name, applied.Role) == (wanted.Login, wanted.Name, wanted.Role);
    }

    private async Task<GrafanaLink?> CreateAsync(Work work, Account account, CancellationToken cancellationToken)
    {
        var intent = new GrafanaLink
        {
            Tenant = work.Item.Tenant,
            ResourceId = work.Item.ResourceId,
            Kind = LinkKind.User,
            Origin = LinkOrigin.Created,
            HasAccess = work.Link?.HasAccess ?? false,
            LastApplied = new AppliedAccount { Login = account.Login, Email = account.Login }.Write(),
        };
        await links.SaveAsync(intent, marksGroups: false, isReleased: false, cancellationToken);

        // Null: somebody else made it in between, so the next round finds it.
        if (await IfRefusedAsync(
                () => GrafanaMetrics.CountAsync(
                    intent.Tenant, "create_user", () => work.Client.CreateUserAsync(account.Login, account.Name, cancellationToken), x => x is not null),
                intent,
                cancellationToken) is not { } id)
        {
            await links.DeleteAsync(intent, cancellationToken);
            return null;
        }

        // Whoever else is said to have the number of a new account had it in a Grafana that is no more.
        if (await links.FindAsync(intent.Tenant, LinkKind.User, id, cancellationToken) is { } stale)
            await links.SaveAsync(AppliedAccount.Closed(stale), marksGroups: false, isReleased: true, cancellationToken);

        var made = intent with { GrafanaId = id, HasAccess = true };
        await links.SaveAsync(made, marksGroups: false, isReleased: false, cancellationToken);
        await log.DidAsync(work.Item, [new CreateUser(account)]);
        return made;
    }

    /// <summary>What Grafana refused to make is not there, and whoever makes it later is somebody else.</summary>
    private async Task<T> IfRefusedAsync<T>(Func<Task<T>> make, GrafanaLink intent, CancellationToken cancellationToken)
    {
        try
        {
            return await make();
        }
        catch (GrafanaRefusedException e) when ((int)e.Status < 500)
        {
            await links.DeleteAsync(intent, cancellationToken);
            throw;
        }
    }

    private async Task<Outcome> FinishAsync(Work work, CancellationToken cancellationToken)
    {
        var (client, item, wanted, link, comparison) = work;
        var actual = comparison.Situation.Actual;
        var plan = comparison.Plan;
        if (actual is null && link is null) return new Done();

        if (actual is not null && link?.GrafanaId != actual.Id)
        {
            link = Bound(link, item, actual, comparison.Situation.Applied) with { HasAccess = link?.HasAccess ?? wanted is not null };
            try
            {
                await links.SaveAsync(link, marksGroups: false, isReleased: false, cancellationToken);
            }
            catch (PostgresException e) when (StorageErrors.IsLinkTaken(e))
            {
                return new Failed($"The account {actual.Login} is that of another user, who has the same address.");
            }
        }

        if (wanted is not null && link is { HasAccess: false })
        {
            // From the first step on, the account may be open: should a later one fail, a leaver is still known to have to be closed.
            link = link with { HasAccess = true, LastApplied = (AppliedAccount.Read(link.LastApplied) with { IsOpening = true }).Write() };
            await links.SaveAsync(link, marksGroups: false, isReleased: false, cancellationToken);
        }

        if (actual is not null)
        {
            var done = new List<UserStep>();
            try
            {
                (actual, var problem) = await UserSteps.ApplyAsync(item.Tenant, client, actual, plan.Steps, done, cancellationToken);
                if (problem is not null) return new Failed(problem);
            }
            finally
            {
                await log.DidAsync(item, done);
            }
        }

        if (plan.Steps.Count > 0)
            logger.LogInformation("Grafana, tenant {Tenant}: {Steps} for user {UserId}", item.Tenant, string.Join(", ", plan.Steps.Select(x => x.GetType().Name)), item.ResourceId);
        await SaveAsync(work with { Link = link }, actual, cancellationToken);
        if (wanted is null && actual is not null) await TellHolderAsync(item, actual, cancellationToken);
        return new Done();
    }

    private static GrafanaLink Bound(GrafanaLink? link, DueItem item, GrafanaUser actual, AppliedAccount applied) => new()
    {
        Tenant = item.Tenant,
        ResourceId = item.ResourceId,
        Kind = LinkKind.User,
        GrafanaId = actual.Id,
        Uid = actual.Uid,
        Origin = link?.Origin ?? LinkOrigin.Adopted,

        // Enough to know the account again, should the process die before it is as it should be.
        LastApplied = (applied with { Login = actual.Login, Email = actual.Email, CreatedAt = MadeAt(actual), IsComplete = applied.IsComplete && link?.GrafanaId is not null }).Write(),
    };

    private static string? MadeAt(GrafanaUser user) => user.Uid is { Length: > 0 } ? null : user.CreatedAt;

    private async Task SaveAsync(Work work, GrafanaUser? actual, CancellationToken cancellationToken)
    {
        var (_, item, wanted, link, comparison) = work;
        if (link is null) return;

        if (actual is null || comparison.Plan.Steps.Any(x => x is DeleteUser))
        {
            await links.SaveAsync(AppliedAccount.Closed(link), marksGroups: true, item.Released, cancellationToken);
            if (wanted is null && link.HasAccess) GrafanaMetrics.Deprovisioned(item.Tenant);
            return;
        }

        var before = AppliedAccount.Read(link.LastApplied);
        var applied = wanted is null
            ? before with { IsComplete = true, IsOpening = false }
            : new AppliedAccount
            {
                Login = wanted.Login,
                Email = actual.Email,
                Name = wanted.Name,
                Role = wanted.Role,
                CreatedAt = MadeAt(actual),
                IsComplete = true,
            };
        var saved = link with { GrafanaId = actual.Id, Uid = actual.Uid, HasAccess = wanted is not null, LastApplied = applied.Write() };
        var isOther = saved.HasAccess != link.HasAccess || applied.Email != before.Email || !before.IsComplete || before.IsOpening || comparison.LeftBehind is not null;
        try
        {
            await links.SaveAsync(saved, marksGroups: isOther, item.Released, cancellationToken);
            if (wanted is null && link.HasAccess) GrafanaMetrics.Deprovisioned(item.Tenant);
        }
        catch (PostgresException e) when (StorageErrors.IsLinkTaken(e))
        {
            // Whoever has taken the account over in the meantime is told below.
        }
    }

    /// <summary>A user that was made anew may have taken the account over while it was being closed for the old one.</summary>
    private async Task TellHolderAsync(DueItem item, GrafanaUser actual, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(item.Tenant, LinkKind.User, actual.Id, cancellationToken) is { } holder && holder.ResourceId != item.ResourceId)
            await due.MarkAsync(item.Tenant, item.Type, [holder.ResourceId], cancellationToken);
    }

    private sealed record Work(GrafanaClient Client, DueItem Item, Account? Wanted, GrafanaLink? Link, UserComparison Comparison);
}
