namespace Scim.Tests.Faults;

/// <summary>A user or a group, and what its client knows of it: everything that was acknowledged, and the one change that is open, if any.</summary>
internal sealed class Entry(Guid id)
{
    private readonly HashSet<Guid> _members = [];

    public Guid Id => id;

    /// <summary>Changes that were acknowledged. Each gives the resource another state than it had.</summary>
    public int Acknowledged { get; private set; }

    public string? Title { get; private set; }

    public IReadOnlySet<Guid> Members => _members;

    /// <summary>Sent at least once, and never acknowledged.</summary>
    public Change? Open { get; private set; }

    public void Send(Change change) => Open = change;

    public void Acknowledge()
    {
        var change = Open!;
        Open = null;
        Acknowledged++;
        if (change.Title is not null) Title = change.Title;
        if (change.Member is { } member && (change.IsRemoval ? !_members.Remove(member) : !_members.Add(member))) throw new InvalidOperationException("It changes nothing.");
    }
}

/// <summary>One change: of a title, or of a member.</summary>
internal sealed record Change(string? Title = null, Guid? Member = null, bool IsRemoval = false)
{
    /// <summary>As a PATCH.</summary>
    public string Body => $$"""{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{{Operation}}]}""";

    private string Operation => (Title, IsRemoval) switch
    {
        ({ } title, _) => $$"""{"op": "replace", "path": "title", "value": "{{title}}"}""",
        (null, false) => $$"""{"op": "add", "path": "members", "value": [{"value": "{{Member}}"}]}""",
        _ => $$"""{"op": "remove", "path": "members[value eq \"{{Member}}\"]"}""",
    };
}
