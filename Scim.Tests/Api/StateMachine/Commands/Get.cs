namespace Scim.Tests.Api.StateMachine.Commands;

/// <summary>GET by id, of the right type or the other one.</summary>
internal sealed record Get(Kind Kind, Ref Target, Projection Projection, Condition Condition) : Command
{
    public override Call Call(Model model) => new("GET", $"{Kind}s/{model.IdOf(Target)}?{Projection.Query}") { Headers = Condition.Headers(model.Find(Kind, model.IdOf(Target))) };

    protected override Expected Run(Model model, ScimAnswer answer) =>
        model.Find(Kind, model.IdOf(Target)) is not { } found ? Expected.NotFound
        : Condition.IsOther ? Expected.AtAnotherVersion
        : Condition.Names ? new Expected(304) { Version = found.Version }
        : new Expected(200, Body: Projection.Of(View.Of(model, found))) { Version = found.Version };
}
