using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Scim.Tests.ResourceModel;
using Scim.Tests.Storage;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>Random JSON with the names that SCIM has, and values of any type behind each.</summary>
internal static class ScimJsonGen
{
    private static readonly Gen<string> Names = Gen.Frequency(
        (3, Gen.Elements("schemas", "Operations", "op", "path", "value", "members", "method", "bulkId", "data", "version", "filter", "count", "startIndex", "sortBy", "attributes", "cursor", "failOnErrors")),
        (6, Gen.Elements("userName", "displayName", "externalId", "active", "emails", "roles", "name", "manager", "groups", "id", "meta", "password", "addresses", "title", "x509Certificates")),
        (3, Gen.Elements("type", "primary", "display", "$ref", "givenName", "formatted", "name.familyName", "emails.value", "emails[type eq \"work\"].value", "MEMBERS", "username")),
        (2, Gen.Elements(SomeTypes.Core, SomeTypes.CoreGroup, SomeTypes.Enterprise, SomeTypes.Enterprise + ":manager", SomeTypes.Core + ":userName", "urn:x", "", "\u0001", "é")));

    private static readonly Gen<JsonNode?> Leaves = Gen.Frequency(
        (4, TextGen.Values.Select(text => (JsonNode?)JsonValue.Create(text))),
        (3, Gen.Elements("{user0}", "{user1}", "{group0}", "{group1}", "00000000-0000-0000-0000-000000000000", "bulkId:1", "add", "Replace", "remove", "POST", "/Users", "members", "True", "work", "2026-01-31T09:30:00Z")
            .Select(text => (JsonNode?)JsonValue.Create(text))),
        (1, Gen.Elements(PatchBodyGen.PatchOp, SomeTypes.Core, SomeTypes.CoreGroup, "urn:ietf:params:scim:api:messages:2.0:BulkRequest", "urn:ietf:params:scim:api:messages:2.0:SearchRequest")
            .Select(text => (JsonNode?)JsonValue.Create(text))),
        (1, Gen.Elements(600, 70_000).Select(length => (JsonNode?)JsonValue.Create(new string('x', length)))),
        (5, Gen.Elements("0", "-1", "1.5", "1e28", "1e400", "9223372036854775808", "true", "false", "null", "[]", "{}", "\"\"", "[null]", "[[]]").Select(text => JsonNode.Parse(text))));

    public static Gen<JsonNode?> Values { get; } = Tree(3);

    public static Gen<JsonObject> Objects { get; } = Object(3);

    /// <summary>Text that need not be JSON at all.</summary>
    public static Gen<string> Fragments { get; } = Gen.Elements(
        "{", "}", "[", "]", ",", ":", "\"schemas\"", "\"userName\"", "\"", "\\", "\\u0000", "\\ud83d", "1", "-", "1e99", "true", "null", " ", "\n", "é", "😀", "\ufeff", "{\"a\":", "{\"b\":[", "//", "\0")
        .ListOf().Select(string.Concat);

    private static Gen<JsonNode?> Tree(int depth) => depth == 0
        ? Leaves
        : Gen.Frequency(
            (3, Leaves),
            (1, Tree(depth - 1).ListOf().Resize(4).Select(items => (JsonNode?)new JsonArray([.. items.Select(x => x?.DeepClone())]))),
            (2, Object(depth - 1).Select(x => (JsonNode?)x)));

    private static Gen<JsonObject> Object(int depth) =>
        from names in Names.ListOf().Resize(6)
        from values in Tree(depth).ListOf(names.Count)
        select new JsonObject(names.Zip(values).DistinctBy(x => x.First).Select(x => KeyValuePair.Create(x.First, x.Second?.DeepClone())));
}
