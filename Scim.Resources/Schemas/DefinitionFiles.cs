using System.Text.Json;

namespace Scim.Resources.Schemas;

/// <summary>Finds the files of definitions and what each of them holds.</summary>
internal static class DefinitionFiles
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    // The order in which discovery shows them.
    private static readonly string[] BuiltIn =
    [
        "User", "Group", "EnterpriseUser", "UserResourceType", "GroupResourceType", "ServiceProviderConfig", "ResourceType", "Schema",
    ];

    public static DefinitionSet ReadBuiltIn() =>
        Read(BuiltIn.Select(x => ($"{x}.json (built in)", ReadResource($"{x}.json"))), isBuiltIn: true);

    public static DefinitionSet ReadFolder(string? folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
            return new DefinitionSet([], []);
        if (!Directory.Exists(folder))
            throw new SchemaException(folder, "there is no such folder; create it or correct Scim__SchemasDir.");

        var options = new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive, IgnoreInaccessible = false };
        var paths = Access(folder, () => Directory.GetFiles(folder, "*.json", options));
        return Read(
            paths.Order(StringComparer.Ordinal).Select(x => (Path.GetFileName(x), Access(Path.GetFileName(x), () => File.ReadAllBytes(x)))),
            isBuiltIn: false);
    }

    private static DefinitionSet Read(IEnumerable<(string Name, byte[] Content)> files, bool isBuiltIn)
    {
        var schemas = new List<SchemaDefinition>();
        var types = new List<ResourceTypeDefinition>();

        foreach (var (name, content) in files)
        {
            using var document = Parse(name, content);
            foreach (var (source, json) in Resources(name, document.RootElement))
            {
                if (IsSchema(source, json))
                    schemas.Add(new SchemaDefinition(source, isBuiltIn, SchemaReader.Read(source, json)));
                else
                    types.Add(ResourceTypeReader.Read(source, isBuiltIn, json));
            }
        }

        return new DefinitionSet(schemas, types);
    }

    private static byte[] ReadResource(string name)
    {
        using var stream = typeof(DefinitionFiles).Assembly.GetManifestResourceStream(typeof(DefinitionFiles), $"Definitions.{name}")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static T Access<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SchemaException(name, $"cannot be read: {exception.Message}", exception);
        }
    }

    private static JsonDocument Parse(string name, byte[] content)
    {
        try
        {
            ReadOnlyMemory<byte> text = content;
            return JsonDocument.Parse(content is [0xEF, 0xBB, 0xBF, ..] ? text[3..] : text, Strict);
        }
        catch (JsonException exception)
        {
            throw new SchemaException(name, $"line {exception.LineNumber + 1} is not well-formed JSON; correct it.", exception);
        }
    }

    private static IEnumerable<(string Source, JsonElement Json)> Resources(string name, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
            return json.EnumerateArray().Select((x, i) => ($"{name}, element {i + 1}", x));
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("Resources", out var resources))
            return [(name, json)];
        if (resources.ValueKind != JsonValueKind.Array)
            throw new SchemaException(name, "\"Resources\" must be an array.");
        if (json.TryGetProperty("totalResults", out var total) && total.GetRawText() != $"{resources.GetArrayLength()}")
        {
            throw new SchemaException(
                name, $"\"Resources\" holds {resources.GetArrayLength()} of {total.GetRawText()} resources; save the whole list.");
        }

        return resources.EnumerateArray().Select((x, i) => ($"{name}, Resources element {i + 1}", x));
    }

    private static bool IsSchema(string source, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            var declared = json.TryGetProperty("schemas", out var schemas);
            if (declared ? Declares(schemas, SchemaUrns.Schema) : json.TryGetProperty("attributes", out _))
                return true;
            if (declared ? Declares(schemas, SchemaUrns.ResourceType) : json.TryGetProperty("endpoint", out _))
                return false;
        }

        throw new SchemaException(
            source, $"is neither a Schema nor a ResourceType; let \"schemas\" hold {SchemaUrns.Schema} or {SchemaUrns.ResourceType}.");
    }

    private static bool Declares(JsonElement schemas, string urn) =>
        schemas.ValueKind == JsonValueKind.Array
        && schemas.EnumerateArray().Any(x => SchemaUrns.AreEqual(x.GetRawText(), $"\"{urn}\""));
}
