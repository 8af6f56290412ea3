using FsCheck;
using FsCheck.Fluent;
using Scim.Tests.Filter;
using Scim.Tests.ResourceModel;
using Scim.Tests.Storage;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>Paths and queries, with parameters that are right, wrong, twice there, or no UTF-8.</summary>
internal static class TargetGen
{
    private static readonly Gen<string> Roots = Gen.Frequency((6, Gen.Constant("/scim")), (4, Gen.Constant("/scim/v2")), (1, Gen.Elements("//scim", "/SCIM", "", "/scim/v3", "/scim//v2")));

    private static readonly Gen<string> Types = Gen.Frequency(
        (2, Gen.Elements("/Users", "/Groups")),
        (1, Gen.Elements("/Schemas", "/ResourceTypes", "/ServiceProviderConfig", "/Me", "/Bulk", "/.search", "//Users", "/users", "/Devices", "/", "")));

    private static readonly Gen<string> Ids = Gen.Frequency(
        (1, Gen.Elements("/{user0}", "/{group0}")),
        (5, Gen.Elements(
            "/00000000-0000-7000-8000-000000000000", "/x", "/", "/.search", "/%00", "/%FF", "/%C0%80", "/%ED%A0%80", "/..%2f..%2fhealth", "/../../health/live", "/{user0}/{user1}", "/{user0}%20",
            "/%7B{user0}%7D", "/'", "/%", "/%zz", "/urn:ietf:params:scim:schemas:core:2.0:User", "/" + new string('a', 9_000), "/a;b", "/*", "/é")));

    private static readonly Gen<string> Values = Gen.Frequency(
        (3, Gen.Elements("1", "2", "0", "-1", "1000", "2147483648", "99999999999999999999", "1e3", "0x1", " 1", "", "true", "null")),
        (3, Gen.Elements("userName", "id", "members", "groups", "emails.value", "meta", SomeTypes.Enterprise, SomeTypes.Enterprise + ":manager", "userName,members,,", "nothing", "name.givenName", "ascending", "DESCENDING", "password")),
        (2, TextGen.Values),
        (1, FilterGen.Garbage));

    public static Gen<string> Filters { get; } = Gen.OneOf(
        new StoredFilterGen(SomeTypes.User, []).Filters.Zip(FilterGen.Texts, (tree, text) => text.Of(tree)),
        new StoredFilterGen(SomeTypes.Group, []).Filters.Zip(FilterGen.Texts, (tree, text) => text.Of(tree)),
        FilterGen.Trees.Zip(FilterGen.Texts, (tree, text) => text.Of(tree)),
        FilterGen.Garbage,
        Gen.Elements(
            "userName eq \"fuzz1\"", "members eq \"{user0}\"", "members[value eq \"{group0}\" and type eq \"Group\"]", "groups eq \"{group0}\"", "id eq \"{user0}\"", "meta.lastModified gt \"2020-01-01T00:00:00Z\"",
            "meta.version eq \"W/\\\"1\\\"\"", "userName co \"\\u0000\"", "userName sw \"\\ud800\"", "not (members pr)", new string('(', 500) + "userName pr" + new string(')', 500),
            string.Join(" or ", Enumerable.Repeat("userName pr", 1_200)), "userName co \"" + new string('x', 300) + "\"", "manager eq \"{user1}\"", "active eq True", "userName eq 1e400", "roles.value ge \"\""));

    private static readonly Gen<string> Queries = Gen.Frequency(
        (4, Parameter(Gen.Constant("filter"), Filters)),
        (3, Parameter(Gen.Constant("sortBy"), Gen.Elements(
            "userName", "displayName", "active", "externalId", "id", "emails", "emails.type", "members", "meta.created", "meta.version", "name", "name.familyName", "roles", "x509Certificates", SomeTypes.Enterprise + ":department",
            SomeTypes.Enterprise, "emails[type eq \"work\"]", "")).Zip(Gen.Elements("", "&sortOrder=descending", "&sortOrder=ascending", "&cursor=", "&cursor&count=2"), (by, further) => by + further)),
        (1, Gen.Elements("cursor", "cursor=", "cursor=&count=1", "cursor=x", "cursor=AAAA", "cursor=%00", "cursor=&startIndex=1", "cursor=&cursor=", "cursor=&count=x")),
        (5, Parameter(Gen.Elements("startIndex", "count", "attributes", "excludedAttributes", "sortBy", "sortOrder", "cursor", "Count", "ATTRIBUTES", "access_token", "x", ""), Values)),
        (1, Gen.Elements("filter=%00", "filter=%FF", "filter=%C0%80", "filter", "=", "count=%31", "count=1&count=2", "filter=userName%20pr&filter=active%20pr", "a=%", "attributes=%F0%9F%98%80", "attributes=userName&attributes=id",
            "attributes=userName&excludedAttributes=id", "filter=%E2%80%A8", "%00=%00", "startIndex=+1", "filter=userName+eq+%22a%22", "count=\xE9", "?")));

    /// <summary>A target that fits the method, for the most part.</summary>
    public static Gen<string> For(string method) => Gen.Frequency(
        (4, method switch
        {
            "POST" => Gen.Frequency((8, Gen.Elements("/Users", "/Groups")), (5, Gen.Constant("/Bulk")), (1, Gen.Elements("/.search", "/Users/.search", "/Groups/.search"))),
            "PUT" or "PATCH" or "DELETE" => Addresses,
            _ => Gen.OneOf(Gen.Elements("/Users", "/Groups", "/Users", "/Groups", ""), Addresses),
        }),
        (1, Types.Zip(Gen.Frequency((1, Gen.Constant("")), (2, Ids)), (type, id) => type + id)))
        .SelectMany(path =>
            from root in Roots
            from count in Gen.Frequency((method == "GET" ? 1 : 8, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Choose(2, 4)))
            from query in Queries.ListOf(count)
            from damage in Gen.Frequency((50, Gen.Constant("")), (1, Damages))
            select root + path + damage + (query.Count == 0 ? "" : "?" + string.Join('&', query)));

    private static Gen<string> Addresses => Gen.Elements("/Users/{user", "/Groups/{group").Zip(Gen.Choose(0, 9), (path, i) => $"{path}{i}}}");

    private static Gen<string> Damages => Gen.Elements("%00", "%FF", "/", "//", "?", "#x", "\xFF", "\\", "/%2e%2e/%2e%2e", "%", "\u0001", " x");

    // Spaces and letters beyond ASCII are escaped; ids are filled in later.
    private static Gen<string> Parameter(Gen<string> names, Gen<string> values) => names.Zip(values, (name, value) =>
        $"{name}={Uri.EscapeDataString(value).Replace("%7B", "{", StringComparison.Ordinal).Replace("%7D", "}", StringComparison.Ordinal)}");
}
