using Scim.Grafana.Client;

namespace Scim.Grafana.Reporting;

/// <summary>
/// What in Grafana's own configuration keeps a provisioned user from landing on the right account, or lets a leaver back in. Grafana tells its
/// configuration to a server admin.
/// </summary>
public sealed class SettingsCheck(GrafanaTenants tenants, GrafanaOptions options)
{
    private const string Returning =
        "A leaver who has signed in through SSO cannot be disabled, and comes back unless the identity provider refuses the sign-in. Set \"Assignment required\" on the enterprise application and then Grafana__AssignmentRequired to true; or Grafana__Deactivation to Delete, with allow_sign_up = false in Grafana.";

    private static readonly string[] OAuthProviders = ["auth.azuread", "auth.generic_oauth", "auth.okta", "auth.google", "auth.github", "auth.gitlab"];

    // With each of these, an account counts as external from its first sign-in on. What lets it make accounts has different names.
    private static readonly (string Section, string SignUp)[] SignIns =
        [.. OAuthProviders.Select(x => (x, "allow_sign_up")), ("auth.jwt", "auto_sign_up"), ("auth.proxy", "auto_sign_up"), ("auth.ldap", "allow_sign_up")];

    /// <summary>Each in one sentence, with what to set.</summary>
    public async Task<IReadOnlyList<string>> WarningsAsync(CancellationToken cancellationToken)
    {
        if (await tenants.Server.SettingsAsync(cancellationToken) is not { } settings)
            return options.AssignmentRequired ? [] : ["Grafana does not show its configuration to this admin. " + Returning];

        var enabled = SignIns.Where(x => IsTrue(settings, x.Section, "enabled", false)).ToList();
        return [.. Accounts(settings, enabled.Select(x => x.Section).Intersect(OAuthProviders).ToList()), .. Leavers(settings, enabled)];
    }

    private static IEnumerable<string> Accounts(IReadOnlyDictionary<string, Dictionary<string, string>> settings, List<string> oauth)
    {
        if (!IsTrue(settings, "users", "auto_assign_org", true))
            yield return "[users] auto_assign_org is false: Grafana gives each new account an organisation of its own. Set it to true.";
        if (IsTrue(settings, "smtp", "enabled", false) && IsTrue(settings, "users", "verify_email_enabled", false))
            yield return "[users] verify_email_enabled is true: Grafana does not change an address before the person confirms it. Set it to false.";
        if (oauth.Count > 0 && !IsTrue(settings, "auth", "oauth_allow_insecure_email_lookup", false))
            yield return "[auth] oauth_allow_insecure_email_lookup is false: a first sign-in does not find the account that was made here, and fails. Set it to true, with one provider and one tenant of it.";
        foreach (var provider in oauth.Where(x => !IsTrue(settings, x, "skip_org_role_sync", false)))
            yield return $"[{provider}] skip_org_role_sync is false: each sign-in sets the role anew, and Grafana refuses to change it from here. Set it to true, so that roles come from SCIM.";
    }

    private IEnumerable<string> Leavers(IReadOnlyDictionary<string, Dictionary<string, string>> settings, List<(string Section, string SignUp)> enabled)
    {
        if (options.AssignmentRequired) yield break;

        if (options.Deactivation == DeactivationPolicy.Disable && enabled.Count > 0) yield return Returning;
        foreach (var (section, signUp) in enabled.Where(x => options.Deactivation == DeactivationPolicy.Delete && IsTrue(settings, x.Section, x.SignUp, true)))
            yield return $"[{section}] {signUp} is true: a leaver whose account was deleted gets a new one at the next sign-in. Set it to false.";
    }

    private static bool IsTrue(IReadOnlyDictionary<string, Dictionary<string, string>> settings, string section, string key, bool absent) =>
        settings.TryGetValue(section, out var values) && values.TryGetValue(key, out var value) ? string.Equals(value, "true", StringComparison.OrdinalIgnoreCase) : absent;
}
