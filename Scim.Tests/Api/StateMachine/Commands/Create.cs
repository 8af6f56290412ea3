namespace Scim.Tests.Api.StateMachine.Commands;

/// <summary>POST of a user or a group.</summary>
internal sealed record Create(ResourceBody Body) : Command
{
    public override Call Call(Model model) => new("POST", $"{Body.Kind}s", Body.Json(model));

    protected override Expected Run(Model model, ScimAnswer answer)
    {
        var created = Body.On(answer.Status == 201 ? answer.Id : "", current: null, model);
        if (Body.HasOnlyUnknownMembers(model)) throw new Refused("invalidValue");
        if (model.IsTaken(created)) return Expected.Taken;

        // Before the group is there itself, since references count what was made.
        var members = Body.MemberIds(model).Where(model.Knows).ToList();
        model.Add(created);
        foreach (var member in members) model.Members.Add((created.Id, member));
        return new Expected(201, Body: View.Of(model, created));
    }
}
