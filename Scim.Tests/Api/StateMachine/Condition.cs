namespace Scim.Tests.Api.StateMachine;

/// <summary><c>If-Match</c> and <c>If-None-Match</c>, told by what they are to the version that there is.</summary>
internal sealed record Condition(Tags? Match = null, Tags? NoneMatch = null)
{
    public static Condition None { get; } = new();

    /// <summary>One version by its number, as an operation of a bulk request names it: which is there when its turn comes is not known as it is sent.</summary>
    public int? Version { get; init; }

    public bool IsOther => Match == Tags.Other;

    /// <summary>What the client has is what there is.</summary>
    public bool Names => NoneMatch is not (null or Tags.Other);

    /// <summary>A change is refused.</summary>
    public bool RulesOut(ModelResource target) => IsOther || Names || (Version is { } version && version != target.Version);

    public IReadOnlyList<(string Name, string Value)> Headers(ModelResource? target)
    {
        var headers = new List<(string, string)>();
        if (Match is { } match) headers.Add(("If-Match", Text(match, target?.Version ?? 1)));
        if (Version is { } version) headers.Add(("If-Match", $"W/\"{version}\""));
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
