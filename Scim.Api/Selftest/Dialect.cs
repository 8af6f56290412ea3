using System.Text.Json.Nodes;

namespace Scim.Api.Selftest;

/// <summary>How Entra spells a PATCH. One tenant can get both, since provisioning on demand does not know the flag.</summary>
/// <param name="Name">As in <c>--dialect</c>.</param>
/// <param name="IsCompliant">With the flag <c>aadOptscim062020</c> in the tenant URL.</param>
internal sealed record Dialect(string Name, bool IsCompliant)
{
    public static readonly Dialect Legacy = new("legacy", false);
    public static readonly Dialect Compliant = new("compliant", true);

    public static IReadOnlyList<Dialect> Both { get; } = [Legacy, Compliant];

    public JsonObject Add(string path, JsonNode? value) => Operation("Add", path, value);

    public JsonObject Replace(string path, JsonNode? value) => Operation("Replace", path, value);

    public JsonObject Remove(string path) => new() { ["op"] = Spell("Remove"), ["path"] = path };

    /// <summary>An operation whose value names the attributes.</summary>
    public JsonObject ReplaceWithoutPath(JsonObject value) => new() { ["op"] = Spell("Replace"), ["value"] = value };

    /// <summary>An operation for each attribute, or one without path for all that need no path.</summary>
    public JsonObject[] Change(params (string Path, JsonNode Value)[] attributes)
    {
        if (!IsCompliant) return [.. attributes.Select(x => Replace(x.Path, x.Value))];

        var plain = attributes.Where(x => !x.Path.Contains('[', StringComparison.Ordinal));
        return
        [
            .. attributes.Where(x => x.Path.Contains('[', StringComparison.Ordinal)).Select(x => Replace(x.Path, x.Value)),
            ReplaceWithoutPath(new JsonObject(plain.Select(x => KeyValuePair.Create(x.Path, (JsonNode?)x.Value)))),
        ];
    }

    public JsonNode Boolean(bool value) => IsCompliant ? JsonValue.Create(value) : JsonValue.Create(value ? "True" : "False");

    public JsonObject AddMembers(params string[] ids) => Add("members", Members(ids));

    public JsonObject[] RemoveMembers(params string[] ids) => IsCompliant
        ? [.. ids.Select(x => Remove($"members[value eq {Talk.Quote(x)}]"))]
        : [Operation("Remove", "members", Members(ids))];

    public static JsonArray Members(params string[] ids) => [.. ids.Select(x => new JsonObject { ["$ref"] = null, ["value"] = x })];

    public override string ToString() => Name;

    private JsonObject Operation(string op, string path, JsonNode? value) => new() { ["op"] = Spell(op), ["path"] = path, ["value"] = value };

    private string Spell(string op) => IsCompliant ? op.ToLowerInvariant() : op;
}
