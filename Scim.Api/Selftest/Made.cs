namespace Scim.Api.Selftest;

/// <summary>A resource that was made, or may have been: a lost answer to a POST says nothing about it.</summary>
/// <param name="Type"><c>Users</c> or <c>Groups</c>.</param>
/// <param name="Name">Its userName or displayName.</param>
internal sealed record Made(string Type, string Name)
{
    /// <summary>Null until it is known.</summary>
    public string? Id { get; set; }

    /// <summary>Several steps use it.</summary>
    public bool IsShared { get; init; }

    /// <summary>It could not be deleted after its step; once more at the end is enough.</summary>
    public bool IsLeft { get; set; }

    public string Path => $"/{Type}/{Uri.EscapeDataString(Id!)}";

    public string NameAttribute => Type == "Users" ? "userName" : "displayName";
}
