using System.Text.Json.Serialization;
using Scim.Doubles.Access;
using Scim.Doubles.Protocol;

namespace Scim.Doubles.ServiceAccounts;

/// <summary>/api/serviceaccounts/:id/tokens</summary>
internal static class TokenEndpoints
{
    private static readonly GrafanaAnswer InvalidExpiration =
        GrafanaAnswer.Identified(StatusCodes.Status400BadRequest, "serviceaccounts.ErrInvalidInput", "invalid SecondsToLive value");

    private static readonly GrafanaAnswer AlreadyExists = GrafanaAnswer.Identified(
        StatusCodes.Status409Conflict, "serviceaccounts.ErrTokenAlreadyExists", "service account token with given name already exists");

    public static void MapTokens(this GrafanaRoutes routes)
    {
        routes.Get("/serviceaccounts/{id}/tokens", Permission.Of("serviceaccounts:read"), List);
        routes.Post("/serviceaccounts/{id}/tokens", Permission.Of("serviceaccounts:write"), Create);
        routes.Delete("/serviceaccounts/{id}/tokens/{tokenId}", Permission.Of("serviceaccounts:write"), Delete);
    }

    private static GrafanaAnswer List(GrafanaRequest request)
    {
        var (account, refusal) = ServiceAccountPath.Find(request);
        if (account is null) return refusal;

        var now = request.State.Now;
        return GrafanaAnswer.Ok(request.State.TokensOf(account).Select(x => new TokenView(x.Id, x.Name, x.Created, x.Expires, x.Expires <= now, x.IsRevoked)));
    }

    private static GrafanaAnswer Create(GrafanaRequest request)
    {
        var (account, refusal) = ServiceAccountPath.Find(request);
        if (account is null) return refusal;
        if (request.Bind<TokenForm>() is not { } form) return GrafanaAnswer.BadRequest("Bad request data");
        if (form.SecondsToLive < 0) return InvalidExpiration;
        if (request.State.TokensOf(account).Any(x => x.Name == form.Name)) return AlreadyExists;

        var token = request.State.AddToken(account, form.Name ?? "", form.SecondsToLive ?? 0);
        return GrafanaAnswer.Ok(new { id = token.Id, name = token.Name, key = token.Key });
    }

    private static GrafanaAnswer Delete(GrafanaRequest request)
    {
        var (account, refusal) = ServiceAccountPath.Find(request);
        if (account is null) return refusal;
        if (request.RouteNumber("tokenId") is not { } id) return GrafanaAnswer.BadRequest("Token ID is invalid");
        if (request.State.TokensOf(account).FirstOrDefault(x => x.Id == id) is not { } token) return GrafanaAnswer.Missing("Failed to delete API key");

        request.State.DeleteToken(token);
        return GrafanaAnswer.Done("API key deleted");
    }

    private sealed record TokenForm(string? Name, long? SecondsToLive);

    private sealed record TokenView(
        [property: JsonPropertyName("id")] long Id,
        [property: JsonPropertyName("name")] string Name,
        [property: JsonPropertyName("created")] DateTimeOffset Created,
        [property: JsonPropertyName("expiration"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? Expiration,
        [property: JsonPropertyName("hasExpired")] bool HasExpired,
        [property: JsonPropertyName("isRevoked")] bool IsRevoked);
}
