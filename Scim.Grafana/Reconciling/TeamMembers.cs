using System.Collections.Concurrent;
using Scim.Grafana.Client;
using Scim.Grafana.Comparing;

namespace Scim.Grafana.Reconciling;

/// <summary>Changes who is in a team: in one call where Grafana can and it pays, else one by one.</summary>
internal sealed class TeamMembers(GrafanaClient client, GrafanaTeam team)
{
    // One call replaces everybody, also whoever was added by hand a moment ago. For a few changes that is not worth it.
    private const int FewChanges = 10;

    private const int Parallelism = 4;

    private readonly ConcurrentQueue<long> _added = new();
    private readonly ConcurrentQueue<long> _removed = new();

    /// <summary>The accounts that came in so far.</summary>
    public IReadOnlyCollection<long> Added => _added;

    /// <summary>The accounts that went out so far.</summary>
    public IReadOnlyCollection<long> Removed => _removed;

    public bool HasChanged => _added.Count + _removed.Count > 0;

    /// <param name="difference">What is to change.</param>
    /// <param name="present">Who is in the team.</param>
    /// <param name="emails">Of the accounts that should be in it.</param>
    /// <param name="cancellationToken">Stops the work between two calls.</param>
    /// <returns>What was refused, in words for a person. All else is done.</returns>
    public async Task<IReadOnlyList<string>> ChangeAsync(
        MemberDifference difference, IReadOnlyList<GrafanaTeamMember> present, IReadOnlyDictionary<long, string> emails, CancellationToken cancellationToken)
    {
        var changes = difference.Add.Count + difference.Remove.Count;
        if (changes > FewChanges && await client.ReplacesMembersAsync(team, cancellationToken) && await TryReplaceAsync(difference, present, cancellationToken))
        {
            foreach (var id in difference.Add) _added.Enqueue(id);
            foreach (var member in difference.Remove) _removed.Enqueue(member.UserId);
            return [];
        }

        var refused = new ConcurrentQueue<string>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(difference.Remove, parallel, async (member, token) =>
        {
            await client.RemoveMemberAsync(team, member.UserId, token);
            _removed.Enqueue(member.UserId);
        });
        await Parallel.ForEachAsync(difference.Add, parallel, async (id, token) =>
        {
            try
            {
                await client.AddMemberAsync(team, id, token);
                _added.Enqueue(id);
            }
            catch (GrafanaRefusedException e)
            {
                refused.Enqueue($"{emails.GetValueOrDefault(id)} cannot be added: {e.Message}");
            }
        });
        return [.. refused];
    }

    /// <returns>False where it cannot be said in e-mails, or Grafana does not know one of them.</returns>
    private async Task<bool> TryReplaceAsync(
        MemberDifference difference, IReadOnlyList<GrafanaTeamMember> present, CancellationToken cancellationToken)
    {
        // As they are now: an address that SSO has changed since may be another person's.
        var emails = difference.Add.Count == 0
            ? []
            : (await client.ListOrganisationUsersAsync(cancellationToken)).DistinctBy(x => x.UserId).ToDictionary(x => x.UserId, x => x.Email ?? "");
        var leaving = difference.Remove.Select(x => x.UserId).ToHashSet();
        var staying = present.Where(x => !leaving.Contains(x.UserId)).ToList();
        var admins = staying.Where(x => x.IsAdmin).Select(x => x.Email).ToList();
        var members = staying.Where(x => !x.IsAdmin).Select(x => x.Email).Concat(difference.Add.Select(x => emails.GetValueOrDefault(x, ""))).ToList();

        // Whoever has no e-mail cannot be named, and would be taken out.
        return !admins.Contains("") && !members.Contains("") && await client.ReplaceMembersAsync(team, members, admins, cancellationToken);
    }
}
