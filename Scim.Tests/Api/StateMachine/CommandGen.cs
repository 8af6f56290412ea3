using FsCheck;
using FsCheck.Fluent;
using Scim.Tests.Api.StateMachine.Commands;

namespace Scim.Tests.Api.StateMachine;

/// <summary>Random commands, over so few names that they often meet.</summary>
internal static class CommandGen
{
    public static readonly Gen<string> UserNames = Gen.Elements("ada", "Ada", "grace", "GRACE", "linus", "köln", "KÖLN", "edsger", "barbara");

    public static readonly Gen<string> DisplayNames = Gen.Elements("Ada", "ADA", "Engines", "Grace Hopper", "李");

    public static readonly Gen<string> GroupNames = Gen.Elements("Engines", "ENGINES", "Ops", "Sales", "Straße", "All");

    public static readonly Gen<string> ExternalIds = Gen.Elements("x1", "X1", "x2", "7");

    public static readonly Gen<string> Addresses = Gen.Elements("a@example.com", "b@example.com", "c@example.com");

    public static readonly Gen<Truth> Truths = Gen.Elements(true, false).Zip(Gen.Elements(true, false), (value, text) => new Truth(value, text));

    public static readonly Gen<IReadOnlyList<ModelEmail>> Emails =
        Gen.Elements("work", "home", "other").Zip(Addresses).Zip(Gen.Elements<bool?>(null, null, true, false), (x, primary) => new ModelEmail(x.Item1, x.Item2, primary))
            .ListOf().Resize(3).Select(x => (IReadOnlyList<ModelEmail>)[.. x]);

    public static readonly Gen<IReadOnlyList<Ref>> Members =
        Gen.Frequency((3, Refs(Kind.User)), (2, Refs(Kind.Group))).ListOf().Resize(3).Select(x => (IReadOnlyList<Ref>)[.. x]);

    private static readonly Gen<ResourceBody> UserBodies =
        from userName in Gen.Frequency((20, UserNames.Select(x => (string?)x)), (1, Gen.Elements("", null)))
        from displayName in Gen.Frequency((3, DisplayNames.Select(x => (string?)x)), (2, Gen.Elements("", null)))
        from externalId in ExternalIds.OrNull()
        from title in DisplayNames.OrNull()
        from active in Truths.OrNull()
        from emails in Emails.OrNull()
        from manager in Refs(Kind.User).OrNull()
        select new ResourceBody(Kind.User, userName, displayName, externalId, title, active, emails, manager, null);

    private static readonly Gen<ResourceBody> GroupBodies =
        from displayName in Gen.Frequency((20, GroupNames.Select(x => (string?)x)), (1, Gen.Elements("", null)))
        from externalId in ExternalIds.OrNull()
        from members in Members.OrNull()
        select new ResourceBody(Kind.Group, null, displayName, externalId, null, null, null, null, members);

    private static readonly Gen<ResourceBody> Bodies = Gen.OneOf(UserBodies, GroupBodies);

    private static readonly Gen<Kind> Kinds = Gen.Elements(Kind.User, Kind.Group);

    public static readonly Gen<Projection> Projections =
        from excludes in Gen.Elements(true, false)
        from names in Gen.SubListOf("userName", "displayName", "externalId", "active", "EMAILS", "members", "groups", "meta", $"{ModelUser.Enterprise}:manager", "nothing")
        from none in Gen.Elements(true, false)
        select none ? new Projection(excludes) : new Projection(excludes, [.. names]);

    private static readonly Gen<Tags?> SomeTags =
        Gen.Frequency((4, Gen.Elements(Tags.Current, Tags.Any, Tags.Strong, Tags.Among)), (2, Gen.Constant(Tags.Other))).Select(x => (Tags?)x);

    private static readonly Gen<Condition> AnyConditions =
        Gen.OneOf(SomeTags.Select(x => new Condition(x)), SomeTags.Select(x => new Condition(NoneMatch: x)), SomeTags.Zip(SomeTags, (match, noneMatch) => new Condition(match, noneMatch)));

    // Most changes go ahead.
    private static readonly Gen<Condition> Conditions = Gen.Frequency((5, Gen.Constant(Condition.None)), (2, SomeTags.Select(x => new Condition(x))), (1, AnyConditions));

    public static Gen<Command> Creates { get; } = Bodies.Select(x => (Command)new Create(x));

    public static Gen<Command> Replaces { get; } = Gen.Choose(0, 9).Zip(Bodies).Zip(Conditions, (x, condition) => (Command)new Replace(x.Item1, x.Item2, condition));

    public static Gen<Command> UserPatches { get; } =
        Gen.Choose(0, 9).Zip(OperationGen.OfUsers).Zip(Conditions, (x, condition) => (Command)new PatchUser(x.Item1, x.Item2, condition));

    public static Gen<Command> GroupPatches { get; } =
        from number in Gen.Choose(0, 9)
        from operations in OperationGen.OfGroups
        from projection in Projections
        from condition in Conditions
        select (Command)new PatchGroup(number, operations, projection, condition);

    public static Gen<Command> Deletes { get; } = Gen.OneOf(Refs(Kind.User), Refs(Kind.Group)).Zip(Conditions, (x, condition) => (Command)new Delete(x, condition));

    public static Gen<Command> Commands { get; } = Gen.Frequency(
        (4, Creates),
        (4, Replaces),
        (7, UserPatches),
        (9, GroupPatches),
        (2, Deletes),
        (5, BulkGen.Bulks),
        (3, from target in Gen.OneOf(Refs(Kind.User), Refs(Kind.Group))
            from kind in Gen.Frequency((9, Gen.Constant(target.Kind)), (1, Kinds))
            from projection in Projections
            from condition in Gen.Frequency((1, Gen.Constant(Condition.None)), (2, AnyConditions))
            select (Command)new Get(kind, target, projection, condition)),
        (8, ListGen.Lists.Select(x => (Command)x)));

    public static Gen<Ref> Refs(Kind kind) => Gen.Frequency((9, Gen.Choose(0, 8)), (1, Gen.Constant(Ref.Ghost))).Select(x => new Ref(kind, x));
}
