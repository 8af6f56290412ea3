namespace Scim.Tests.Api.Histories;

/// <summary>Members are letters, in order and each once.</summary>
internal abstract record MembershipAction(string Letters) : Action
{
    /// <returns>The members then; null where nobody can be added of those that were to be.</returns>
    protected string? Added(State state, string to) =>
        Letters.Except(state.Gone).ToList() is var known && known.Count == 0 && Letters.Length > 0 ? null : string.Concat(to.Union(known).Order());

    protected static string Patch(Subject subject, string op, string letters) =>
        Subject.Patch($$"""{"op": "{{op}}", "path": "members", "value": [{{string.Join(", ", letters.Select(x => $$"""{"value": "{{subject.Members[x]}}"}"""))}}]}""");
}

internal sealed record AddMembers(string Letters) : MembershipAction(Letters)
{
    public override bool TellsContent => false;

    public override Message Message(Subject subject) => new(HttpMethod.Patch, subject.Path, Patch(subject, "add", Letters));

    public override (State Next, Answer Answer) On(State state) =>
        Added(state, state.Content) is { } members && state.With(members) is var next ? (next, new Answer(204, next.Version)) : (state, new Answer(400));

    public override string ToString() => $"PATCH add '{Letters}'";
}

internal sealed record RemoveMembers(string Letters) : MembershipAction(Letters)
{
    public override bool TellsContent => false;

    public override Message Message(Subject subject) => new(HttpMethod.Patch, subject.Path, Patch(subject, "remove", Letters));

    public override (State Next, Answer Answer) On(State state) =>
        state.With(string.Concat(state.Content.Except(Letters))) is var next ? (next, new Answer(204, next.Version)) : default;

    public override string ToString() => $"PATCH remove '{Letters}'";
}

internal sealed record PutMembers(string Letters) : MembershipAction(Letters)
{
    public override Message Message(Subject subject) => new(HttpMethod.Put, subject.Path, Some.Group(subject.Name, [.. Letters.Select(x => subject.Members[x])]));

    public override (State Next, Answer Answer) On(State state) => Added(state, "") is { } members ? Shown(state.With(members)) : (state, new Answer(400));

    public override string ToString() => $"PUT '{Letters}'";
}

/// <summary>A member is deleted, which takes it out of the group.</summary>
internal sealed record DeleteMember(char Letter) : Action
{
    public override bool IsToResource => false;

    public override bool TellsContent => false;

    public override Message Message(Subject subject) => new(HttpMethod.Delete, $"Users/{subject.Members[Letter]}");

    public override (State Next, Answer Answer) On(State state)
    {
        if (state.Gone.Contains(Letter, StringComparison.Ordinal)) return (state, new Answer(404));
        var next = state.With(state.Content.Replace($"{Letter}", "", StringComparison.Ordinal));
        return (next with { Gone = string.Concat(state.Gone.Append(Letter).Order()) }, new Answer(204));
    }

    public override string ToString() => $"DELETE of user '{Letter}'";
}
