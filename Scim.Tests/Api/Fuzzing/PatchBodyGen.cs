using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Scim.Tests.ResourceModel;
using Scim.Tests.Storage;
using ResourceGen = Scim.Tests.ResourceModel.ResourceGen;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>Bodies that are mostly right: of users, of groups with members of every spelling, and PATCH bodies for both.</summary>
internal static class PatchBodyGen
{
    public const string PatchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private static readonly Gen<string> Keys = Gen.Frequency(
        (6, Gen.Choose(0, 30).Select(x => $"fuzz{x}")), (2, Gen.Choose(0, 30).Select(x => $"FUZZ{x}")), (1, TextGen.Values));

    private static readonly Gen<JsonNode?> Members = Gen.Frequency(
        (6, Gen.Elements("user", "group").Zip(Gen.Choose(0, 9), (type, i) => $"{{\"value\": \"{{{type}{i}}}\"}}")),
        (3, Gen.Elements(
            "\"{user0}\"", "\"{group1}\"", "{\"$ref\": \"https://x/scim/v2/Users/{user2}\"}", "{\"$ref\": null, \"value\": \"{user3}\"}", "{\"value\": \"{user4}\", \"type\": \"Group\", \"display\": \"x\"}",
            "{\"value\": \"00000000-0000-7000-8000-000000000000\"}", "{\"value\": \"nobody\"}", "{\"value\": \"{USER0}\"}")),
        (1, Gen.Elements("{}", "null", "7", "\"\"", "[]", "{\"value\": 7}", "{\"value\": {\"value\": \"{user0}\"}}", "{\"display\": \"x\"}", "{\"$ref\": \"/\"}"))).Select(text => JsonNode.Parse(text));

    private static readonly Gen<JsonNode?> MemberLists = Gen.Frequency(
        (8, Members.ListOf().Resize(5).Select(items => (JsonNode?)new JsonArray([.. items.Select(x => x?.DeepClone())]))), (1, Members), (1, ScimJsonGen.Values));

    private static readonly Gen<JsonNode?> GroupOperations = Gen.Frequency(
        (6, Operation(Gen.Elements("members", "Members", SomeTypes.CoreGroup + ":members"), MemberLists)),
        (3, Operation(
            Gen.Elements(
                "members[value eq \"{user0}\"]", "members[value eq \"{user1}\" or value eq \"{group0}\"]", "members[type eq \"Group\"]", "members[not (value eq \"{user1}\")]",
                "members[display co \"f\"]", "members[value pr]", "members[$ref ew \"{user2}\"]", "members.value", "members[value eq \"{user0}\"].display", "members[", "members[value eq 7]"),
            MemberLists)),
        (3, Operation(Gen.Elements("displayName", "externalId", "id", "meta.version", "schemas", "nothing"), Keys.Select(x => (JsonNode?)JsonValue.Create(x)))),
        (2, from kind in Kinds
            from name in Keys
            from members in MemberLists
            select (JsonNode?)new JsonObject { ["op"] = kind, ["value"] = new JsonObject { ["displayName"] = name, ["members"] = members?.DeepClone() } }),
        (1, ScimJsonGen.Values));

    private static Gen<string> Kinds => Gen.Elements("add", "remove", "replace", "Add", "Remove", "Replace", "move", "");

    public static Gen<JsonObject> Users { get; } =
        from body in ResourceGen.Bodies
        from key in Keys
        from keep in Gen.Frequency((1, Gen.Constant(true)), (9, Gen.Constant(false)))
        select keep ? body : Named(body, key);

    public static Gen<JsonObject> Groups { get; } =
        from name in Keys
        from members in MemberLists
        from external in Keys
        select new JsonObject { ["schemas"] = new JsonArray(SomeTypes.CoreGroup), ["displayName"] = name, ["externalId"] = external, ["members"] = members?.DeepClone() };

    public static Gen<JsonObject> UserPatches { get; } = ResourceGen.Operations.Select(PatchText.Body);

    public static Gen<JsonObject> GroupPatches { get; } = GroupOperations.ListOf().Resize(5).Select(operations => new JsonObject
    {
        ["schemas"] = new JsonArray(PatchOp),
        ["Operations"] = new JsonArray([.. operations.Select(x => x?.DeepClone())]),
    });

    private static Gen<JsonNode?> Operation(Gen<string> paths, Gen<JsonNode?> values) =>
        from kind in Kinds
        from path in paths
        from value in values
        from bare in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        select (JsonNode?)(bare ? new JsonObject { ["op"] = kind, ["path"] = path } : new JsonObject { ["op"] = kind, ["path"] = path, ["value"] = value?.DeepClone() });

    private static JsonObject Named(JsonObject body, string userName)
    {
        foreach (var name in body.Select(x => x.Key).Where(x => x.Equals("userName", StringComparison.OrdinalIgnoreCase)).ToList()) body.Remove(name);
        body["userName"] = userName;
        return body;
    }
}
