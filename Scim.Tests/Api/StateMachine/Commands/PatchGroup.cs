using Scim.Tests.Api.StateMachine.Operations;

namespace Scim.Tests.Api.StateMachine.Commands;

/// <summary>Answered without the group, unless attributes are named.</summary>
internal sealed record PatchGroup(int Number, IReadOnlyList<GroupOperation> Operations, Projection Projection, Condition Condition) : Command
{
    private Ref Target => new(Kind.Group, Number);

    public override Call Call(Model model) => new("PATCH", $"Groups/{model.IdOf(Target)}?{Projection.Query}", PatchUser.Body(Operations.SelectMany(x => x.Json(model))))
    {
        Headers = Condition.Headers(model.Find(Kind.Group, model.IdOf(Target))),
    };

    protected override Expected Run(Model model, ScimAnswer answer)
    {
        if (model.Find(Kind.Group, model.IdOf(Target)) is not ModelGroup current) return Expected.NotFound;
        if (Condition.RulesOut(current)) return Expected.AtAnotherVersion;

        var patched = Operations.Aggregate(current, (group, operation) => operation.On(group));
        if (patched.DisplayName is null) throw new Refused("mutability");

        var (members, added) = (model.MembersOf(current.Id).ToHashSet(), new HashSet<string>());
        foreach (var operation in Operations) operation.On(members, added, model);
        if (added.Count > 0 && !added.Any(model.MayHold)) throw new Refused("invalidValue");
        if (model.IsTaken(patched)) return Expected.Taken;

        model.Change(patched, members, StillLater(model, current.Id));
        return Projection.Names.Length == 0 || Projection.Excludes
            ? Expected.Nothing with { Version = model.Get(current.Id).Version }
            : new Expected(200, Body: Projection.Of(View.Of(model, model.Get(current.Id))));
    }

    /// <summary>Members that the group waits for as before.</summary>
    private HashSet<string> StillLater(Model model, string group)
    {
        if (Operations.Any(x => x.Clears)) return [];
        var members = model.LaterMembersOf(group).ToHashSet();
        foreach (var operation in Operations) operation.On(members, [], model);
        members.IntersectWith(model.LaterMembersOf(group));
        return members;
    }
}
