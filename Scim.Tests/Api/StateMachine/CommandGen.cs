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

    private static readonly Gen<Projection> Projections =
        from excludes in Gen.Elements(true, false)
        from names in Gen.SubListOf("userName", "displayName", "externalId", "active", "EMAILS", "members", "groups", "meta", $"{ModelUser.Enterprise}:manager", "nothing")
        from none in Gen.Elements(true, false)
        select none ? new Projection(excludes) : new Projection(excludes, [.. names]);

    private static readonly Gen<List> Lists =
        from kind in Kinds
        from attribute in kind == Kind.User
            ? Gen.Elements("userName", "USERNAME", "displayName", "externalId", "title", "active", "emails", "emails.value", "emails[type]", "id", "groups", $"{ModelUser.Enterprise}:manager")
            : Gen.Elements("displayName", "externalId", "members", "members.value", "id", "id and members")
        from text in attribute switch
        {
            "userName" or "USERNAME" => UserNames,
            "displayName" or "title" => Gen.OneOf(DisplayNames, GroupNames),
            "externalId" => ExternalIds,
            _ => Addresses,
        }
        from first in Refs(kind == Kind.Group && attribute.StartsWith("id", StringComparison.Ordinal) || attribute == "groups" ? Kind.Group : Kind.User)
        from second in Gen.OneOf(Refs(Kind.User), Refs(Kind.Group))
        from projection in Projections
        from start in Gen.Elements(1, 1, 1, 2, 3)
        from count in Gen.Elements(100, 100, 2, 1, 0)
        from isFiltered in Gen.Elements(true, true, false)
        select new List(kind, isFiltered ? new Filter(attribute, text, first, second) : null, projection, start, count);

    public static Gen<Command> Creates { get; } = Bodies.Select(x => (Command)new Create(x));

    public static Gen<Command> Commands { get; } = Gen.Frequency(
        (4, Creates),
        (4, Gen.Choose(0, 9).Zip(Bodies, (number, body) => (Command)new Replace(number, body))),
        (7, Gen.Choose(0, 9).Zip(OperationGen.OfUsers, (number, operations) => (Command)new PatchUser(number, operations))),
        (9, Gen.Choose(0, 9).Zip(OperationGen.OfGroups).Zip(Projections, (x, projection) => (Command)new PatchGroup(x.Item1, x.Item2, projection))),
        (2, Gen.OneOf(Refs(Kind.User), Refs(Kind.Group)).Select(x => (Command)new Delete(x))),
        (3, from target in Gen.OneOf(Refs(Kind.User), Refs(Kind.Group))
            from kind in Gen.Frequency((9, Gen.Constant(target.Kind)), (1, Kinds))
            from projection in Projections
            select (Command)new Get(kind, target, projection)),
        (6, Lists.Select(x => (Command)x)));

    public static Gen<Ref> Refs(Kind kind) => Gen.Frequency((9, Gen.Choose(0, 8)), (1, Gen.Constant(Ref.Ghost))).Select(x => new Ref(kind, x));
}
