namespace Scim.Tests.Api.StateMachine.Commands;

internal sealed record Delete(Ref Target, Condition Condition) : Command
{
    public override Call Call(Model model) => new("DELETE", $"{Target.Kind}s/{model.IdOf(Target)}") { Headers = Condition.Headers(model.Find(Target.Kind, model.IdOf(Target))) };

    protected override Expected Run(Model model, ScimAnswer answer)
    {
        var id = model.IdOf(Target);
        if (model.Find(Target.Kind, id) is not { } current) return Expected.NotFound;
        if (Condition.RulesOut(current)) return Expected.AtAnotherVersion;
        model.Delete(id);
        return Expected.Nothing;
    }
}
