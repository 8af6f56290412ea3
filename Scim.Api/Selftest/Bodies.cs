using System.Text.Json.Nodes;

namespace Scim.Api.Selftest;

/// <summary>What Entra posts, with all that it adds and does not mean.</summary>
internal static class Bodies
{
    public static JsonObject User(string userName, JsonObject? further = null)
    {
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray(Urn.User, Urn.Enterprise),
            ["externalId"] = Talk.NewId(),
            ["userName"] = userName,
            ["active"] = true,
            ["displayName"] = "Ada Lovelace",
            ["emails"] = new JsonArray(new JsonObject { ["primary"] = true, ["type"] = "work", ["value"] = userName }),
            ["meta"] = new JsonObject { ["resourceType"] = "User" },
            ["name"] = new JsonObject { ["formatted"] = "Ada Lovelace", ["familyName"] = "Lovelace", ["givenName"] = "Ada" },
            ["roles"] = new JsonArray(),
        };
        foreach (var (name, value) in further ?? []) body[name] = value?.DeepClone();
        return body;
    }

    public static JsonObject Group(string displayName) => new()
    {
        ["schemas"] = new JsonArray(Urn.Group, Urn.AdScim),
        ["externalId"] = Talk.NewId(),
        ["displayName"] = displayName,
        ["meta"] = new JsonObject { ["resourceType"] = "Group" },
    };

    public static JsonObject Role(Dialect dialect, string value) => new()
    {
        ["primary"] = dialect.Boolean(true),
        ["type"] = "WindowsAzureActiveDirectoryRole",
        ["value"] = value,
    };
}
