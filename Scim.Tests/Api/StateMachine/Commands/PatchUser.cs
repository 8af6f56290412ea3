using System.Text.Json.Nodes;
using Scim.Tests.Api.StateMachine.Operations;

namespace Scim.Tests.Api.StateMachine.Commands;

internal sealed record PatchUser(int Number, IReadOnlyList<UserOperation> Operations, Condition Condition) : Command
{
    private Ref Target => new(Kind.User, Number);

    public override Call Call(Model model) => new("PATCH", $"Users/{model.IdOf(Target)}", Body(Operations.Select(x => x.Json(model))))
    {
        Headers = Condition.Headers(model.Find(Kind.User, model.IdOf(Target))),
    };

    public static JsonObject Body(IEnumerable<JsonObject> operations) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
        [nameof(Operations)] = new JsonArray([.. operations]),
    };

    public override bool IsRefusedUnread(Model model) => Operations.OfType<WrongOperation>().Any(x => x.IsReadFirst);

    protected override Expected Run(Model model, ScimAnswer answer)
    {
        if (Operations.OfType<WrongOperation>().FirstOrDefault(x => x.IsReadFirst) is { } wrong) throw new Refused(wrong.ScimType);
        if (model.Find(Kind.User, model.IdOf(Target)) is not ModelUser current) return Expected.NotFound;
        if (Condition.RulesOut(current)) return Expected.AtAnotherVersion;

        var patched = Operations.Aggregate(current, (user, operation) => operation.On(user, model));
        if (patched.UserName is null) throw new Refused("mutability");
        if (model.IsTaken(patched)) return Expected.Taken;

        model.Change(patched);
        return new Expected(200, Body: View.Of(model, model.Get(current.Id)));
    }
}
