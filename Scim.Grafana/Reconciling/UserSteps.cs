using Scim.Grafana.Client;
using Scim.Grafana.Comparing;

namespace Scim.Grafana.Reconciling;

/// <summary>Does to an account what was planned, one call after the other.</summary>
internal static class UserSteps
{
    private const string Unconfirmed =
        "Grafana waits for the person to confirm the new address, because verify_email_enabled is true. Set it to false: addresses come from the directory.";

    /// <param name="tenant">The tenant.</param>
    /// <param name="client">Its organisation.</param>
    /// <param name="user">The account.</param>
    /// <param name="steps">What to do.</param>
    /// <param name="done">Gets each step once it is done.</param>
    /// <param name="cancellationToken">Stops the work between two calls.</param>
    /// <returns>The account as it is then, and what was not done, in words for a person.</returns>
    public static async Task<(GrafanaUser User, string? Problem)> ApplyAsync(
        string tenant, GrafanaClient client, GrafanaUser user, IReadOnlyList<UserStep> steps, ICollection<UserStep> done, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            await GrafanaMetrics.CountAsync(tenant, GrafanaMetrics.NameOf(step), () => ApplyAsync(client, user, step, cancellationToken));
            done.Add(step);
            if (step is not UpdateUser update) continue;

            if (!Is(user.Email, update.To.Login) && await client.FindUserAsync(user.Id, cancellationToken) is { } updated && !Is(updated.Email, update.To.Login))
                return (updated, Unconfirmed);

            user = user with { Login = update.To.Login, Email = update.To.Login };
        }

        return (user, null);
    }

    private static Task ApplyAsync(GrafanaClient client, GrafanaUser user, UserStep step, CancellationToken cancellationToken) => step switch
    {
        AdoptUser => Task.CompletedTask,
        UpdateUser x => client.UpdateUserAsync(user, x.To.Login, x.To.Name, cancellationToken),
        EnableUser => client.EnableUserAsync(user, cancellationToken),
        AddToOrganisation x => client.AddToOrganisationAsync(user, x.Role, cancellationToken),
        ChangeRole x => client.ChangeRoleAsync(user, x.To, cancellationToken),
        DisableUser => client.DisableUserAsync(user, cancellationToken),
        DeleteUser => client.DeleteUserAsync(user, cancellationToken),
        RemoveFromOrganisation => client.RemoveFromOrganisationAsync(user, cancellationToken),
        LogOutUser => client.LogOutUserAsync(user, cancellationToken),
        _ => throw new NotSupportedException($"{step.GetType().Name} cannot be done to an account."),
    };

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
