using System.Globalization;
using Scim.Doubles.Protocol;

namespace Scim.Doubles.Access;

/// <summary>Grafana's configuration, all of it as text.</summary>
internal static class SettingsEndpoint
{
    public static void MapSettings(this GrafanaRoutes routes) => routes.Get("/admin/settings", Permission.Everywhere("settings:read"), Settings);

    private static GrafanaAnswer Settings(GrafanaRequest request)
    {
        var options = request.State.Options;
        return GrafanaAnswer.Ok(new Dictionary<string, Dictionary<string, string>>
        {
            ["smtp"] = new() { ["enabled"] = Text(options.VerifyEmail) },
            ["users"] = new()
            {
                ["verify_email_enabled"] = Text(options.VerifyEmail),
                ["auto_assign_org"] = Text(options.AutoAssignOrg),
                ["auto_assign_org_id"] = options.AutoAssignOrgId.ToString(CultureInfo.InvariantCulture),
                ["auto_assign_org_role"] = options.AutoAssignOrgRole,
            },
            ["auth"] = new() { ["oauth_allow_insecure_email_lookup"] = Text(options.EmailLookup) },
            ["auth.azuread"] = new()
            {
                ["enabled"] = Text(options.AzureAd),
                ["allow_sign_up"] = Text(true),
                ["skip_org_role_sync"] = Text(!options.OrgRoleSync),
            },
        });
    }

    private static string Text(bool value) => value ? "true" : "false";
}
