namespace Scim.Doubles;

/// <summary>Which Grafana it is, and how it is set up.</summary>
public sealed class GrafanaDoubleOptions
{
    /// <summary>A version from 10 to 13, which decides about uids, messages and the bulk call for members.</summary>
    public string Version { get; init; } = "12.3.0";

    public string AdminUser { get; init; } = "admin";

    public string AdminPassword { get; init; } = "admin";

    /// <summary><c>[users] auto_assign_org</c>: without it each new user gets an organization of its own.</summary>
    public bool AutoAssignOrg { get; init; } = true;

    public long AutoAssignOrgId { get; init; } = 1;

    public string AutoAssignOrgRole { get; init; } = "Viewer";

    /// <summary><c>[auth.anonymous] hide_version</c>: health does not tell the version.</summary>
    public bool HideVersion { get; init; }

    /// <summary><c>skip_org_role_sync = false</c>: the roles of those who have signed in belong to the sign-in.</summary>
    public bool OrgRoleSync { get; init; }

    /// <summary><c>[auth.azuread] enabled</c>, as far as the configuration tells.</summary>
    public bool AzureAd { get; init; }

    /// <summary><c>[auth] oauth_allow_insecure_email_lookup</c></summary>
    public bool EmailLookup { get; init; }

    /// <summary><c>[users] verify_email_enabled</c> with SMTP: a new address waits for the person, and the rest of the update is passed over.</summary>
    public bool VerifyEmail { get; init; }

    /// <summary><c>[auth.basic] password_policy</c></summary>
    public bool PasswordPolicy { get; init; }

    /// <summary>The toggle <c>kubernetesTeamsRedirect</c>.</summary>
    public bool TeamsRedirect { get; init; }

    /// <summary>Whether PUT /api/teams/:id/members exists; by default it does from version 13 on.</summary>
    public bool? BulkMembers { get; init; }

    /// <summary>The time by which tokens expire and blocked logins are free again.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal GrafanaVersion ParsedVersion => GrafanaVersion.Parse(Version);

    internal bool HasBulkMembers => BulkMembers ?? ParsedVersion.Major >= 13;
}
