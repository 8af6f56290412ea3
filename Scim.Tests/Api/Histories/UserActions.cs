namespace Scim.Tests.Api.Histories;

internal sealed record PatchTitle(string Title) : Action
{
    public override Message Message(Subject subject) => new(HttpMethod.Patch, subject.Path, Subject.Patch($$"""{"op": "replace", "path": "title", "value": "{{Title}}"}"""));

    public override (State Next, Answer Answer) On(State state) => Shown(state.With(Title));

    public override string ToString() => $"PATCH '{Title}'";
}

internal sealed record PutTitle(string Title) : Action
{
    public override Message Message(Subject subject) => new(HttpMethod.Put, subject.Path, Some.User(subject.Name, $"\"title\": \"{Title}\""));

    public override (State Next, Answer Answer) On(State state) => Shown(state.With(Title));

    public override string ToString() => $"PUT '{Title}'";
}
