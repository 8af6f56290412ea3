namespace Scim.Tests.Api.Histories;

/// <summary>What a request asks for: how it is sent, and what it does to a resource that is there.</summary>
internal abstract record Action
{
    /// <summary>False where it is sent to another resource, on which this one depends.</summary>
    public virtual bool IsToResource => true;

    public abstract Message Message(Subject subject);

    public abstract (State Next, Answer Answer) On(State state);

    /// <summary>The part of the answer that the specification speaks of.</summary>
    public virtual bool TellsContent => true;

    protected static (State Next, Answer Answer) Shown(State state) => (state, new Answer(200, state.Version, state.Content));
}

internal sealed record Message(HttpMethod Method, string Path, string? Body = null);

internal sealed record Read : Action
{
    public override Message Message(Subject subject) => new(HttpMethod.Get, subject.Path);

    public override (State Next, Answer Answer) On(State state) => Shown(state);

    public override string ToString() => "GET";
}

internal sealed record Delete : Action
{
    public override bool TellsContent => false;

    public override Message Message(Subject subject) => new(HttpMethod.Delete, subject.Path);

    public override (State Next, Answer Answer) On(State state) => (state with { Version = 0, Content = "" }, new Answer(204));

    public override string ToString() => "DELETE";
}
