using System.Text.Json.Nodes;
using Scim.Resources;
using Scim.Resources.Patching;

namespace Scim.Tests.ResourceModel;

/// <summary>PATCH operations as the cases write them: <c>add title = "Boss" ;; remove name.givenName ;; replace = {"active": false}</c>.</summary>
internal static class PatchText
{
    public static JsonObject Body(string operations) => new()
    {
        ["schemas"] = new JsonArray(PatchRequest.SchemaId),
        ["Operations"] = new JsonArray([.. operations.Split(" ;; ", StringSplitOptions.RemoveEmptyEntries).Select(Operation)]),
    };

    public static string Print(ScimException fault)
    {
        var type = fault.Type.ToString();
        return $"✗ {char.ToLowerInvariant(type[0])}{type[1..]}: {fault.Message}";
    }

    private static JsonNode Operation(string text)
    {
        var assigned = text.IndexOf(" = ", StringComparison.Ordinal);
        var target = (assigned < 0 ? text : text[..assigned]).Split(' ', 2);

        var operation = new JsonObject { ["op"] = target[0] };
        if (target.Length > 1) operation["path"] = target[1];
        if (assigned >= 0) operation["value"] = JsonNode.Parse(text[(assigned + 3)..]);
        return operation;
    }
}
