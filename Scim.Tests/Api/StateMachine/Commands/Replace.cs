namespace Scim.Tests.Api.StateMachine.Commands;

/// <summary>PUT of a user or a group.</summary>
internal sealed record Replace(int Number, ResourceBody Body, Condition Condition) : Command
{
    private Ref Target => new(Body.Kind, Number);

    public override Call Call(Model model) => new("PUT", $"{Body.Kind}s/{model.IdOf(Target)}", Body.Json(model)) { Headers = Condition.Headers(model.Find(Body.Kind, model.IdOf(Target))) };

    protected override Expected Run(Model model, ScimAnswer answer)
    {
        if (model.Find(Body.Kind, model.IdOf(Target)) is not { } current) return Expected.NotFound;
        if (Condition.RulesOut(current)) return Expected.AtAnotherVersion;

        var replaced = Body.On(current.Id, current, model);
        if (Body.HasOnlyUnknownMembers(model)) throw new Refused("invalidValue");
        if (model.IsTaken(replaced)) return Expected.Taken;

        model.Change(replaced, Body.Kind == Kind.Group ? Body.MemberIds(model) : null);
        return new Expected(200, Body: View.Of(model, model.Get(current.Id)));
    }
}
