using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scim.Tests.Api.Conformance;

/// <summary>What discovery shows has the attributes that its own schema in <c>/Schemas</c> says, of the types it says.</summary>
public class PublishedSchemaTests
{
    private static readonly string[] Common = ["schemas", "id", "meta"];

    // Only the schema of schemas has it, and a schema has no way to say that it goes on without an end.
    private const string Endless = "attributes.subAttributes.subAttributes";

    private ScimServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ScimServer.StartAsync(("Scim:SchemasDir", ScimServer.CustomSchemas));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("ServiceProviderConfig")]
    [TestCase("ResourceTypes")]
    [TestCase("Schemas")]
    public async Task Is_kept_by_what_is_shown_at(string path)
    {
        var answer = (await _server.GetAsync(path)).Body;
        IEnumerable<JsonNode?> shown = answer["Resources"] as JsonArray ?? (IEnumerable<JsonNode?>)[answer];

        foreach (var item in shown.OfType<JsonObject>())
        {
            var schema = (await _server.GetAsync($"Schemas/{item["schemas"]![0]}")).Body;
            var bare = new JsonObject(item.Where(x => !Common.Contains(x.Key)).Select(x => KeyValuePair.Create(x.Key, x.Value?.DeepClone())));
            Assert.That(Faults(schema["attributes"]!.AsArray(), bare, ""), Is.Empty, item["id"]?.ToJsonString());
        }
    }

    private static IEnumerable<string> Faults(JsonArray attributes, JsonObject shown, string prefix)
    {
        var names = attributes.Select(x => x!["name"]!.GetValue<string>()).ToList();
        foreach (var (name, _) in shown.Where(x => !names.Contains(x.Key) && prefix + x.Key != Endless)) yield return $"{prefix}{name} is in no schema.";

        foreach (var attribute in attributes.OfType<JsonObject>())
        {
            var name = attribute["name"]!.GetValue<string>();
            if (!shown.TryGetPropertyValue(name, out var value))
            {
                if (attribute["required"]!.GetValue<bool>() && name != "id") yield return $"{prefix}{name} is required.";
                continue;
            }

            if (value is JsonArray != attribute["multiValued"]!.GetValue<bool>()) yield return $"{prefix}{name} is one and many.";
            foreach (var one in value as JsonArray ?? (IEnumerable<JsonNode?>)[value])
            {
                if (one!.GetValueKind() != Kind(attribute, one)) yield return $"{prefix}{name} is {one.ToJsonString()}.";
                if (one is JsonObject inner && attribute["subAttributes"] is JsonArray subs)
                {
                    foreach (var fault in Faults(subs, inner, $"{prefix}{name}.")) yield return fault;
                }
            }
        }
    }

    private static JsonValueKind Kind(JsonObject attribute, JsonNode value) => attribute["type"]!.GetValue<string>() switch
    {
        "complex" => JsonValueKind.Object,
        "boolean" => value.GetValueKind() == JsonValueKind.True ? JsonValueKind.True : JsonValueKind.False,
        "integer" or "decimal" => JsonValueKind.Number,
        _ => JsonValueKind.String,
    };
}
