namespace Scim.Doubles.State;

/// <summary>A row of Grafana's user table: a person or a service account.</summary>
public sealed class GrafanaUser
{
    public required long Id { get; init; }

    public required string Uid { get; init; }

    public string Login { get; internal set; } = "";

    public string Email { get; internal set; } = "";

    public string Name { get; set; } = "";

    public string Theme { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>The organization that calls without X-Grafana-Org-Id are about; 0 where there is none left.</summary>
    public long OrgId { get; set; }

    public bool IsGrafanaAdmin { get; set; }

    public bool IsDisabled { get; set; }

    public bool IsProvisioned { get; set; }

    public bool IsServiceAccount { get; init; }

    /// <summary>The module of the user_auth row, as in <c>oauth_azuread</c>; null for those who have never signed in through a provider.</summary>
    public string? AuthModule { get; set; }

    /// <summary>Permissions beyond those of the role, in all of the organization, as Enterprise's custom roles give them.</summary>
    public ISet<string> FurtherActions { get; } = new HashSet<string>(StringComparer.Ordinal);

    public int Sessions { get; set; }

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset LastSeen { get; set; }

    public bool IsExternal => AuthModule is not null;

    /// <summary>In ascending order, which is also the order in which another one becomes current.</summary>
    public IReadOnlyCollection<long> OrgIds => OrgSet;

    public IReadOnlyCollection<long> TeamIds => TeamSet;

    internal SortedSet<long> OrgSet { get; } = [];

    internal SortedSet<long> TeamSet { get; } = [];
}
