using System.Text.Json.Nodes;

namespace Scim.Tests.Api.StateMachine.Operations;

/// <summary>How a client names an attribute: in a path or in the value, with its URN or without, in any case.</summary>
internal sealed record Spelling(bool HasPath, bool HasUrn, bool IsUpperCase)
{
    public static bool IsAdd(string op) => op.Equals("add", StringComparison.OrdinalIgnoreCase);

    public JsonObject Operation(string op, string attribute, JsonNode? value, string schema)
    {
        var name = IsUpperCase ? attribute.ToUpperInvariant() : attribute;
        if (HasUrn && attribute != "externalId") name = $"{schema}:{name}";
        return HasPath
            ? new JsonObject { ["op"] = op, ["path"] = name, ["value"] = value }
            : new JsonObject { ["op"] = op, ["value"] = new JsonObject { [name] = value } };
    }
}
