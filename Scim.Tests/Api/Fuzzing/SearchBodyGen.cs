using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Scim.Tests.Api.Fuzzing;

/// <summary>Search requests whose parts are each there or not.</summary>
internal static class SearchBodyGen
{
    private static readonly Gen<JsonNode?> Names = Gen.Elements("\"userName\"", "[\"displayName\", \"members\"]", "[]", "\"\"", "[1]", "[\"emails.value\"]").Select(x => JsonNode.Parse(x));

    public static Gen<JsonObject> Requests { get; } =
        from filter in Maybe(TargetGen.Filters.Select(x => (JsonNode?)JsonValue.Create(x)))
        from sortBy in Maybe(Gen.Elements("userName", "displayName", "active", "externalId", "members", "name", "").Select(x => (JsonNode?)JsonValue.Create(x)))
        from sortOrder in Maybe(Gen.Elements("ascending", "descending", "up").Select(x => (JsonNode?)JsonValue.Create(x)))
        from count in Maybe(Gen.Elements("0", "1", "2", "-1", "\"2\"", "1.5").Select(x => JsonNode.Parse(x)))
        from cursor in Maybe(Gen.Elements("", "", "x").Select(x => (JsonNode?)JsonValue.Create(x)))
        from attributes in Maybe(Names)
        select Request(("filter", filter), ("sortBy", sortBy), ("sortOrder", sortOrder), ("count", count), ("cursor", cursor), ("attributes", attributes));

    private static Gen<JsonNode?> Maybe(Gen<JsonNode?> values) => Gen.Frequency((4, Gen.Constant((JsonNode?)null)), (4, values), (1, ScimJsonGen.Values));

    private static JsonObject Request(params (string Name, JsonNode? Value)[] parts)
    {
        var request = new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:SearchRequest") };
        foreach (var (name, value) in parts)
        {
            if (value is not null) request[name] = value.DeepClone();
        }

        return request;
    }
}
