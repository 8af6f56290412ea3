using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Scim.Tests.ResourceModel;

/// <summary>Random JSON.</summary>
internal static class JsonGen
{
    private static readonly Gen<string> Texts =
        Gen.Elements("a", "B", "é", "e\u0301", "İ", "ß", "😀", "\"", "\\", "/", "\n", "\u0001", " ", "7", "True", "urn:", ".", "[").ArrayOf().Resize(6).Select(string.Concat);

    private static readonly Gen<JsonNode?> Leaves = Gen.OneOf(
        Texts.Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Elements("0", "-1", "1.50", "1e3", "79228162514264337593543950335", "true", "false", "null").Select(text => JsonNode.Parse(text)));

    /// <summary>Any value, at most a few levels deep.</summary>
    public static Gen<JsonNode?> Values { get; } = Tree(3);

    /// <summary>Objects whose names differ by more than case.</summary>
    public static Gen<JsonObject> Objects { get; } = Object(3);

    private static Gen<JsonNode?> Tree(int depth) => depth == 0
        ? Leaves
        : Gen.OneOf(
            Leaves,
            Tree(depth - 1).ListOf().Resize(4).Select(items => (JsonNode?)new JsonArray([.. items.Select(x => x?.DeepClone())])),
            Object(depth - 1).Select(x => (JsonNode?)x));

    private static Gen<JsonObject> Object(int depth) =>
        from names in Texts.ListOf().Resize(4)
        from values in Tree(depth).ListOf(names.Count)
        select new JsonObject(names.Zip(values).DistinctBy(x => x.First, StringComparer.OrdinalIgnoreCase)
            .Select(x => KeyValuePair.Create(x.First, x.Second?.DeepClone())));
}
