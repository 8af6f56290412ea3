using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;

namespace Scim.Tests.Api.OpenApi;

/// <summary>The service's OpenAPI document, as a client reads it.</summary>
internal sealed class Described(string text)
{
    private readonly Dictionary<string, JsonSchema> _validators = [];

    /// <summary>A folder with a type of resources, an extension of it, and a type with the name of a message.</summary>
    public static string Types => Path.Combine(AppContext.BaseDirectory, "Api", "OpenApi", "Types");

    public string Text => text;

    public JsonObject Json { get; } = (JsonObject)JsonNode.Parse(text)!;

    public JsonObject Schemas => (JsonObject)Json["components"]!["schemas"]!;

    public IEnumerable<string> Servers => Json["servers"]!.AsArray().Select(x => x!["url"]!.GetValue<string>());

    public IEnumerable<Operation> Operations =>
        from path in (JsonObject)Json["paths"]!
        from method in (JsonObject)path.Value!
        select new Operation(method.Key.ToUpperInvariant(), path.Key, (JsonObject)method.Value!);

    public static async Task<Described> OfAsync(ScimServer server)
    {
        using var client = server.NewClient(token: null);
        return new Described(await client.GetStringAsync(new Uri(server.Root, "openapi/v1.json")));
    }

    /// <summary>The operation behind a method and a path such as <c>Users/1</c>; a path without a parameter goes first.</summary>
    public Operation Find(string method, string path) =>
        Operations.Where(x => x.Method == method && x.IsAt("/" + path.Split('?')[0])).OrderBy(x => x.Path.Contains('{', StringComparison.Ordinal)).First();

    /// <summary>What is wrong with an answer's body; empty where it is as described, and holds nothing that is not described.</summary>
    public async Task<IEnumerable<string>> FaultsAsync(JsonNode schema, string body)
    {
        var name = schema["$ref"]!.GetValue<string>();
        if (!_validators.TryGetValue(name, out var validator))
        {
            var alone = new JsonObject { ["allOf"] = new JsonArray(schema.DeepClone()), ["definitions"] = Schemas.DeepClone() };
            Close(alone);
            validator = _validators[name] = await JsonSchema.FromJsonAsync(alone.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
        }

        return validator.Validate(body).Select(x => x.ToString());
    }

    /// <summary>Lets an object have no other members than those that are described.</summary>
    private static void Close(JsonNode? node)
    {
        if (node is JsonObject schema)
        {
            if (schema["type"]?.GetValueKind() == JsonValueKind.String && schema["properties"] is JsonObject) schema["additionalProperties"] = false;
            foreach (var (_, inner) in schema.ToList()) Close(inner);
        }
        else if (node is JsonArray array)
        {
            foreach (var inner in array) Close(inner);
        }
    }
}

/// <summary>An operation of the document.</summary>
internal sealed record Operation(string Method, string Path, JsonObject Json)
{
    public IEnumerable<string> Statuses => ((JsonObject)Json["responses"]!).Select(x => x.Key);

    public IEnumerable<string> Parameters => (Json["parameters"] as JsonArray ?? []).Select(x => x!["name"]!.GetValue<string>());

    public bool IsAt(string path) => Regex.IsMatch(path, $"^{Regex.Replace(Regex.Escape(Path), @"\\\{[A-Za-z]+}", "[^/]+")}$");

    public JsonObject? Answer(int status) => Json["responses"]![$"{status}"] as JsonObject;

    public override string ToString() => $"{Method} {Path}";
}
