namespace Scim.Grafana.Comparing;

/// <summary>A team as it was last left in Grafana: <c>last_applied</c> of its link. Its members have a table of their own.</summary>
public sealed record AppliedTeam
{
    public string? Name { get; init; }

    /// <summary>Permissions given, by the uid of the folder.</summary>
    public IReadOnlyDictionary<string, FolderPermission> Folders { get; init; } = new Dictionary<string, FolderPermission>();

    public static AppliedTeam Read(string json) => AppliedJson.Read<AppliedTeam>(json);

    public string Write() => AppliedJson.Write(this);
}
