using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Scim.Resources.Schemas;

namespace Scim.Tests.Storage;

/// <summary>Random bodies of any type, by its schemas alone.</summary>
internal static class ResourceGen
{
    private static readonly Gen<long> Integers = Gen.Frequency(
        (3, Gen.Choose(-3, 12).Select(x => (long)x)), (1, Gen.Elements(long.MaxValue, long.MinValue, 1_000_000L)));

    private static readonly Gen<decimal> Decimals = Gen.Elements(0m, 1m, 1.0m, 1.50m, -1.5m, 0.1m, 12m, 1e-10m, 79228162514264337593543950335m, -0.000m);

    private static readonly Gen<string> Times = Gen.Elements(
        "2026-01-31T09:30:00Z", "2026-01-31T10:30:00+01:00", "2026-01-31T09:30:00.0000001Z", "2026-01-31T09:30:00.12345678Z", "2026-01-31T09:30:00",
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1969-12-31T23:59:59.999-08:00", "2026-01-31T09:29:59.9999999Z");

    private static readonly Gen<string> Links = Gen.Elements(
        "https://example.com/a", "https://example.com/A", "https://example.com/a%20b?x=1&y=2", "urn:x:y", "../Users/1", "é");

    private static readonly Gen<string> Binaries = Gen.Elements("YQ==", "yq==", "YWI", "-_-_", "+/+/");

    public static Gen<JsonObject> Of(ResourceType type) =>
        from core in Members(type.Schema.Attributes)
        from externalId in Sparse(TextGen.Values.Select(Node))
        from extensions in Gen.CollectToArray(type.Extensions, x => Members(x.Schema.Attributes).Select(content => (x.Schema.Id, content)))
        select Join(type, core, externalId, extensions);

    private static JsonObject Join(ResourceType type, JsonObject core, JsonNode? externalId, (string Id, JsonObject Content)[] extensions)
    {
        core["schemas"] = new JsonArray(type.Schema.Id);
        if (externalId is not null) core["externalId"] = externalId;
        foreach (var (id, content) in extensions) core[id] = content;
        return core;
    }

    private static Gen<JsonObject> Members(IEnumerable<SchemaAttribute> attributes) => Gen
        .CollectToArray(
            attributes.Where(x => x.Mutability != Mutability.ReadOnly && x.Name != "members"),
            x => Sparse(Value(x)).Select(value => KeyValuePair.Create(x.Name, value)))
        .Select(properties => new JsonObject(properties.Where(x => x.Value is not null)));

    private static Gen<JsonNode?> Sparse(Gen<JsonNode> values) =>
        Gen.Frequency((3, Gen.Fresh(() => (JsonNode?)null)), (2, values.Select(x => (JsonNode?)x)));

    private static Gen<JsonNode> Value(SchemaAttribute attribute)
    {
        if (!attribute.MultiValued) return Single(attribute);
        return from count in Gen.Choose(1, 3)
               from elements in Single(attribute).ArrayOf(count)
               select (JsonNode)new JsonArray(WithOnePrimary(elements));
    }

    private static JsonNode[] WithOnePrimary(JsonNode[] elements)
    {
        foreach (var element in elements.OfType<JsonObject>().Where(x => x["primary"]?.GetValue<bool>() == true).Skip(1)) element["primary"] = false;
        return elements;
    }

    private static Gen<JsonNode> Single(SchemaAttribute attribute) => attribute.Type switch
    {
        AttributeType.Complex => Members(attribute.SubAttributes).Select(x => (JsonNode)x),
        AttributeType.Boolean => Gen.Elements(true, false).Select(x => (JsonNode)JsonValue.Create(x)),
        AttributeType.Integer => Integers.Select(x => (JsonNode)JsonValue.Create(x)),
        AttributeType.Decimal => Decimals.Select(x => JsonNode.Parse(x.ToString(CultureInfo.InvariantCulture))!),
        AttributeType.DateTime => Times.Select(Node),
        AttributeType.Binary => Binaries.Select(Node),
        AttributeType.Reference => Links.Select(Node),
        _ when attribute.CanonicalValues.Count > 0 => Gen.Elements(attribute.CanonicalValues.Take(2)).Select(Node),
        _ => TextGen.Values.Select(Node),
    };

    private static JsonNode Node(string text) => JsonValue.Create(text);
}
