namespace Scim.Tests.Api.StateMachine.Commands;

/// <summary>GET by id, of the right type or the other one.</summary>
internal sealed record Get(Kind Kind, Ref Target, Projection Projection) : Command
{
    public override Call Call(Model model) => new("GET", $"{Kind}s/{model.IdOf(Target)}?{Projection.Query}");

    protected override Expected Run(Model model, ScimAnswer answer) =>
        model.Find(Kind, model.IdOf(Target)) is { } found ? new Expected(200, Body: Projection.Of(View.Of(model, found))) : Expected.NotFound;
}
