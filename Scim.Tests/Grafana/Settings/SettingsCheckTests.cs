using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Scim.Grafana;
using Scim.Grafana.Reporting;
using Scim.Tests.Grafana.Client;

namespace Scim.Tests.Grafana.Settings;

public class SettingsCheckTests
{
    private const string Leavers = "leavers come back";
    private const string Lookup = "[auth] oauth_allow_insecure_email_lookup is false: a first sign-in does not find the account that was made here, and fails. Set it to true, with one provider and one tenant of it.";

    private const string LeaversInFull =
        "A leaver who has signed in through SSO cannot be disabled, and comes back unless the identity provider refuses the sign-in. Set \"Assignment required\" on the enterprise application and then Grafana__AssignmentRequired to true; or Grafana__Deactivation to Delete, with allow_sign_up = false in Grafana.";

    // A set-up with Entra in which nothing is amiss.
    private const string Right = "auth.azuread.enabled=true auth.azuread.skip_org_role_sync=true auth.azuread.allow_sign_up=false auth.oauth_allow_insecure_email_lookup=true users.auto_assign_org=true";

    [TestCase(Right, "Disable, assigned")]
    [TestCase(Right, "Delete")]
    [TestCase(Right, "Disable", Leavers)]
    [TestCase("", "Disable")]
    [TestCase("", "Delete")]
    [TestCase("users.auto_assign_org=false", "Disable", "[users] auto_assign_org is false: Grafana gives each new account an organisation of its own. Set it to true.")]
    [TestCase("auth.azuread.enabled=false auth.azuread.allow_sign_up=true", "Delete")]
    [TestCase("auth.azuread.enabled=TRUE auth.azuread.skip_org_role_sync=true", "Disable, assigned", Lookup)]
    [TestCase(
        "auth.okta.enabled=true auth.oauth_allow_insecure_email_lookup=true",
        "Disable, assigned",
        "[auth.okta] skip_org_role_sync is false: each sign-in sets the role anew, and Grafana refuses to change it from here. Set it to true, so that roles come from SCIM.")]
    [TestCase(
        "auth.generic_oauth.enabled=true auth.generic_oauth.skip_org_role_sync=true auth.oauth_allow_insecure_email_lookup=true",
        "Delete",
        "[auth.generic_oauth] allow_sign_up is true: a leaver whose account was deleted gets a new one at the next sign-in. Set it to false.")]
    [TestCase("auth.generic_oauth.enabled=true auth.generic_oauth.skip_org_role_sync=true auth.oauth_allow_insecure_email_lookup=true", "Delete, assigned")]
    public async Task What_in_Grafanas_configuration_does_harm_is_said_with_what_to_set(string configuration, string policy, params string[] warnings)
    {
        var warned = await WarningsAsync(200, Json(configuration), policy);

        Assert.That(warned, Is.EqualTo(warnings.Select(x => x == Leavers ? LeaversInFull : x)));
    }

    [TestCase("Disable", "Grafana does not show its configuration to this admin. " + LeaversInFull)]
    [TestCase("Disable, assigned", null)]
    public async Task A_configuration_that_is_not_shown_leaves_the_doubt_about_leavers(string policy, string? warning) =>
        Assert.That(await WarningsAsync(403, """{"message": "Access denied"}""", policy), warning is null ? Is.Empty : Is.EqualTo((string[])[warning]));

    private static async Task<IReadOnlyList<string>> WarningsAsync(int status, string body, string policy)
    {
        using var handler = new InPlaceOfGrafana(x => x.RequestUri!.AbsolutePath == "/api/admin/settings" ? InPlaceOfGrafana.Answer(status, body) : InPlaceOfGrafana.Answer(404, "{}"));
        await using var services = ConnectorServices.Build(
            new GrafanaOptions
            {
                Url = new Uri("http://grafana"),
                AdminUser = "admin",
                AdminPassword = "admin",
                Deactivation = policy.StartsWith("Delete", StringComparison.Ordinal) ? DeactivationPolicy.Delete : DeactivationPolicy.Disable,
                AssignmentRequired = policy.EndsWith("assigned", StringComparison.Ordinal),
            },
            handler: handler);
        return await services.GetRequiredService<SettingsCheck>().WarningsAsync(CancellationToken.None);
    }

    /// <param name="configuration">As in <c>auth.azuread.enabled=true</c>: a section, a key and a value.</param>
    private static string Json(string configuration) => JsonSerializer.Serialize(configuration.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(x => x.Split('='))
        .Select(x => (Section: x[0][..x[0].LastIndexOf('.')], Key: x[0][(x[0].LastIndexOf('.') + 1)..], Value: x[1]))
        .GroupBy(x => x.Section)
        .ToDictionary(x => x.Key, x => x.ToDictionary(y => y.Key, y => y.Value)));
}
