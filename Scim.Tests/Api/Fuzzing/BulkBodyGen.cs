using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>Bulk requests: operations that are mostly right, references between them and to nothing, versions of every kind.</summary>
internal static class BulkBodyGen
{
    private static readonly Gen<bool> Rarely = Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)));

    private static readonly Gen<string> BulkIds = Gen.Choose(0, 4).Select(x => $"b{x}");

    private static readonly Gen<string> Ids = Gen.Frequency(
        (8, Gen.Elements("user", "group").Zip(Gen.Choose(0, 9), (type, i) => $"{{{type}{i}}}")), (3, BulkIds.Select(x => $"bulkId:{x}")), (1, Gen.Elements("00000000-0000-7000-8000-000000000000", "x", "bulkId:", "bulkId:none")));

    private static readonly Gen<JsonNode?> Versions = Gen.Frequency(
        (12, Gen.Constant((JsonNode?)null)), (4, Gen.Elements("W/\"1\"", "W/\"2\"", "*", "1", "", "W/").Select(x => (JsonNode?)JsonValue.Create(x))), (1, ScimJsonGen.Values));

    private static readonly Gen<JsonObject> Members = Ids.ListOf().Resize(4).Select(ids => new JsonObject
    {
        ["schemas"] = new JsonArray(PatchBodyGen.PatchOp),
        ["Operations"] = new JsonArray(new JsonObject { ["op"] = "add", ["path"] = "members", ["value"] = new JsonArray([.. ids.Select(x => new JsonObject { ["value"] = x })]) }),
    });

    private static readonly Gen<JsonObject> Creates =
        from isGroup in Gen.Elements(true, false)
        from bulkId in BulkIds
        from data in isGroup ? PatchBodyGen.Groups : PatchBodyGen.Users
        select new JsonObject { ["method"] = "POST", ["path"] = isGroup ? "/Groups" : "/Users", ["bulkId"] = bulkId, ["data"] = data.DeepClone() };

    private static readonly Gen<JsonObject> Changes =
        from id in Ids
        let isGroup = id.Contains("group", StringComparison.Ordinal)
        from swaps in Rarely
        from method in Gen.Elements("PUT", "PATCH", "PATCH", "DELETE")
        from data in (method, isGroup) switch
        {
            ("PUT", true) => PatchBodyGen.Groups,
            ("PUT", _) => PatchBodyGen.Users,
            (_, true) => Gen.OneOf(PatchBodyGen.GroupPatches, Members),
            _ => PatchBodyGen.UserPatches,
        }
        from version in Versions
        select Change(method, $"{(isGroup == swaps ? "/Users" : "/Groups")}/{id}", data, version);

    private static readonly Gen<JsonNode?> Operations = Gen.Frequency(
        (8, Creates.Select(x => (JsonNode?)x)),
        (16, Changes.Select(x => (JsonNode?)x)),
        (3, Changes.Zip(ScimJsonGen.Objects, (x, over) => (JsonNode?)Overlay(x, over))),
        (1, ScimJsonGen.Values));

    public static Gen<JsonObject> Requests { get; } =
        from operations in Operations.ListOf().Resize(8)
        from limit in Gen.Frequency((6, Gen.Constant((JsonNode?)null)), (2, Gen.Choose(0, 3).Select(x => (JsonNode?)JsonValue.Create(x))), (1, ScimJsonGen.Values))
        select Request(operations, limit);

    private static JsonObject Change(string method, string path, JsonObject data, JsonNode? version)
    {
        var change = new JsonObject { ["method"] = method, ["path"] = path };
        if (method != "DELETE") change["data"] = data.DeepClone();
        if (version is not null) change["version"] = version.DeepClone();
        return change;
    }

    private static JsonObject Overlay(JsonObject operation, JsonObject over)
    {
        var changed = (JsonObject)operation.DeepClone();
        foreach (var (name, value) in over) changed[name] = value?.DeepClone();
        return changed;
    }

    private static JsonObject Request(IEnumerable<JsonNode?> operations, JsonNode? failOnErrors)
    {
        var request = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:BulkRequest"),
            ["Operations"] = new JsonArray([.. operations.Select(x => x?.DeepClone())]),
        };
        if (failOnErrors is not null) request["failOnErrors"] = failOnErrors.DeepClone();
        return request;
    }
}
