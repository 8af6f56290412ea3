namespace Scim.Tests.Api.Histories;

/// <summary>A request to one resource, and what came of it.</summary>
/// <param name="Client">Who sent it.</param>
/// <param name="Action">What it asks for.</param>
/// <param name="IfMatch">The version it insists on.</param>
/// <param name="Sent">When, by a clock that never goes back.</param>
/// <param name="Answered">Null while there is no answer: it may have been done or not.</param>
/// <param name="Answer">What was answered.</param>
internal sealed record Call(int Client, Action Action, int? IfMatch, long Sent, long? Answered, Answer? Answer)
{
    public bool ChangesNothing => Action is Read || Answer?.Status >= 400;

    /// <summary>The sequential specification.</summary>
    public (State Next, Answer Answer) On(State state) =>
        !Action.IsToResource ? Action.On(state)
        : state.IsDeleted ? (state, new Answer(404))
        : IfMatch is { } version && version != state.Version ? (state, new Answer(412, state.Version))
        : Action.On(state);

    public Call WithoutAnswer() => this with { Answered = null, Answer = null };

    public override string ToString() => $"{Action}{(IfMatch is null ? "" : $" at version {IfMatch}")}: {Answer?.ToString() ?? "no answer yet"}";
}
