using Scim.Grafana.Client;
using Scim.Grafana.Mapping;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Comparing;

/// <summary>Finds the team of a group, and says what would make it as it should be. Only reads.</summary>
public sealed class TeamComparer(GrafanaClient client, GrafanaLinks links, DesiredState state, GrafanaOptions options)
{
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The group.</param>
    /// <param name="displayName">Null for a group that is not there any more.</param>
    /// <param name="members">The accounts that should be in the team.</param>
    /// <param name="link">The group's link, if any.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<TeamComparison> CompareAsync(
        string tenant, Guid id, string? displayName, IReadOnlyCollection<long> members, GrafanaLink? link, CancellationToken cancellationToken)
    {
        var team = await FindLinkedAsync(link, cancellationToken);
        if (displayName is null) return Gone(link, team);
        if (team is { IsProvisioned: true }) return Refused($"The team {team.Name} is managed by Grafana's own SCIM, which refuses every other change.");

        var name = TeamNaming.Of(options.TeamPrefix, displayName);
        var steps = new List<TeamStep>();
        if (team is null)
        {
            if (await SeekAsync(tenant, id, name, link, steps, cancellationToken) is not { } sought)
                return Refused($"The names {name} and {TeamNaming.Distinct(name, id)} are taken by teams that are not this group's.");

            (name, team, link) = sought;
            if (team is not null && team.Name != name) steps.Add(new RenameTeam(team.Name, name));
        }
        else if (await IsToBeRenamedAsync(team, id, name, cancellationToken))
        {
            steps.Add(new RenameTeam(team.Name, name));
        }

        var present = team is null ? [] : await client.ListMembersAsync(team, cancellationToken);

        // What was put into a team that is no more says nothing about this one.
        var isKnown = team is not null && !steps.Any(x => x is AdoptTeam);
        var applied = isKnown ? await links.MembersAsync(tenant, id, cancellationToken) : new HashSet<long>();
        var difference = await WithoutPendingAsync(tenant, MemberDifference.Between(members, present, applied, options.HandAddedMembers), cancellationToken);
        if (!difference.IsEmpty) steps.Add(new ChangeMembers(difference));

        var folders = await CompareFoldersAsync(id, displayName, NameToBe(steps, team, name), team, link, steps, cancellationToken);
        return new TeamComparison { Link = link, Team = team, Present = present, Steps = steps, Folders = folders };
    }

    /// <summary>A deleted user leaves its teams when its account is closed, which the brake may hold.</summary>
    private async Task<MemberDifference> WithoutPendingAsync(string tenant, MemberDifference difference, CancellationToken cancellationToken)
    {
        if (difference.Remove.Count == 0) return difference;

        var pending = await links.NotClosedYetAsync(tenant, difference.Remove.Select(x => x.UserId).ToList(), cancellationToken);
        return pending.Count == 0 ? difference : difference with { Remove = difference.Remove.Where(x => !pending.Contains(x.UserId)).ToList() };
    }

    private static string NameToBe(List<TeamStep> steps, GrafanaTeam? team, string name) =>
        steps.OfType<RenameTeam>().SingleOrDefault()?.To ?? team?.Name ?? name;

    /// <summary>One that had to be told apart gets its own name as soon as that is free.</summary>
    private async Task<bool> IsToBeRenamedAsync(GrafanaTeam team, Guid id, string name, CancellationToken cancellationToken) =>
        team.Name != name && (team.Name != TeamNaming.Distinct(name, id) || await client.FindTeamAsync(name, cancellationToken) is null);

    private TeamComparison Gone(GrafanaLink? link, GrafanaTeam? team)
    {
        if (link is null) return TeamComparison.Nothing;

        var deletes = team is { IsProvisioned: false } && link.Origin == LinkOrigin.Created && options.DeletedGroups == DeletedGroupPolicy.DeleteTeam;
        return new TeamComparison { Link = link, Team = team, Steps = [deletes ? new DeleteTeam() : new ForgetTeam()] };
    }

    private static TeamComparison Refused(string reason) => new() { Refusal = reason };

    /// <summary>A team of that name: a free one, one to adopt, or one that a group left behind. Where it is somebody else's, another name.</summary>
    private async Task<(string Name, GrafanaTeam? Team, GrafanaLink? Link)?> SeekAsync(
        string tenant, Guid id, string name, GrafanaLink? link, List<TeamStep> steps, CancellationToken cancellationToken)
    {
        foreach (var candidate in (string[])[name, TeamNaming.Distinct(name, id)])
        {
            if (await FindByNameAsync(candidate, cancellationToken) is not { } found)
            {
                steps.Add(new CreateTeam(candidate));
                return (candidate, null, link);
            }

            var other = await links.FindAsync(tenant, LinkKind.Team, found.Id, cancellationToken);
            if (other is not null && !IsOf(other, found)) other = null; // of another team that had the same number, in a Grafana that is no more
            var isLeftBehind = other is not null && other.ResourceId != id && (await state.GroupsAsync(tenant, [other.ResourceId], cancellationToken)).Count == 0;
            if (found.IsProvisioned || (other is not null && other.ResourceId != id && !isLeftBehind)) continue;
            if (isLeftBehind) return (candidate, found, other);

            // A link without an id was stored just before the team was made.
            if (link is { GrafanaId: null }) return (candidate, found, link);
            if (!options.AdoptExisting) continue;

            steps.Add(new AdoptTeam());
            return (candidate, found, null);
        }

        return null;
    }

    private async Task<GrafanaTeam?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        var found = await client.FindTeamAsync(name, cancellationToken);
        return found is { Id: 0 } ? await client.FindTeamAsync(found, cancellationToken) : found;
    }

    /// <summary>The linked team, if it still is the same: a Grafana that was set up anew counts from 1 again.</summary>
    private async Task<GrafanaTeam?> FindLinkedAsync(GrafanaLink? link, CancellationToken cancellationToken)
    {
        if (link is not { GrafanaId: { } grafanaId }) return null;
        if (await client.FindTeamAsync(new GrafanaTeam { Id = grafanaId, Uid = link.Uid }, cancellationToken) is not { } found) return null;

        return IsOf(link, found) ? found : null;
    }

    internal static bool IsOf(GrafanaLink link, GrafanaTeam team) => link.Uid is { } uid && team.Uid is { Length: > 0 }
        ? team.Uid == uid
        : string.Equals(team.Name, AppliedTeam.Read(link.LastApplied).Name, StringComparison.OrdinalIgnoreCase);

    private async Task<IReadOnlyDictionary<string, FolderPermission>> CompareFoldersAsync(
        Guid id, string displayName, string name, GrafanaTeam? team, GrafanaLink? link, List<TeamStep> steps, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, FolderPermission>();
        foreach (var (title, permission) in FoldersOf(id, displayName, name))
        {
            var folder = await client.FindFolderAsync(title, cancellationToken);
            var current = folder is null || team is null ? null : await client.FindPermissionAsync(folder.Uid, team, cancellationToken);
            if (folder is not null) wanted[folder.Uid] = permission;
            if (current != permission) steps.Add(new GrantFolder(title, folder, current, permission));
        }

        var applied = link is null ? [] : AppliedTeam.Read(link.LastApplied).Folders.Keys;
        steps.AddRange(applied.Where(x => !wanted.ContainsKey(x)).Select(x => new RevokeFolder(x)));
        return wanted;
    }

    /// <summary>Of several settings for one folder, the most that one of them gives.</summary>
    private Dictionary<string, FolderPermission> FoldersOf(Guid id, string displayName, string name)
    {
        var granted = new Dictionary<string, FolderPermission>(StringComparer.OrdinalIgnoreCase);
        foreach (var folder in options.Folders.Where(x => IsFor(x.Group.Trim(), id, displayName)))
        {
            var title = folder.Title.Replace("{team}", name, StringComparison.Ordinal).Trim();
            var permission = folder.Permission!.Value;
            granted[title] = granted.TryGetValue(title, out var other) && other > permission ? other : permission;
        }

        return granted;
    }

    private static bool IsFor(string setting, Guid id, string displayName) =>
        setting == "*" || setting == id.ToString() || string.Equals(setting, displayName, StringComparison.OrdinalIgnoreCase);
}
