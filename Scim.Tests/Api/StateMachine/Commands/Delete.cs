namespace Scim.Tests.Api.StateMachine.Commands;

internal sealed record Delete(Ref Target) : Command
{
    public override Call Call(Model model) => new("DELETE", $"{Target.Kind}s/{model.IdOf(Target)}");

    protected override Expected Run(Model model, ScimAnswer answer)
    {
        var id = model.IdOf(Target);
        if (model.Find(Target.Kind, id) is null) return Expected.NotFound;
        model.Delete(id);
        return Expected.Nothing;
    }
}
