using FsCheck;
using FsCheck.Fluent;

namespace Scim.Tests.Api.Histories;

/// <summary>A request to one of the subjects.</summary>
/// <param name="Subject">Which.</param>
/// <param name="Action">What it asks for.</param>
/// <param name="IsHeld">It insists on the version that its client saw last.</param>
internal sealed record Step(int Subject, Action Action, bool IsHeld);

/// <summary>What each of several clients sends, one request after another, while the others send theirs.</summary>
internal sealed record Plan(IReadOnlyList<IReadOnlyList<Step>> Clients)
{
    public const int Users = 2;

    public const string Letters = "abc";

    private static readonly Gen<string> Titles = Gen.Frequency((1, Gen.Constant("same")), (4, Gen.Choose(1, 999).Select(x => $"t{x}")));

    private static readonly Gen<string> Members = Gen.Elements("a", "b", "c", "ab", "bc");

    private static readonly Gen<Action> UserActions = Gen.Frequency(
        (10, Gen.Constant<Action>(new Read())),
        (12, Titles.Select(x => (Action)new PatchTitle(x))),
        (8, Titles.Select(x => (Action)new PutTitle(x))),
        (1, Gen.Constant<Action>(new Delete())));

    private static readonly Gen<Action> GroupActions = Gen.Frequency(
        (10, Gen.Constant<Action>(new Read())),
        (10, Members.Select(x => (Action)new AddMembers(x))),
        (10, Members.Select(x => (Action)new RemoveMembers(x))),
        (4, Members.Select(x => (Action)new PutMembers(x))),
        (2, Gen.Elements(Letters.ToCharArray()).Select(x => (Action)new DeleteMember(x))),
        (1, Gen.Constant<Action>(new Delete())));

    private static readonly Gen<Step> Steps =
        from subject in Gen.Choose(0, Users)
        from action in subject < Users ? UserActions : GroupActions
        from held in Gen.Frequency((2, Gen.Constant(false)), (1, Gen.Constant(action.IsToResource && action is not Read)))
        select new Step(subject, action, held);

    /// <summary>It is not made smaller: how the requests meet is another each time.</summary>
    public static Arbitrary<Plan> Any { get; } =
        Arb.From(Steps.ListOf(12).ListOf(4).Select(x => new Plan([.. x.Select(steps => (IReadOnlyList<Step>)[.. steps])])));
}
