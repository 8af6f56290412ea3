using System.Text.Json.Nodes;
using Scim.Api.OpenId;
using Scim.Api.Protocol;
using Scim.Api.Telemetry;
using Scim.Storage.Tokens;

namespace Scim.Api.OAuth;

/// <summary>What clients may know of the token endpoint beforehand (RFC 8414).</summary>
public static class AuthorizationServer
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    // By RFC 8414 section 3.1 the second; a proxy may pass /scim alone, and some clients look in the first.
    private static readonly string[] Paths =
        ["/.well-known/oauth-authorization-server", "/.well-known/oauth-authorization-server/scim", "/scim/.well-known/oauth-authorization-server"];

    public static string Issuer(string root) => $"{root}/scim";

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var path in Paths)
            routes.MapMethods(path, Get, (HttpContext context) => new OAuthJson(Describe(ScimRequest.RootOf(context)))).AllowAnonymous().ExcludeFromDescription().Measured("discovery");
    }

    private static JsonObject Describe(string root) => new()
    {
        ["issuer"] = Issuer(root),
        ["token_endpoint"] = root + TokenEndpoint.Path,
        ["grant_types_supported"] = new JsonArray(TokenRequest.ClientCredentials),
        ["response_types_supported"] = new JsonArray(),
        ["scopes_supported"] = new JsonArray(TokenScope.Full, TokenScope.ReadOnly),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post", "private_key_jwt"),
        ["token_endpoint_auth_signing_alg_values_supported"] = new JsonArray([.. SignedToken.Algorithms.Select(x => (JsonNode)x)]),
    };
}
