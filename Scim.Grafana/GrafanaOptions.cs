using Scim.Storage.Tenants;

namespace Scim.Grafana;

/// <summary>The settings under <c>Grafana</c>: as environment variables <c>Grafana__Url</c> and so on. Without an address, nothing is brought to Grafana.</summary>
public sealed class GrafanaOptions
{
    public const string Section = "Grafana";

    /// <summary>The tenant that <see cref="OrgId"/> and <see cref="ServiceAccountToken"/> are for.</summary>
    public const string DefaultTenant = Tenant.Default;

    /// <summary>Where Grafana answers, as in <c>http://grafana:3000</c>.</summary>
    public Uri? Url { get; set; }

    /// <summary>The login of a local server admin of Grafana, who never signs in through SSO.</summary>
    public string? AdminUser { get; set; }

    public string? AdminPassword { get; set; }

    /// <summary>A service account's token of role Admin, in the organisation of the default tenant. Without one, the server admin makes one for each run.</summary>
    public string? ServiceAccountToken { get; set; }

    /// <summary>Tokens of service accounts of a tenant's organisation are taken as bearer tokens of the tenant.</summary>
    public bool AcceptServiceAccountTokens { get; set; } = true;

    /// <summary>The organisation of the default tenant.</summary>
    public long OrgId { get; set; } = 1;

    /// <summary>Further tenants, by name.</summary>
    public Dictionary<string, GrafanaTenantOptions> Tenants { get; set; } = [];

    /// <summary>What becomes of the account of a user who is deactivated or deleted.</summary>
    public DeactivationPolicy Deactivation { get; set; }

    /// <summary>Entra's enterprise application has "Assignment required" set, so that leavers are stopped before they reach Grafana.</summary>
    public bool AssignmentRequired { get; set; }

    /// <summary>An account or a team that is there already, with the user's address or the group's name, is managed from then on.</summary>
    public bool AdoptExisting { get; set; } = true;

    /// <summary>The role of a user for whom neither <c>roles</c> nor a group says another.</summary>
    public OrganisationRole DefaultRole { get; set; } = OrganisationRole.Viewer;

    /// <summary>Roles that groups give to their members. The highest wins, also over the user's <c>roles</c>.</summary>
    public List<GroupRoleOptions> GroupRoles { get; set; } = [];

    /// <summary>In front of the name of each team.</summary>
    public string TeamPrefix { get; set; } = "";

    /// <summary>What becomes of the team of a group that is deleted.</summary>
    public DeletedGroupPolicy DeletedGroups { get; set; }

    /// <summary>What becomes of members that somebody added to a team in Grafana.</summary>
    public HandAddedMemberPolicy HandAddedMembers { get; set; }

    /// <summary>Folders that teams may use.</summary>
    public List<FolderOptions> Folders { get; set; } = [];

    /// <summary>So many users may lose access within an hour before the brake holds the rest; more where <see cref="BrakePercent"/> allows more.</summary>
    public int BrakeUsers { get; set; } = 10;

    /// <summary>The same as a share of all users with access. 100 switches the brake off.</summary>
    public int BrakePercent { get; set; } = 10;

    /// <summary>How often everything is compared with Grafana.</summary>
    public int FullPassMinutes { get; set; } = 60;

    public bool IsEnabled => Url is not null;

    /// <summary>The tenant that an organisation is of; null where it is of none.</summary>
    public string? TenantOf(long orgId) => orgId == OrgId ? DefaultTenant : Tenants.FirstOrDefault(x => x.Value.OrgId == orgId).Key;
}

/// <summary>A further tenant's organisation in Grafana.</summary>
public sealed class GrafanaTenantOptions
{
    public long OrgId { get; set; }

    /// <summary>A service account's token of role Admin in that organisation.</summary>
    public string? ServiceAccountToken { get; set; }
}

/// <summary>What becomes of the account of a user who is deactivated or deleted.</summary>
public enum DeactivationPolicy
{
    /// <summary>It is disabled; where Grafana refuses that, because the user has signed in through SSO, it leaves the organisation and its sessions end.</summary>
    Disable,

    /// <summary>It is deleted.</summary>
    Delete,
}

/// <summary>What becomes of the team of a group that is deleted.</summary>
public enum DeletedGroupPolicy
{
    /// <summary>It stays as it is, and is not managed any more.</summary>
    KeepTeam,

    /// <summary>It is deleted, if it was made from here.</summary>
    DeleteTeam,
}

/// <summary>What becomes of members that somebody added to a team in Grafana.</summary>
public enum HandAddedMemberPolicy
{
    Keep,

    Remove,
}

/// <summary>Grafana's roles in an organisation, the lowest first. Their numbers are such that a list of two is none of them.</summary>
public enum OrganisationRole
{
    None = 0,

    Viewer = 1,

    Editor = 2,

    Admin = 4,
}

/// <summary>A role that a group gives to its members.</summary>
public sealed class GroupRoleOptions
{
    /// <summary>The group's <c>displayName</c>, in any case, or its id.</summary>
    public string Group { get; set; } = "";

    public OrganisationRole? Role { get; set; }
}

/// <summary>A folder that a group's team may use. It is made where it is missing, and never deleted.</summary>
public sealed class FolderOptions
{
    /// <summary>The folder's title. <c>{team}</c> in it stands for the team's name.</summary>
    public string Title { get; set; } = "";

    /// <summary>The group's <c>displayName</c>, in any case, or its id; <c>*</c> for every group.</summary>
    public string Group { get; set; } = "";

    public FolderPermission? Permission { get; set; }
}

/// <summary>Grafana's permissions on a folder, by Grafana's numbers.</summary>
public enum FolderPermission
{
    View = 1,

    Edit = 2,

    Admin = 4,
}
