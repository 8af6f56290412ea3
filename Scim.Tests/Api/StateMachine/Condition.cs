namespace Scim.Tests.Api.StateMachine;

/// <summary><c>If-Match</c> and <c>If-None-Match</c>, told by what they are to the version that there is.</summary>
internal sealed record Condition(Tags? Match = null, Tags? NoneMatch = null)
{
    public static Condition None { get; } = new();

    /// <summary>A change is refused, and a read too where it is the first that does not fit.</summary>
    public bool RulesOut => IsOther || Names;

    public bool IsOther => Match == Tags.Other;

    /// <summary>What the client has is what there is.</summary>
    public bool Names => NoneMatch is not (null or Tags.Other);

    public IReadOnlyList<(string Name, string Value)> Headers(ModelResource? target)
    {
        var headers = new List<(string, string)>();
        if (Match is { } match) headers.Add(("If-Match", Text(match, target?.Version ?? 1)));
        if (NoneMatch is { } noneMatch) headers.Add(("If-None-Match", Text(noneMatch, target?.Version ?? 1)));
        return headers;
    }

    private static string Text(Tags tags, int version) => tags switch
    {
        Tags.Any => "*",
        Tags.Current => $"W/\"{version}\"",
        Tags.Strong => $"\"{version}\"",
        Tags.Among => $"W/\"{version + 7}\", W/\"{version}\"",
        _ => $"W/\"{version + (version > 1 ? -1 : 1)}\"",
    };
}

internal enum Tags
{
    Any,
    Current,
    Strong,
    Among,
    Other,
}
