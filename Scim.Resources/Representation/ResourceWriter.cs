using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scim.Resources.Schemas;
using Scim.Resources.Text;

namespace Scim.Resources.Representation;

/// <summary>
/// Writes a resource as clients see it. The stored document goes out as the bytes it is wherever nothing of it is hidden.
/// </summary>
public static class ResourceWriter
{
    /// <summary>Text of any language stays readable on the wire, as it was sent.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="json">Writes to <paramref name="output"/>.</param>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="resource">With what the projection shows of members and groups.</param>
    /// <param name="projection">What to show.</param>
    /// <param name="baseUri">The base that was called, without a slash at its end.</param>
    public static void Write(Utf8JsonWriter json, IBufferWriter<byte> output, Resource resource, Projection projection, string baseUri)
    {
        json.WriteStartObject();
        if (projection.ShowsWholeDocument && resource.Document.Length > 2)
        {
            // The document without its braces stands where the first property would.
            json.Flush();
            output.Write(resource.Document.Span[1..^1]);
            output.Write(","u8);
        }
        else
        {
            foreach (var (name, value) in Select(resource, projection)) WriteProperty(json, name, value);
        }

        json.WriteString("id", resource.Id);
        if (projection.ShowsMembers) WriteMembers(json, resource, projection);
        if (projection.ShowsGroups) WriteGroups(json, resource, projection, baseUri);
        WriteMeta(json, resource, projection, baseUri);
        json.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, JsonNode? value)
    {
        json.WritePropertyName(name);
        value!.WriteTo(json);
    }

    private static void WriteMembers(Utf8JsonWriter json, Resource resource, Projection projection)
    {
        if (resource.Members is not { } members) return;

        var attribute = resource.Type.Schema.Find("members")!;
        if (projection.ShowsWhole(attribute))
        {
            json.WritePropertyName("members");
            json.WriteRawValue(members.Span, skipInputValidation: true);
        }
        else if (Select(projection, null, attribute, JsonNode.Parse(members.Span)) is { } selected)
        {
            WriteProperty(json, "members", selected);
        }
    }

    private static void WriteGroups(Utf8JsonWriter json, Resource resource, Projection projection, string baseUri)
    {
        if (resource.Groups is not { } groups) return;

        json.WriteStartArray("groups");
        foreach (var group in groups)
        {
            json.WriteStartObject();
            foreach (var sub in projection.Groups)
            {
                var value = sub.Name switch
                {
                    "value" => group.Id,
                    "$ref" => $"{baseUri}{group.Type.Endpoint}/{group.Id}",
                    "display" => group.Display,
                    "type" => group.IsDirect ? "direct" : "indirect",
                    _ => null,
                };
                if (value is not null) json.WriteString(sub.Name, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMeta(Utf8JsonWriter json, Resource resource, Projection projection, string baseUri)
    {
        if (projection.Meta.Count == 0) return;

        json.WriteStartObject("meta");
        foreach (var sub in projection.Meta)
        {
            json.WriteString(sub.Name, sub.Name switch
            {
                "resourceType" => resource.Type.Name,
                "created" => DateTimeText.ForDisplay(resource.Created),
                "lastModified" => DateTimeText.ForDisplay(resource.LastModified),
                "location" => resource.Location(baseUri),
                _ => resource.ETag,
            });
        }

        json.WriteEndObject();
    }

    private static JsonObject Select(Resource resource, Projection projection)
    {
        var selected = new JsonObject();
        foreach (var (name, value) in (JsonObject)JsonNode.Parse(resource.Document.Span)!)
        {
            var extension = resource.Type.Extensions.FirstOrDefault(x => x.Schema.Id == name)?.Schema;
            var node = extension is not null
                ? Select(value, extension.Find, (attribute, inner) => Select(projection, extension, attribute, inner))
                : (resource.Type.Schema.Find(name) ?? CommonAttributes.Find(name)) is { } attribute ? Select(projection, null, attribute, value) : null;
            if (node is not null) selected[name] = node;
        }

        return selected;
    }

    private static JsonNode? Select(Projection projection, Schema? extension, SchemaAttribute attribute, JsonNode? value)
    {
        if (!attribute.IsComplex) return projection.Shows(extension, attribute) ? value?.DeepClone() : null;
        if (value is not JsonArray elements) return SelectSubs(value);

        var selected = new JsonArray();
        foreach (var element in elements)
        {
            if (SelectSubs(element) is { } some) selected.Add(some);
        }

        return selected.Count == 0 ? null : selected;

        JsonObject? SelectSubs(JsonNode? node) =>
            Select(node, attribute.Sub, (sub, inner) => projection.Shows(extension, attribute, sub) ? inner?.DeepClone() : null);
    }

    private static JsonObject? Select(JsonNode? node, Func<string, SchemaAttribute?> find, Func<SchemaAttribute, JsonNode?, JsonNode?> select)
    {
        var selected = new JsonObject();
        foreach (var (name, value) in node as JsonObject ?? [])
        {
            if (find(name) is { } attribute && select(attribute, value) is { } shown) selected[name] = shown;
        }

        return selected.Count == 0 ? null : selected;
    }
}
