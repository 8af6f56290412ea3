using System.Text.Json.Nodes;
using Scim.Api.OAuth;
using Scim.Api.Protocol;
using Scim.Api.Searching;
using Scim.Resources.Bulk;
using Scim.Storage.Reading;

namespace Scim.Api.Endpoints;

/// <summary>What the service supports (RFC 7643 section 5, RFC 9865 section 4), no more and no less.</summary>
public static class ServiceProviderConfig
{
    public const string SchemaId = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

    public static JsonObject Describe(string baseUri) => new()
    {
        ["schemas"] = new JsonArray(SchemaId),
        ["patch"] = Supported(true),
        ["bulk"] = new JsonObject { ["supported"] = true, ["maxOperations"] = BulkRequest.MaxOperations, ["maxPayloadSize"] = ScimRequest.MaxBodyBytes },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = SearchRequest.MaxCount },
        ["changePassword"] = Supported(false),
        ["sort"] = Supported(true),
        ["etag"] = Supported(true),
        ["authenticationSchemes"] = new JsonArray(
            Scheme("oauthbearertoken", "OAuth bearer token", "A token that the service's command \"token create\" makes, in the Authorization header.", 6750, isPrimary: true),
            Scheme("oauth2", "OAuth 2.0 client credentials", $"An access token of some hours, from {TokenEndpoint.Path}, for a client that the command \"client create\" makes.", 6749, isPrimary: false)),
        ["pagination"] = new JsonObject
        {
            ["cursor"] = true,
            ["index"] = true,
            ["defaultPaginationMethod"] = "index",
            ["defaultPageSize"] = SearchRequest.DefaultCount,
            ["maxPageSize"] = SearchRequest.MaxCount,
            ["cursorTimeout"] = (int)CursorSeal.Lifetime.TotalSeconds,
        },
        ["meta"] = new JsonObject { ["resourceType"] = "ServiceProviderConfig", ["location"] = $"{baseUri}/ServiceProviderConfig" },
    };

    private static JsonObject Scheme(string type, string name, string description, int rfc, bool isPrimary) => new()
    {
        ["type"] = type,
        ["name"] = name,
        ["description"] = description,
        ["specUri"] = $"https://www.rfc-editor.org/rfc/rfc{rfc}",
        ["primary"] = isPrimary,
    };

    private static JsonObject Supported(bool value) => new() { ["supported"] = value };
}
