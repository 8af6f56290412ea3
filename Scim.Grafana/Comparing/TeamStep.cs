using Scim.Grafana.Client;

namespace Scim.Grafana.Comparing;

/// <summary>One thing to do to a team.</summary>
public abstract record TeamStep
{
    private protected TeamStep()
    {
    }
}

public sealed record CreateTeam(string Name) : TeamStep;

/// <summary>A team that is there already is managed from now on.</summary>
public sealed record AdoptTeam : TeamStep;

public sealed record RenameTeam(string From, string To) : TeamStep;

/// <summary>Who is in it changes.</summary>
public sealed record ChangeMembers(MemberDifference Difference) : TeamStep;

/// <summary>The team's permission on a folder, which is made where it is missing.</summary>
public sealed record GrantFolder(string Title, GrafanaFolder? Folder, FolderPermission? From, FolderPermission To) : TeamStep;

/// <summary>A permission that is no longer configured.</summary>
public sealed record RevokeFolder(string Uid) : TeamStep;

public sealed record DeleteTeam : TeamStep;

/// <summary>The team stays, and is not managed any more.</summary>
public sealed record ForgetTeam : TeamStep;
