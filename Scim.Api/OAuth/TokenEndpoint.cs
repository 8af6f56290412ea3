using System.Text.Json.Nodes;
using Scim.Api.Authentication;
using Scim.Api.Hosting;
using Scim.Api.Logging;
using Scim.Api.Protocol;
using Scim.Api.Telemetry;
using Scim.Storage;
using Scim.Storage.Clients;

namespace Scim.Api.OAuth;

/// <summary>Gives clients access tokens (RFC 6749 section 4.4).</summary>
public sealed class TokenEndpoint(ClientAuthenticator authenticator, AccessTokens tokens, FailedAuthentications failures, RefusalLog refusals, RequestRate rate, ILogger<TokenEndpoint> logger)
{
    /// <summary>Below the service's address.</summary>
    public const string Path = "/scim/oauth/token";

    private static readonly string[] Paths = [Path, "/scim/v2/oauth/token"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        // Any method, so that none is answered with a SCIM error.
        foreach (var path in Paths)
            routes.Map(path, (HttpContext context, TokenEndpoint endpoint) => endpoint.AnswerAsync(context)).AllowAnonymous().ExcludeFromDescription().Measured("token");
    }

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        try
        {
            var (request, error) = await TokenRequest.ReadAsync(context);
            if (request is not null) return await AnswerAsync(context, request);

            failures.Count(context, $"It asks for a token wrongly: {error!.Error}.");
            AuthenticationMetrics.Count(AuthenticationFailure.Malformed);
            return error;
        }
        catch (Exception e) when (StorageErrors.IsUnavailable(e))
        {
            logger.LogWarning("Request {CorrelationId} failed, the database cannot be reached: {Message}", context.TraceIdentifier, e.Message);
            return OAuthError.Unavailable("The database");
        }
    }

    private async Task<IResult> AnswerAsync(HttpContext context, TokenRequest request)
    {
        if (request.GrantType != TokenRequest.ClientCredentials) return OAuthError.UnsupportedGrantType();

        // Whoever was known a short while ago is looked up whatever others at its address send: by the secret, or, as assertions are new each time, by the client.
        var secret = request.ClientSecret is null ? null : new PresentedSecret(request.ClientSecret);
        var wasGood = secret is not null ? failures.WasGood(secret) : request.ClientId is not null && failures.WasGood(context, ClientId.Parse(request.ClientId));
        if (!wasGood && failures.BlockedFor(context) is { } seconds)
        {
            AuthenticationMetrics.Count(AuthenticationFailure.Blocked);
            return OAuthError.TooManyFailures(seconds);
        }

        var root = ScimRequest.RootOf(context);
        switch (await authenticator.AuthenticateAsync(request, [AuthorizationServer.Issuer(root), .. Paths.Select(x => root + x)], context.RequestAborted))
        {
            case Authenticated x when RequestedScope.Of(request.Scope, x.Client.Scope) is { } scope:
                if (rate.BlockedFor(x.Client.Tenant, x.Client.Id.ToString()) is { } wait) return OAuthError.TooManyRequests(wait);

                if (await tokens.IssueAsync(x.Client, x.CredentialId, scope, x.Assertion, context.RequestAborted) is { } token)
                {
                    if (secret is not null) failures.Remember(secret);
                    else failures.Remember(context, x.Client.Id);
                    failures.RememberIssued(new PresentedSecret(token));
                    return Issued(token, x.Client, scope);
                }

                return Refuse(context, request, x.Client, "The assertion was used before, or what it was checked with is revoked.");
            case Authenticated:
                return OAuthError.InvalidScope();
            case Deferred x:
                // It may be good; but whoever makes up keys is to be kept from it, and so is the log from whoever does.
                failures.Count(context, $"Client {ClientId.Parse(request.ClientId)} gets no token now: {x.Reason}");
                AuthenticationMetrics.Count(AuthenticationFailure.Undecided);
                return OAuthError.Unavailable("The provider that vouches for the client");
            case Refused x:
                if (secret is not null) failures.Forget(secret);
                return Refuse(context, request, x.Client, x.Reason);
            case var other:
                throw new NotSupportedException($"{other.GetType().Name} has no answer.");
        }
    }

    /// <summary>The one place where a client is turned away for what it has shown.</summary>
    private OAuthError Refuse(HttpContext context, TokenRequest request, Client? client, string reason)
    {
        // What is no id may be a secret in the wrong place.
        failures.Count(context, $"Client {ClientId.Parse(request.ClientId)} gets no token: {reason}");
        AuthenticationMetrics.Count(AuthenticationFailure.Unknown);
        if (client is not null) refusals.AddEnded(context, client.Tenant, client.Name, client.Id.ToString(), reason);
        return OAuthError.InvalidClient();
    }

    private static OAuthJson Issued(string token, Client client, string scope) => new(new JsonObject
    {
        ["access_token"] = token,
        ["token_type"] = "Bearer",
        ["expires_in"] = (long)client.TokenLifetime.TotalSeconds,
        ["scope"] = scope,
    });
}
