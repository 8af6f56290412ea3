namespace Scim.Tests.Api.StateMachine.Commands;

/// <summary>POST of a user or a group.</summary>
internal sealed record Create(ResourceBody Body) : Command
{
    public override Call Call(Model model) => new("POST", $"{Body.Kind}s", Body.Json(model));

    public override bool IsRefusedUnread(Model model)
    {
        try
        {
            return Body.On("", current: null, model) is null;
        }
        catch (Refused)
        {
            return true;
        }
    }

    protected override Expected Run(Model model, ScimAnswer answer)
    {
        var created = Body.On(answer.Status == 201 ? answer.Id : "", current: null, model);
        if (Body.HasOnlyUnknownMembers(model)) throw new Refused("invalidValue");
        if (model.IsTaken(created)) return Expected.Taken;

        model.Add(created, Body.MemberIds(model));
        return new Expected(201, Body: View.Of(model, created));
    }
}
