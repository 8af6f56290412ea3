namespace Scim.Doubles.State;

/// <summary>The roles of an organization, from the least to the most.</summary>
public static class OrgRole
{
    public const string None = "None";
    public const string Viewer = "Viewer";
    public const string Editor = "Editor";
    public const string Admin = "Admin";

    private static readonly string[] Ranks = [None, Viewer, Editor, Admin];

    internal static bool IsKnown(string? role) => Ranks.Contains(role);

    internal static bool Includes(string role, string other) => Array.IndexOf(Ranks, role) >= Array.IndexOf(Ranks, other);
}
