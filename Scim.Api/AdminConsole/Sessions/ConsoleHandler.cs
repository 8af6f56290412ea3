using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Scim.Api.Authentication;
using Scim.Api.Hosting;
using Scim.Storage.AdminConsole;
using Scim.Storage.Tokens;

namespace Scim.Api.AdminConsole.Sessions;

/// <summary>
/// Who is signed in to the console, by the cookie alone. The session is looked up at each request, with the token that it was opened with: once that
/// is revoked or has expired, the session is over everywhere.
/// </summary>
public sealed class ConsoleHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ConsoleSessions sessions,
    FailedAuthentications failures,
    BootstrapTokenVerifier bootstrap)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Console";

    /// <summary>The header of requests that the page makes by itself, upon which a session does not count as used.</summary>
    public const string RefreshHeader = "Console-Refresh";

    private int? _blockedFor;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ConsoleCookie.Of(Request) is not { } cookie) return AuthenticateResult.NoResult();

        var secret = new PresentedSecret(cookie.Secret);
        var wasGood = failures.WasGood(secret);
        if (!wasGood && failures.BlockedFor(Context) is { } seconds)
        {
            _blockedFor = seconds;
            return AuthenticateResult.Fail("The address failed too often.");
        }

        var isUse = !Request.Headers.ContainsKey(RefreshHeader);
        if (await sessions.FindAsync(cookie.Tenant, cookie.Secret, isUse, Context.RequestAborted) is not { } session || CredentialOf(session) is not { } credential)
        {
            failures.Forget(secret);
            failures.Count(Context, "The session is unknown or has ended.");
            return AuthenticateResult.Fail("The session has ended.");
        }

        if (!wasGood) failures.Remember(secret);

        Context.Features.Set(session);
        return AuthenticateResult.Success(new AuthenticationTicket(credential.ToPrincipal(SchemeName), SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_blockedFor is { } seconds)
        {
            Response.Headers.RetryAfter = $"{seconds}";
            await ConsoleProblem.Of(StatusCodes.Status429TooManyRequests, $"This address failed to sign in too often. Try again in {seconds} seconds.").ExecuteAsync(Context);
            return;
        }

        ConsoleCookie.DeleteFrom(Response);
        await ConsoleProblem.Of(StatusCodes.Status401Unauthorized, "Nobody is signed in, or the session has ended.").ExecuteAsync(Context);
    }

    private Credential? CredentialOf(ConsoleSession session) =>
        session.TokenId is { } id ? new Credential(session.Tenant, id.ToString(), session.TokenName!, TokenScope.Admin)
        : bootstrap.Credential is { } own && own.Tenant == session.Tenant && CryptographicOperations.FixedTimeEquals(bootstrap.Hash, session.CredentialHash) ? own
        : null;
}
