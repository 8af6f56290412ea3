using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Scim.Grafana.Client;

/// <summary>An account, as every server admin sees it.</summary>
public sealed partial record GrafanaUser
{
    public long Id { get; init; }

    public string? Uid { get; init; }

    public string Login { get; init; } = "";

    public string Email { get; init; } = "";

    public string Name { get; init; } = "";

    public bool IsGrafanaAdmin { get; init; }

    public bool IsDisabled { get; init; }

    /// <summary>When it was made, as Grafana writes it; null in lists.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>It has signed in through SSO, so Grafana neither disables nor renames it any more.</summary>
    public bool IsExternal { get; init; }

    /// <summary>SSO sets its role at each sign-in, so Grafana refuses to change it.</summary>
    public bool IsExternallySynced { get; init; }

    // Service accounts are rows of the same table; their logins begin like this. A person's address can begin with "sa-" as well, though hardly with a number next.
    [JsonIgnore]
    public bool IsServiceAccount =>
        (Email.Length == 0 || string.Equals(Email, Login, StringComparison.OrdinalIgnoreCase))
        && (Login.Contains('@', StringComparison.Ordinal) ? LoginOfOrganisation().IsMatch(Login) : Login.StartsWith("sa-", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("^sa-(autogen-+)?[0-9]+-", RegexOptions.IgnoreCase)]
    private static partial Regex LoginOfOrganisation();
}

/// <summary>An organisation that a user is in.</summary>
public sealed record UserOrganisation(long OrgId, string Role);

/// <summary>Where an account is.</summary>
/// <param name="Role">Its role in the organisation; null where it is not in it.</param>
/// <param name="IsElsewhere">It is in other organisations.</param>
public sealed record AccountPlace(OrganisationRole? Role, bool IsElsewhere);

/// <summary>A user of an organisation.</summary>
public sealed record OrganisationUser
{
    public long UserId { get; init; }

    public string? Email { get; init; }

    public string Role { get; init; } = "";

    public bool IsExternallySynced { get; init; }
}

public sealed record GrafanaTeam
{
    /// <summary>0 in searches of some versions.</summary>
    public long Id { get; init; }

    public string? Uid { get; init; }

    public string Name { get; init; } = "";

    public string Email { get; init; } = "";

    /// <summary>Grafana's own SCIM manages it, and refuses every change.</summary>
    public bool IsProvisioned { get; init; }
}

public sealed record GrafanaTeamMember
{
    public long UserId { get; init; }

    public string Email { get; init; } = "";

    public string Login { get; init; } = "";

    /// <summary>0 for a member, 4 for an admin of the team.</summary>
    public int Permission { get; init; }

    [JsonIgnore]
    public bool IsAdmin => Permission == 4;
}

public sealed record GrafanaFolder(string Uid, string Title);

/// <summary>Who may do what with a folder. Just the part about teams is of interest here.</summary>
public sealed record GrafanaFolderGrant(long TeamId, string? TeamUid, string Permission, bool IsInherited);

/// <summary>Who a credential is.</summary>
public sealed record GrafanaIdentity
{
    public string Login { get; init; } = "";

    public long OrgId { get; init; }

    public bool IsGrafanaAdmin { get; init; }
}
