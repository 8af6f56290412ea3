using Scim.Grafana.Client;
using Scim.Grafana.Mapping;
using Scim.Storage.Grafana;

namespace Scim.Grafana.Comparing;

/// <summary>From a user on both sides to what is to be done. Decides all, and does nothing.</summary>
public static class UserPlanner
{
    public static UserPlan Plan(UserSituation situation, GrafanaOptions options) =>
        situation.Wanted is { } wanted ? Open(situation, wanted, options) : Close(situation, options);

    private static UserPlan Open(UserSituation situation, Account wanted, GrafanaOptions options)
    {
        if (wanted.Login.Length == 0) return UserPlan.Refused("The user has neither an e-mail address nor a userName that could be a login.");
        if (situation.Actual is not { } actual) return new UserPlan([new CreateUser(wanted)]);
        if (Protected(actual) is { } reason) return UserPlan.Refused(reason);

        var steps = new List<UserStep>();
        var notes = new List<string>();
        if (situation.Link is null)
        {
            if (!options.AdoptExisting) return UserPlan.Refused($"Grafana has an account {actual.Login} already, and Grafana__AdoptExisting is false.");

            steps.Add(new AdoptUser(actual));
        }

        if (actual is { IsDisabled: true, IsExternal: true })
            return UserPlan.Refused($"The account {actual.Login} is disabled and has signed in through SSO, so Grafana refuses to enable it. Delete the account in Grafana; it is made anew.");
        if (actual.IsDisabled && situation is { IsGuest: true, Link: null })
            return UserPlan.Refused($"The account {actual.Login} is disabled, and others have a use for it. Enable it in Grafana.");
        if (actual.IsDisabled) steps.Add(new EnableUser());

        if (Differs(actual, wanted) && !situation.IsGuest)
        {
            if (actual.IsExternal) notes.Add("Name and address differ; the next sign-in through SSO sets them.");
            else steps.Add(new UpdateUser(actual, wanted));
        }

        if (RoleStep(situation, wanted, options) is { } step)
        {
            if (step is ChangeRole change && actual.IsExternallySynced) notes.Add($"The role is {change.From}, not {change.To}; SSO sets it, because skip_org_role_sync is false.");
            else steps.Add(step);
        }

        return new UserPlan(steps, null, notes);
    }

    /// <summary>Where SCIM says no role, one that was given by hand stays; but what SCIM gave, it takes back.</summary>
    private static UserStep? RoleStep(UserSituation situation, Account wanted, GrafanaOptions options)
    {
        var role = wanted.Role ?? options.DefaultRole;
        if (situation.Role is not { } actual) return new AddToOrganisation(role);

        var isNew = situation.Link is { Origin: LinkOrigin.Created } && !situation.Applied.IsComplete;
        var isSaid = wanted.Role is not null || situation.Applied.Role is not null || isNew;
        return isSaid && actual != role ? new ChangeRole(actual, role) : null;
    }

    private static UserPlan Close(UserSituation situation, GrafanaOptions options)
    {
        if (situation is not { Link: { } link, Actual: { } actual }) return UserPlan.Nothing;
        if (Protected(actual) is { } reason) return UserPlan.Refused(reason);
        if (situation.IsShared) return Leave(situation, link);
        if (options.Deactivation == DeactivationPolicy.Delete) return new UserPlan([new DeleteUser()]);
        if (actual.IsExternal) return Leave(situation, link);

        var steps = new List<UserStep>();

        // Another tenant may open the account again, which must not open this organisation with it.
        if (options.Tenants.Count > 0 && situation.Role is not null) steps.Add(new RemoveFromOrganisation());
        if (!actual.IsDisabled) steps.Add(new DisableUser());
        return new UserPlan(steps);
    }

    // Rights first, then sessions: whoever comes back at once through SSO comes back to nothing.
    private static UserPlan Leave(UserSituation situation, GrafanaLink link)
    {
        var steps = new List<UserStep>();
        if (situation.Role is not null) steps.Add(new RemoveFromOrganisation());
        if (steps.Count > 0 || link.HasAccess) steps.Add(new LogOutUser());
        return new UserPlan(steps);
    }

    private static string? Protected(GrafanaUser actual) =>
        actual.IsGrafanaAdmin ? $"The account {actual.Login} is a server admin of Grafana, which is never managed from here."
        : actual.IsServiceAccount ? $"The login {actual.Login} is a service account of Grafana, which is never managed from here."
        : null;

    private static bool Differs(GrafanaUser actual, Account wanted) =>
        !Is(actual.Login, wanted.Login) || !Is(actual.Email, wanted.Login) || actual.Name != wanted.Name;

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
