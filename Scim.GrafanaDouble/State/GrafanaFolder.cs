namespace Scim.Doubles.State;

/// <summary>A folder of the root.</summary>
public sealed class GrafanaFolder
{
    public required long Id { get; init; }

    public required string Uid { get; init; }

    public required long OrgId { get; init; }

    public required string Title { get; init; }

    public DateTimeOffset Created { get; init; }

    public List<FolderPermission> Permissions { get; } = [];
}

/// <summary>What one user, team or role may do in a folder: View, Edit or Admin.</summary>
public sealed record FolderPermission(long Id, string Permission, long? UserId = null, long? TeamId = null, string? BuiltInRole = null);
