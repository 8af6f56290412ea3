using FsCheck;
using FsCheck.Fluent;
using Scim.Tests.Api.StateMachine.Commands;

namespace Scim.Tests.Api.StateMachine;

/// <summary>Lists of one type or of both, by GET and by POST, page by page or all pages by cursor.</summary>
internal static class ListGen
{
    private static readonly Gen<bool> Either = Gen.Elements(true, false);

    private static readonly Gen<Order> Orders = Gen.Elements("userName", "displayName", "active", "externalId").Zip(Either, (by, descending) => new Order(by, descending));

    public static Gen<List> Lists { get; } =
        from kind in Gen.Frequency((4, Gen.Constant((Kind?)Kind.User)), (4, Gen.Constant((Kind?)Kind.Group)), (1, Gen.Constant((Kind?)null)))
        from filter in Filters(kind)
        from projection in CommandGen.Projections
        from start in Gen.Elements(1, 1, 1, 2, 3)
        from count in Gen.Elements(100, 100, 2, 1, 0)
        from isFiltered in Gen.Elements(true, true, false)
        from order in Orders
        from isOrdered in Either
        from byPost in Gen.Elements(true, false, false)
        from byCursor in Gen.Elements(true, false, false)
        select new List(kind, isFiltered && !(byCursor && isOrdered) ? filter : null, projection, start, byCursor && count == 1 ? 3 : count)
        {
            Order = isOrdered ? order : null,
            ByPost = byPost,
            Cursor = byCursor ? "" : null,
        };

    private static Gen<Filter> Filters(Kind? kind) =>
        from attribute in kind switch
        {
            Kind.User => Gen.Elements("userName", "USERNAME", "displayName", "externalId", "title", "active", "emails", "emails.value", "emails[type]", "id", "groups", $"{ModelUser.Enterprise}:manager"),
            Kind.Group => Gen.Elements("displayName", "externalId", "members", "members.value", "id", "id and members"),
            _ => Gen.Elements("displayName", "externalId", "id"),
        }
        from text in attribute switch
        {
            "userName" or "USERNAME" => CommandGen.UserNames,
            "displayName" or "title" => Gen.OneOf(CommandGen.DisplayNames, CommandGen.GroupNames),
            "externalId" => CommandGen.ExternalIds,
            _ => CommandGen.Addresses,
        }
        from first in CommandGen.Refs(kind == Kind.Group && attribute.StartsWith("id", StringComparison.Ordinal) || attribute == "groups" ? Kind.Group : Kind.User)
        from second in Gen.OneOf(CommandGen.Refs(Kind.User), CommandGen.Refs(Kind.Group))
        select new Filter(attribute, text, first, second);
}
