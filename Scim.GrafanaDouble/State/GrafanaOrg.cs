namespace Scim.Doubles.State;

public sealed class GrafanaOrg
{
    public required long Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The role of each member by its id, service accounts included.</summary>
    public IReadOnlyDictionary<long, string> Roles => RoleTable;

    internal Dictionary<long, string> RoleTable { get; } = [];

    internal SortedDictionary<string, GrafanaTeam> TeamsByName { get; } = new(StringComparer.Ordinal);
}
