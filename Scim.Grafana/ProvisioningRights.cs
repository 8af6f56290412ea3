namespace Scim.Grafana;

/// <summary>Grafana's permissions for users of an organisation and its teams, by their names there. The role Admin has them all.</summary>
public static class ProvisioningRights
{
    public static IReadOnlyList<string> Teams { get; } =
        ["teams:create", "teams:read", "teams:write", "teams:delete", "teams.permissions:read", "teams.permissions:write"];

    /// <summary>To manage users and teams.</summary>
    public static IReadOnlyList<string> ToManage { get; } = ["org.users:read", "org.users:add", "org.users:write", "org.users:remove", .. Teams];

    /// <summary>To see users and teams.</summary>
    public static IReadOnlyList<string> ToRead { get; } = ["org.users:read", "teams:read"];
}
