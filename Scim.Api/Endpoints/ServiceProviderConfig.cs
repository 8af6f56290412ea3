using System.Text.Json.Nodes;
using Scim.Api.Protocol;

namespace Scim.Api.Endpoints;

/// <summary>What the service supports (RFC 7643 section 5, RFC 9865 section 4), no more and no less.</summary>
public static class ServiceProviderConfig
{
    public const string SchemaId = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

    public static JsonObject Describe(string baseUri) => new()
    {
        ["schemas"] = new JsonArray(SchemaId),
        ["patch"] = Supported(true),
        ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = ScimRequest.MaxCount },
        ["changePassword"] = Supported(false),
        ["sort"] = Supported(false),
        ["etag"] = Supported(false),
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["type"] = "oauthbearertoken",
            ["name"] = "Bearer token",
            ["description"] = "A token that the service's command \"token create\" makes, in the Authorization header.",
            ["specUri"] = "https://www.rfc-editor.org/rfc/rfc6750",
            ["primary"] = true,
        }),
        ["pagination"] = new JsonObject
        {
            ["cursor"] = false,
            ["index"] = true,
            ["defaultPaginationMethod"] = "index",
            ["defaultPageSize"] = ScimRequest.DefaultCount,
            ["maxPageSize"] = ScimRequest.MaxCount,
        },
        ["meta"] = new JsonObject { ["resourceType"] = "ServiceProviderConfig", ["location"] = $"{baseUri}/ServiceProviderConfig" },
    };

    private static JsonObject Supported(bool value) => new() { ["supported"] = value };
}
