using FsCheck;
using FsCheck.Fluent;
using Scim.Tests.Api.StateMachine.Commands;
using Scim.Tests.Api.StateMachine.Operations;

namespace Scim.Tests.Api.StateMachine;

/// <summary>Bulk requests of the changes that are sent alone too.</summary>
internal static class BulkGen
{
    // In bulk there is If-Match alone.
    private static readonly Gen<Condition> Conditions = Gen.Frequency(
        (6, Gen.Constant(Condition.None)),
        (1, Gen.Constant(new Condition(Tags.Any))),
        (3, Gen.Choose(1, 3).Select(x => new Condition { Version = x })));

    // Names that no single request has taken, so that most references lead to what is there.
    private static readonly Gen<string?> NewNames = Gen.Frequency((1, Gen.Constant<string?>(null)), (3, Gen.Choose(1, 30).Select(x => (string?)$"new {x}")));

    private static readonly Gen<Command> Operations = Gen.Frequency(
        (6, CommandGen.Creates.Zip(NewNames, (x, name) => name is null ? x : Named((Create)x, name))),
        (2, CommandGen.Replaces),
        (2, CommandGen.UserPatches),
        (4, CommandGen.GroupPatches),
        (1, CommandGen.Deletes)).Zip(Conditions, With);

    public static Gen<Command> Bulks { get; } =
        from count in Gen.Choose(1, 8)
        from operations in Operations.ListOf(count)
        from failOnErrors in Gen.Frequency((3, Gen.Constant<int?>(null)), (1, Gen.Choose(1, 3).Select(x => (int?)x)))
        select (Command)new InBulk([.. operations], failOnErrors);

    private static Command Named(Create create, string name) =>
        create with { Body = create.Body.Kind == Kind.User ? create.Body with { UserName = name } : create.Body with { DisplayName = name } };

    private static Command With(Command command, Condition condition) => command switch
    {
        Replace x => x with { Condition = condition },
        PatchUser x => x with { Condition = condition },
        PatchGroup x => x with { Condition = condition, Projection = new Projection(true) },
        Delete x => x with { Condition = condition },
        _ => command,
    };
}
