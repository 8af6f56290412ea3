using FsCheck;
using FsCheck.Fluent;
using Scim.Tests.Api.StateMachine.Operations;

namespace Scim.Tests.Api.StateMachine;

/// <summary>Operations of PATCH in the dialects of Entra, Okta and others.</summary>
internal static class OperationGen
{
    private static readonly Gen<bool> Either = Gen.Elements(true, false);

    private static readonly Gen<string> Sets = Gen.Elements("add", "replace", "Add", "Replace");

    private static readonly Gen<string> Removes = Gen.Elements("remove", "Remove");

    private static readonly Gen<Spelling> Spellings = Either.Zip(Either).Zip(Either, (x, upper) => new Spelling(x.Item1, x.Item2, upper));

    private static readonly Gen<UserOperation> UserOperations = Gen.Frequency(
        (5, Text("userName", CommandGen.UserNames).Select(x => (UserOperation)new SetUserText(x))),
        (6, Gen.OneOf(Text("displayName", CommandGen.DisplayNames), Text("externalId", CommandGen.ExternalIds), Text("title", CommandGen.DisplayNames)).Select(x => (UserOperation)new SetUserText(x))),
        (4, Sets.Zip(CommandGen.Truths).Zip(Spellings, (x, spelling) => (UserOperation)new SetActive(x.Item1, x.Item2, spelling))),
        (4, from op in Sets
            from manager in CommandGen.Refs(Kind.User).OrNull()
            from form in Gen.Choose(0, 2)
            from nested in Either
            select (UserOperation)new SetManager(op, manager, form, nested)),
        (5, from op in Sets
            from emails in CommandGen.Emails
            from spelling in Spellings
            where emails.Count > 0
            select (UserOperation)new PutEmails(op, emails, spelling)),
        (5, Sets.Zip(Gen.Elements("work", "home", "other")).Zip(CommandGen.Addresses, (x, value) => (UserOperation)new SetEmail(x.Item1, x.Item2, value))),
        (2, Removes.Zip(CommandGen.Addresses.ListOf().Resize(2), (op, values) => (UserOperation)new RemoveEmails(op, [.. values]))),
        (3, Removes.Zip(
            Gen.Elements("active", "emails", "emails[type eq \"home\"]", "emails[primary eq true]", $"{ModelUser.Enterprise}:manager"),
            (op, path) => (UserOperation)new RemoveAttribute(op, path))),
        (1, Gen.Elements(WrongOperation.All).Select(x => (UserOperation)x)));

    private static readonly Gen<GroupOperation> GroupOperations = Gen.Frequency(
        (3, Gen.OneOf(Text("displayName", CommandGen.GroupNames), Text("externalId", CommandGen.ExternalIds)).Select(x => (GroupOperation)new SetGroupText(x))),
        (9, from op in Gen.Elements("add", "Add", "remove", "Remove", "replace", "Replace", "add")
            from members in CommandGen.Members
            from form in Gen.Elements(Enum.GetValues<MemberForm>())
            select (GroupOperation)new ChangeMembers(op, members, form)),
        (1, Removes.Select(op => (GroupOperation)new RemoveAllMembers(op))),
        (2, Removes.Zip(Gen.Elements(Kind.User, Kind.Group), (op, kind) => (GroupOperation)new RemoveMembersOf(op, kind))),
        (2, Removes.Zip(Gen.OneOf(CommandGen.UserNames, CommandGen.DisplayNames, CommandGen.GroupNames), (op, display) => (GroupOperation)new RemoveMembersShownAs(op, display))));

    public static Gen<IReadOnlyList<UserOperation>> OfUsers { get; } = Some(UserOperations);

    public static Gen<IReadOnlyList<GroupOperation>> OfGroups { get; } = Some(GroupOperations);

    private static Gen<TextOperation> Text(string attribute, Gen<string> values) =>
        from op in Gen.Frequency((6, Sets), (1, Removes))
        from value in Gen.Frequency((8, values.Select(x => (string?)x)), (1, Gen.Elements("", null)))
        from spelling in Spellings
        select new TextOperation(op, attribute, value, spelling);

    private static Gen<IReadOnlyList<T>> Some<T>(Gen<T> operations) =>
        Gen.Frequency((1, Gen.Constant(0)), (12, Gen.Constant(1)), (6, Gen.Choose(2, 4))).SelectMany(count => operations.ListOf(count)).Select(x => (IReadOnlyList<T>)[.. x]);
}
