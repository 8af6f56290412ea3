using System.Text.Json;
using System.Text.Json.Serialization;

namespace Scim.Grafana.Comparing;

/// <summary>A team as it was last left in Grafana: <c>last_applied</c> of its link. Its members have a table of their own.</summary>
public sealed record AppliedTeam
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public string? Name { get; init; }

    /// <summary>Permissions given, by the uid of the folder.</summary>
    public IReadOnlyDictionary<string, FolderPermission> Folders { get; init; } = new Dictionary<string, FolderPermission>();

    public static AppliedTeam Read(string json) => JsonSerializer.Deserialize<AppliedTeam>(json, Json) ?? new AppliedTeam();

    public string Write() => JsonSerializer.Serialize(this, Json);
}
