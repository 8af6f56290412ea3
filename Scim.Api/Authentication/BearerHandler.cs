using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Scim.Api.Protocol;

namespace Scim.Api.Authentication;

/// <summary>Bearer tokens of RFC 6750, from the Authorization header alone: a token in a URL would end up in logs.</summary>
public sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenVerifier verifier)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    private const string Prefix = SchemeName + " ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();

        if (await verifier.VerifyAsync(header[Prefix.Length..].Trim(), Context.RequestAborted) is not { } token)
            return AuthenticateResult.Fail("The token is unknown, expired or revoked.");

        var identity = new ClaimsIdentity([new(ScimClaims.Tenant, token.Tenant), new(ScimClaims.Credential, token.Name)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failed = (await HandleAuthenticateOnceSafeAsync()).Failure is not null;
        Response.Headers.WWWAuthenticate = failed ? "Bearer realm=\"scim\", error=\"invalid_token\"" : "Bearer realm=\"scim\"";
        var error = failed
            ? ScimError.Unauthorized("The token is unknown, expired or revoked. Make one with \"token create\" and set it as the client's secret token.")
            : ScimError.OfStatus(StatusCodes.Status401Unauthorized);
        await error.ExecuteAsync(Context);
    }
}
