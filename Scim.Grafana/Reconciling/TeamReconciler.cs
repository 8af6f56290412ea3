using System.Net;
using Microsoft.Extensions.Logging;
using Npgsql;
using Scim.Grafana.Client;
using Scim.Grafana.Comparing;
using Scim.Grafana.Mapping;
using Scim.Storage;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Reconciling;

/// <summary>
/// Makes a group's team, its members and its folders as they should be. Like accounts, teams and members are written down before they are made.
/// </summary>
public sealed class TeamReconciler(GrafanaLinks links, DesiredState state, Brake brake, GrafanaLog log, GrafanaOptions options, ILogger<TeamReconciler> logger)
{
    private const int Rounds = 4;

    /// <param name="client">The tenant's organisation.</param>
    /// <param name="item">What is due.</param>
    /// <param name="displayName">Null for a group that is not there any more.</param>
    /// <param name="link">The group's link, if any.</param>
    /// <param name="cancellationToken">Stops the work between two calls.</param>
    public async Task<Outcome> ReconcileAsync(GrafanaClient client, DueItem item, string? displayName, GrafanaLink? link, CancellationToken cancellationToken)
    {
        var comparer = new TeamComparer(client, links, state, options);
        var members = await MembersAsync(item, displayName, cancellationToken);
        for (var round = 0; round < Rounds; round++)
        {
            var comparison = await comparer.CompareAsync(item.Tenant, item.ResourceId, displayName, members.Keys, link, cancellationToken);
            if (comparison.Refusal is { } refusal) return new Failed(refusal);
            if (comparison == TeamComparison.Nothing) return new Done();

            if (comparison.Link is { } leftBehind && leftBehind.ResourceId != item.ResourceId)
            {
                await links.MoveAsync(leftBehind, item.ResourceId, cancellationToken);
                link = leftBehind with { ResourceId = item.ResourceId };
                continue;
            }

            link = comparison.Link;
            var work = new Work(client, item, comparison, members);
            if (comparison.Steps is [DeleteTeam or ForgetTeam]) return await LeaveAsync(work, cancellationToken);
            if (comparison.Steps is [CreateTeam create, ..])
            {
                link = await CreateAsync(work, create.Name, cancellationToken);
                continue;
            }

            var rename = comparison.Steps.OfType<RenameTeam>().SingleOrDefault();
            if (rename is null || await RenameAsync(work, rename.To, cancellationToken)) return await FinishAsync(work, cancellationToken);

            // Taken in Grafana by what is not this group's.
            var distinct = TeamNaming.Distinct(rename.To, item.ResourceId);
            if (!await RenameAsync(work, distinct, cancellationToken)) return new Failed($"The names {rename.To} and {distinct} are taken.");
        }

        return new Failed("Another team with the same name comes and goes in Grafana.");
    }

    /// <summary>The accounts that should be in the team, with their e-mails as Grafana writes them.</summary>
    private async Task<Dictionary<long, string>> MembersAsync(DueItem item, string? displayName, CancellationToken cancellationToken) =>
        displayName is null
            ? []
            : (await state.MembersAsync(item.Tenant, item.ResourceId, cancellationToken))
                .Where(x => x is { HasAccess: true, GrafanaId: not null })
                .ToDictionary(x => x.GrafanaId!.Value, x => x.Email ?? "");

    private async Task<GrafanaLink?> CreateAsync(Work work, string name, CancellationToken cancellationToken)
    {
        var intent = new GrafanaLink
        {
            Tenant = work.Item.Tenant,
            ResourceId = work.Item.ResourceId,
            Kind = LinkKind.Team,
            Origin = LinkOrigin.Created,
            LastApplied = new AppliedTeam { Name = name }.Write(),
        };
        await links.DeleteAsync(intent, cancellationToken); // with the members of a team that is no more
        await links.SaveAsync(intent, marksGroups: false, isReleased: false, cancellationToken);
        GrafanaTeam? made;
        try
        {
            made = await GrafanaMetrics.CountAsync(intent.Tenant, "create_team", () => work.Client.CreateTeamAsync(name, cancellationToken), x => x is not null);
        }
        catch (GrafanaRefusedException e) when ((int)e.Status < 500)
        {
            // What Grafana refused to make is not there, and whoever makes it later is somebody else.
            await links.DeleteAsync(intent, cancellationToken);
            throw;
        }

        if (made is not { } created)
        {
            // Somebody else made it in between, so the next round finds it.
            await links.DeleteAsync(intent, cancellationToken);
            return null;
        }

        // Older versions do not tell the uid of what they made.
        var team = created.Uid is null ? await work.Client.FindTeamAsync(created, cancellationToken) ?? created : created;
        var link = intent with { GrafanaId = team.Id, Uid = team.Uid };
        await ForgetStaleAsync(link, team, cancellationToken);
        await links.SaveAsync(link, marksGroups: false, isReleased: false, cancellationToken);
        await log.DidAsync(work.Item, "team made");
        logger.LogInformation("Grafana, tenant {Tenant}: CreateTeam for group {GroupId}", work.Item.Tenant, work.Item.ResourceId);
        return link;
    }

    /// <returns>False where the name is taken.</returns>
    private static Task<bool> RenameAsync(Work work, string name, CancellationToken cancellationToken) => GrafanaMetrics.CountAsync(
        work.Item.Tenant, "rename_team", () => work.Client.RenameTeamAsync(work.Comparison.Team!, name, cancellationToken), x => x);

    private async Task<Outcome> LeaveAsync(Work work, CancellationToken cancellationToken)
    {
        var link = work.Comparison.Link!;
        if (work.Comparison.Steps is [DeleteTeam])
        {
            var members = await links.MembersAsync(link.Tenant, link.ResourceId, cancellationToken);
            if (await HoldsAsync(work.Item, members, cancellationToken) is { } reason) return new Held(reason);

            // A group that was made anew may have taken the team over.
            if (await links.FindAsync(link.Tenant, LinkKind.Team, work.Comparison.Team!.Id, cancellationToken) is { } holder && holder.ResourceId != link.ResourceId)
                return new Done();

            await GrafanaMetrics.CountAsync(link.Tenant, "delete_team", () => work.Client.DeleteTeamAsync(work.Comparison.Team!, cancellationToken));
            await log.DidAsync(work.Item, "team deleted");
        }
        else
        {
            GrafanaMetrics.Done(link.Tenant, "forget_team");
            await log.DidAsync(work.Item, "team left as it is, and not managed any more");
        }

        await links.DeleteAsync(link, cancellationToken);
        logger.LogInformation("Grafana, tenant {Tenant}: {Step} for group {GroupId}", link.Tenant, work.Comparison.Steps[0].GetType().Name, link.ResourceId);
        return new Done();
    }

    private async Task<Outcome> FinishAsync(Work work, CancellationToken cancellationToken)
    {
        var (client, item, comparison, _) = work;
        var team = comparison.Team ?? throw new InvalidOperationException("There is no team to finish.");
        var link = comparison.Link ?? new GrafanaLink { Tenant = item.Tenant, ResourceId = item.ResourceId, Kind = LinkKind.Team, Origin = LinkOrigin.Adopted };
        var rename = comparison.Steps.OfType<RenameTeam>().SingleOrDefault();
        var applied = AppliedTeam.Read(link.LastApplied) with { Name = rename?.To ?? team.Name };
        var bound = link with { GrafanaId = team.Id, Uid = team.Uid, LastApplied = applied.Write() };
        try
        {
            await ForgetStaleAsync(bound, team, cancellationToken);
            if (comparison.Link is null) await links.DeleteAsync(bound, cancellationToken);
            if (bound != comparison.Link) await links.SaveAsync(bound, marksGroups: false, isReleased: false, cancellationToken);
        }
        catch (PostgresException e) when (StorageErrors.IsLinkTaken(e))
        {
            return new Failed($"The team {team.Name} is that of another group.");
        }

        if (comparison.Link is null)
        {
            GrafanaMetrics.Done(item.Tenant, "adopt_team");
            await log.DidAsync(item, "team that was there taken over");
        }

        if (rename is not null) await log.DidAsync(item, "team renamed");
        var change = comparison.Steps.OfType<ChangeMembers>().SingleOrDefault();
        var outcome = change is null ? new Done() : await ChangeMembersAsync(work, change.Difference, cancellationToken);
        try
        {
            await ChangeFoldersAsync(work, team, bound, cancellationToken);
        }
        catch (GrafanaRefusedException e) when (outcome is Held held)
        {
            return new Held($"{held.Reason} Besides: {e.Message}");
        }

        return outcome;
    }

    /// <summary>A link of another group to this number is to a team of a Grafana that is no more.</summary>
    private async Task ForgetStaleAsync(GrafanaLink link, GrafanaTeam team, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(link.Tenant, LinkKind.Team, team.Id, cancellationToken) is { } other && other.ResourceId != link.ResourceId && !TeamComparer.IsOf(other, team))
            await links.DeleteAsync(other, cancellationToken);
    }

    private async Task<Outcome> ChangeMembersAsync(Work work, MemberDifference difference, CancellationToken cancellationToken)
    {
        var (client, item, comparison, members) = work;
        await links.AddMembersAsync(item.Tenant, item.ResourceId, difference.Remember, cancellationToken);

        // Whoever is to be let in is let in, also while the brake holds those who are to go.
        var held = await HoldsAsync(item, difference.Remove.Select(x => x.UserId).ToList(), cancellationToken);
        if (held is not null) difference = difference with { Remove = [] };

        var team = new TeamMembers(client, comparison.Team!);
        IReadOnlyList<string> errors;
        try
        {
            errors = await GrafanaMetrics.CountAsync(
                item.Tenant, "change_members", () => team.ChangeAsync(difference, comparison.Present, members, cancellationToken), x => x.Count == 0 && team.HasChanged);
            if (errors.Count > 0) GrafanaMetrics.Failed(item.Tenant, "change_members");
        }
        finally
        {
            await log.DidAsync(item, team.Added, team.Removed);
        }

        await links.RemoveMembersAsync(item.Tenant, item.ResourceId, [.. difference.Remove.Select(x => x.UserId), .. difference.Forget], cancellationToken);
        logger.LogInformation(
            "Grafana, tenant {Tenant}: group {GroupId} gained {Added} members and lost {Removed}",
            item.Tenant, item.ResourceId, difference.Add.Count - errors.Count, difference.Remove.Count);

        var refused = errors.Count switch
        {
            0 => null,
            1 => errors[0],
            _ => $"{errors.Count} members were refused. The first: {errors[0]}",
        };
        return held is not null ? new Held(refused is null ? held : $"{held} Besides: {refused}")
            : refused is not null ? new Failed(refused)
            : new Done();
    }

    /// <summary>Those who lose their accounts have passed the brake with them.</summary>
    private async Task<string?> HoldsAsync(DueItem item, IReadOnlyCollection<long> leaving, CancellationToken cancellationToken) =>
        item.Released || leaving.Count == 0
            ? null
            : await brake.HoldsMembersAsync(item.Tenant, await links.CountWithAccessAsync(item.Tenant, leaving, cancellationToken), cancellationToken);

    private async Task ChangeFoldersAsync(Work work, GrafanaTeam team, GrafanaLink link, CancellationToken cancellationToken)
    {
        var (client, item, comparison, _) = work;
        var applied = AppliedTeam.Read(link.LastApplied);
        var folders = new Dictionary<string, FolderPermission>(applied.Folders);
        foreach (var (uid, permission) in comparison.Folders) folders[uid] = permission;

        foreach (var grant in comparison.Steps.OfType<GrantFolder>())
        {
            var folder = grant.Folder ?? await client.CreateFolderAsync(grant.Title, cancellationToken)
                ?? await client.FindFolderAsync(grant.Title, cancellationToken)
                ?? throw new GrafanaRefusedException($"making the folder {grant.Title}", HttpStatusCode.Conflict, "its title is taken where this service cannot see it", null);
            await GrafanaMetrics.CountAsync(item.Tenant, "grant_folder", () => client.SetPermissionAsync(folder.Uid, team, grant.To, cancellationToken));
            folders[folder.Uid] = grant.To;
            await log.DidAsync(item, $"folder {grant.Title}: {grant.To}");
        }

        foreach (var revoke in comparison.Steps.OfType<RevokeFolder>())
        {
            await GrafanaMetrics.CountAsync(item.Tenant, "revoke_folder", () => client.SetPermissionAsync(revoke.Uid, team, null, cancellationToken));
            folders.Remove(revoke.Uid);
            await log.DidAsync(item, $"folder {revoke.Uid}: no permission any more");
        }

        var saved = link with { LastApplied = (applied with { Folders = folders }).Write() };
        if (saved.LastApplied != link.LastApplied) await links.SaveAsync(saved, marksGroups: false, isReleased: false, cancellationToken);
    }

    private sealed record Work(GrafanaClient Client, DueItem Item, TeamComparison Comparison, IReadOnlyDictionary<long, string> Members);
}
