namespace Scim.Tests.Api.Histories;

/// <summary>All that the specification knows of a resource.</summary>
/// <param name="Version">0 once it is deleted.</param>
/// <param name="Content">The title of a user; the members of a group, each a letter, in order.</param>
/// <param name="Gone">Users that were deleted, and can be members no more.</param>
internal sealed record State(int Version, string Content, string Gone = "")
{
    public bool IsDeleted => Version == 0;

    /// <summary>What is as it was keeps its version.</summary>
    public State With(string content) => content == Content ? this : this with { Version = Version + 1, Content = content };
}

/// <summary>What a client learns. Null is what an answer does not tell.</summary>
internal sealed record Answer(int Status, int? Version = null, string? Content = null)
{
    public override string ToString() => $"{Status}{(Version is null ? "" : $" version {Version}")}{(Content is null ? "" : $" '{Content}'")}";
}
