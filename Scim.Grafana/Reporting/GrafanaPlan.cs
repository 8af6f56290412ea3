using System.Runtime.CompilerServices;
using Scim.Grafana.Comparing;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Reporting;

/// <summary>What would be done to Grafana, exactly, with nothing written anywhere.</summary>
public sealed class GrafanaPlan(TenantComparer comparer)
{
    public async IAsyncEnumerable<PlanLine> OfAsync(string tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Who will be in teams once the users are done, and under which name.
        var open = new Dictionary<Guid, string>();
        var accounts = new Dictionary<long, string>();
        await foreach (var user in comparer.UsersAsync(tenant, cancellationToken))
        {
            var situation = user.Comparison.Situation;
            if (situation.Actual is { } actual) accounts[actual.Id] = actual.Login;
            if (situation.Wanted is { } wanted && user.Comparison.Plan.Refusal is null) open[user.Id] = wanted.Login;
            if (Line(user) is { } line) yield return line;
        }

        await foreach (var team in comparer.TeamsAsync(tenant, x => open.ContainsKey(x.UserId), cancellationToken))
        {
            if (Line(team, open, accounts) is { } line) yield return line;
        }
    }

    private static PlanLine? Line(ComparedUser user)
    {
        var (situation, plan) = (user.Comparison.Situation, user.Comparison.Plan);
        var name = situation.Actual?.Login ?? situation.Wanted?.Login ?? situation.Applied.Login ?? user.Id.ToString();
        if (plan.Refusal is { } refusal) return new PlanLine(PlanKind.Refuse, "user", name, user.Id, [refusal]);
        if (plan.Steps.Count == 0) return plan.Notes is { Count: > 0 } notes ? new PlanLine(PlanKind.Note, "user", name, user.Id, notes) : null;

        var kind = plan.Steps.Any(x => x is CreateUser) ? PlanKind.Add : plan.TakesAccess ? PlanKind.Remove : PlanKind.Change;
        return new PlanLine(kind, "user", name, user.Id, [.. plan.Steps.SelectMany(Words), .. plan.Notes ?? []]);
    }

    private static IEnumerable<string> Words(UserStep step)
    {
        switch (step)
        {
            case CreateUser x:
                yield return x.Account.Role is { } role ? $"create as {x.Account.Name}, role {role}" : $"create as {x.Account.Name}";
                break;
            case AdoptUser:
                yield return "manage the account that is there";
                break;
            case UpdateUser x:
                if (!string.Equals(x.From.Login, x.To.Login, StringComparison.OrdinalIgnoreCase)) yield return $"login {x.From.Login} becomes {x.To.Login}";
                if (!string.Equals(x.From.Email, x.To.Login, StringComparison.OrdinalIgnoreCase)) yield return $"e-mail {x.From.Email} becomes {x.To.Login}";
                if (x.From.Name != x.To.Name) yield return $"name {x.From.Name} becomes {x.To.Name}";
                break;
            case EnableUser:
                yield return "enable";
                break;
            case AddToOrganisation x:
                yield return $"add to the organisation as {x.Role}";
                break;
            case ChangeRole x:
                yield return $"role {x.From} becomes {x.To}";
                break;
            case DisableUser:
                yield return "disable";
                break;
            case DeleteUser:
                yield return "delete";
                break;
            case RemoveFromOrganisation:
                yield return "remove from the organisation";
                break;
            case LogOutUser:
                yield return "end all sessions";
                break;
            default:
                throw new NotSupportedException($"{step.GetType().Name} has no words.");
        }
    }

    private static PlanLine? Line(ComparedTeam team, Dictionary<Guid, string> open, Dictionary<long, string> accounts)
    {
        var comparison = team.Comparison;
        var name = comparison.Team?.Name ?? team.Name ?? team.Id.ToString();
        if (comparison.Refusal is { } refusal) return new PlanLine(PlanKind.Refuse, "team", name, team.Id, [refusal]);

        var difference = comparison.Steps.OfType<ChangeMembers>().SingleOrDefault()?.Difference;
        var added = (difference?.Add ?? []).Select(x => accounts.GetValueOrDefault(x, $"user {x}"))
            .Concat(team.Members.Where(x => x.GrafanaId is null).Select(x => open[x.UserId])).ToList();
        var changes = comparison.Steps.SelectMany(x => Words(x, comparison)).ToList();
        if (added.Count > 0) changes.Add($"add {Names(added)}");
        if (difference is { Remove.Count: > 0 }) changes.Add($"remove {Names(difference.Remove.Select(x => x.Login).ToList())}");
        if (changes.Count == 0) return null;

        var kind = comparison.Steps.Any(x => x is CreateTeam) ? PlanKind.Add
            : comparison.Steps.Any(x => x is DeleteTeam or ForgetTeam) ? PlanKind.Remove
            : PlanKind.Change;
        return new PlanLine(kind, "team", comparison.Steps.OfType<CreateTeam>().SingleOrDefault()?.Name ?? name, team.Id, changes);
    }

    private static IEnumerable<string> Words(TeamStep step, TeamComparison comparison) => step switch
    {
        CreateTeam => ["create"],
        AdoptTeam => ["manage the team that is there"],
        RenameTeam x => [$"name {x.From} becomes {x.To}"],
        ChangeMembers x => x.Difference is { Add.Count: 0, Remove.Count: 0, Remember: var known } && known.Count > 0 && !comparison.Steps.Any(y => y is AdoptTeam)
            ? [$"manage {known.Count} members that are there"]
            : [],
        GrantFolder x => [$"{(x.Folder is null ? "create folder" : "folder")} {x.Title}: {(x.From is null ? "" : $"{x.From} becomes ")}{x.To}"],
        RevokeFolder x => [$"folder {x.Uid}: no permission any more"],
        DeleteTeam => ["delete"],
        ForgetTeam => ["leave the team as it is, unmanaged"],
        _ => throw new NotSupportedException($"{step.GetType().Name} has no words."),
    };

    private static string Names(List<string> all)
    {
        const int most = 10;
        return all.Count <= most ? string.Join(", ", all) : $"{string.Join(", ", all.Take(most))} and {all.Count - most} more";
    }
}
