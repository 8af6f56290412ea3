using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Resources.Bodies;
using Scim.Resources.Schemas;

namespace Scim.Tests.ResourceModel;

/// <summary>What holds of every document in normal form, whatever made it.</summary>
internal static class DocumentRules
{
    public static void Check(ResourceType type, JsonObject document)
    {
        var text = SomeTypes.Print(document);
        var extensions = type.Extensions.Select(x => x.Schema).Where(x => document.ContainsKey(x.Id)).ToList();

        Assert.That(
            (document["schemas"] as JsonArray)?.Select(x => x!.GetValue<string>()),
            Is.EqualTo(extensions.Select(x => x.Id).Prepend(type.Schema.Id)), text);
        CheckAttributes(document.Where(x => x.Key != "schemas" && !extensions.Exists(e => e.Id == x.Key)), Core(type), text);
        foreach (var extension in extensions) CheckAttributes((JsonObject)document[extension.Id]!, extension.Find, text);

        Assert.That(JsonNode.DeepEquals(ReadAgain(type, document), document), text);
    }

    /// <summary>What is made of the document where a client sends it back, as in GET, change, PUT.</summary>
    public static JsonObject ReadAgain(ResourceType type, JsonObject document)
    {
        var draft = ResourceBody.Read(type, document);
        Assert.That(draft.Ignored, Is.Empty);
        if (!document.ContainsKey("active")) draft.Document.Remove("active");
        return draft.Document;
    }

    private static Func<string, SchemaAttribute?> Core(ResourceType type) => name => type.Schema.Find(name) ?? CommonAttributes.Find(name);

    private static void CheckAttributes(IEnumerable<KeyValuePair<string, JsonNode?>> given, Func<string, SchemaAttribute?> find, string text)
    {
        foreach (var (name, node) in given)
        {
            var attribute = find(name);
            Assert.That(attribute?.Name, Is.EqualTo(name), text);
            if (attribute!.MultiValued) CheckElements(attribute, node, text);
            else CheckValue(attribute, node, text);
        }
    }

    private static void CheckElements(SchemaAttribute attribute, JsonNode? node, string text)
    {
        Assert.That(node, Is.InstanceOf<JsonArray>().With.Count.GreaterThan(0), text);
        foreach (var element in (JsonArray)node!) CheckValue(attribute, element, text);

        var primaries = ((JsonArray)node).OfType<JsonObject>().Count(x => x["primary"]?.GetValueKind() == JsonValueKind.True);
        Assert.That(primaries, Is.LessThan(2), text);
    }

    private static void CheckValue(SchemaAttribute attribute, JsonNode? node, string text)
    {
        if (attribute.IsComplex)
        {
            Assert.That(node, Is.InstanceOf<JsonObject>().With.Count.GreaterThan(0), text);
            CheckAttributes((JsonObject)node!, attribute.Sub, text);
            return;
        }

        var kinds = attribute.Type switch
        {
            AttributeType.Boolean => new[] { JsonValueKind.True, JsonValueKind.False },
            AttributeType.Integer or AttributeType.Decimal => [JsonValueKind.Number],
            _ => [JsonValueKind.String],
        };
        Assert.That(kinds, Has.Member(node?.GetValueKind()), text);
        Assert.That(node!.ToJsonString(), Is.Not.EqualTo("\"\""), text);
    }
}
