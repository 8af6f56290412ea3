using System.Runtime.CompilerServices;
using Scim.Grafana.Client;
using Scim.Grafana.Mapping;
using Scim.Grafana.Reconciling;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Comparing;

/// <summary>Compares all of a tenant with Grafana, in both directions: what SCIM has, and what is managed and SCIM has not. Only reads.</summary>
public sealed class TenantComparer(GrafanaTenants tenants, DesiredState state, GrafanaLinks links, GrafanaOptions options)
{
    private const int PageSize = 500;

    /// <summary>Each user that has or had an account, or should have one.</summary>
    public async IAsyncEnumerable<ComparedUser> UsersAsync(string tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var accounts = await AccountSnapshot.ReadAsync(tenants[tenant], options.Tenants.Count > 0, cancellationToken);
        var comparer = new UserComparer(accounts, links, state, options);

        await foreach (var ids in PagesAsync(after => state.IdsAsync(tenant, "User", after, PageSize, cancellationToken), x => x))
        {
            var users = await state.UsersAsync(tenant, ids, options.GroupRoles.Count > 0, cancellationToken);
            var linked = await links.FindAsync(tenant, ids, cancellationToken);
            foreach (var id in ids)
            {
                if (UserWork.AccountOf(users.GetValueOrDefault(id), options) is var wanted && (wanted is not null || linked.ContainsKey(id)))
                    yield return await CompareAsync(id, wanted, linked.GetValueOrDefault(id));
            }
        }

        await foreach (var page in PagesAsync(after => links.ListAsync(tenant, LinkKind.User, after, PageSize, cancellationToken), x => x.ResourceId))
        {
            var users = await state.UsersAsync(tenant, page.Select(x => x.ResourceId).ToList(), withGroups: false, cancellationToken);
            foreach (var link in page.Where(x => !users.ContainsKey(x.ResourceId))) yield return await CompareAsync(link.ResourceId, null, link);
        }

        async Task<ComparedUser> CompareAsync(Guid id, Account? wanted, GrafanaLink? link) =>
            new(id, link, await comparer.CompareAsync(tenant, id, wanted, link, cancellationToken));
    }

    /// <summary>Each group, and each team whose group is gone.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="hasAccess">Which users should be in teams, and the number of their accounts.</param>
    /// <param name="cancellationToken">Stops the work between two calls.</param>
    public async IAsyncEnumerable<ComparedTeam> TeamsAsync(
        string tenant, Func<GroupMember, bool> hasAccess, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var comparer = new TeamComparer(tenants[tenant], links, state, options);

        await foreach (var ids in PagesAsync(after => state.IdsAsync(tenant, "Group", after, PageSize, cancellationToken), x => x))
        {
            var names = await state.GroupsAsync(tenant, ids, cancellationToken);
            var linked = await links.FindAsync(tenant, ids, cancellationToken);
            foreach (var (id, name) in names.OrderBy(x => x.Key))
            {
                var members = (await state.MembersAsync(tenant, id, cancellationToken)).Where(hasAccess).ToList();
                var known = members.Select(x => x.GrafanaId).OfType<long>().ToHashSet();
                yield return new ComparedTeam(id, name, await CompareAsync(id, name, known, linked.GetValueOrDefault(id)), members);
            }
        }

        await foreach (var page in PagesAsync(after => links.ListAsync(tenant, LinkKind.Team, after, PageSize, cancellationToken), x => x.ResourceId))
        {
            var names = await state.GroupsAsync(tenant, page.Select(x => x.ResourceId).ToList(), cancellationToken);
            foreach (var link in page.Where(x => !names.ContainsKey(x.ResourceId)))
                yield return new ComparedTeam(link.ResourceId, null, await CompareAsync(link.ResourceId, null, [], link), []);
        }

        // One team that Grafana cannot show must not keep the others from being compared.
        async Task<TeamComparison> CompareAsync(Guid id, string? name, HashSet<long> members, GrafanaLink? link)
        {
            try
            {
                return await comparer.CompareAsync(tenant, id, name, members, link, cancellationToken);
            }
            catch (GrafanaRefusedException e)
            {
                return new TeamComparison { Refusal = e.Message };
            }
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<T>> PagesAsync<T>(Func<Guid, Task<IReadOnlyList<T>>> read, Func<T, Guid> id)
    {
        var after = Guid.Empty;
        while (await read(after) is { Count: > 0 } page)
        {
            yield return page;
            after = id(page[^1]);
        }
    }
}

/// <param name="Id">The user.</param>
/// <param name="Link">As it is stored.</param>
/// <param name="Comparison">With Grafana.</param>
public sealed record ComparedUser(Guid Id, GrafanaLink? Link, UserComparison Comparison)
{
    /// <summary>There is something to do, or to report.</summary>
    public bool Differs =>
        Comparison.Plan is { Steps.Count: > 0 } or { Refusal: not null }
        || Comparison.LeftBehind is not null
        || (Link?.HasAccess ?? false) != Comparison.Situation.Wanted is not null;
}

/// <param name="Id">The group.</param>
/// <param name="Name">Null for a group that is not there any more.</param>
/// <param name="Comparison">With Grafana.</param>
/// <param name="Members">The users who should be in the team.</param>
public sealed record ComparedTeam(Guid Id, string? Name, TeamComparison Comparison, IReadOnlyList<GroupMember> Members)
{
    /// <summary>There is something to do, or to report.</summary>
    public bool Differs => Comparison.Steps.Count > 0 || Comparison.Refusal is not null;
}
