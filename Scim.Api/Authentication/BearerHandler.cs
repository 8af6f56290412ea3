using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Scim.Api.AdminConsole;
using Scim.Api.Logging;
using Scim.Api.Protocol;
using Scim.Api.Telemetry;
using Scim.Storage.Tokens;

namespace Scim.Api.Authentication;

/// <summary>Bearer tokens of RFC 6750, from the Authorization header alone: a token in a URL would end up in logs.</summary>
public sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IEnumerable<IBearerVerifier> verifiers,
    FailedAuthentications failures,
    RefusalLog refusals)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    private const string Prefix = SchemeName + " ";
    private const string Realm = "Bearer realm=\"scim\"";
    private const string InsufficientScope = $"{Realm}, error=\"insufficient_scope\", scope=\"{TokenScope.Full}\"";

    private static readonly Rejected Unrecognised = new("It has the form of no token that is taken here.");

    private static readonly Answer Nothing = new(ScimError.OfStatus(StatusCodes.Status401Unauthorized), Realm);
    private static readonly Answer Several = new(ScimError.SeveralCredentials(), $"{Realm}, error=\"invalid_request\"");
    private static readonly Answer Wrong = new(
        ScimError.Unauthorized("The token is unknown, expired or revoked. Make one with \"token create\" and set it as the client's secret token."),
        $"{Realm}, error=\"invalid_token\"");

    // What is answered where nobody is authenticated.
    private Answer _answer = Nothing;

    /// <summary>What the request brings; null where it brings none.</summary>
    public static PresentedSecret? TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? new PresentedSecret(header[Prefix.Length..].Trim()) : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ConsoleHeaders.IsConsole(Request.Path) && Context.GetEndpoint()?.Metadata.GetMetadata<TakesBearer>() is null) return AuthenticateResult.NoResult();

        if (Request.Headers.Authorization.Count > 1)
            return Counted(Several, "There are several Authorization headers.", AuthenticationFailure.Malformed);

        if (TokenOf(Request) is not { } token) return AuthenticateResult.NoResult();

        var wasGood = failures.WasGood(token);
        if (!wasGood && failures.BlockedFor(Context) is { } seconds)
            return Refuse(new Answer(ScimError.TooManyFailures(seconds)), "The address failed too often.", AuthenticationFailure.Blocked);

        var verifier = verifiers.FirstOrDefault(x => x.Recognises(token));
        var verdict = verifier is null ? Unrecognised : await verifier.VerifyAsync(token, Context.RequestAborted);
        if (verdict is Accepted && !wasGood) failures.Remember(token);
        if (verdict is Rejected rejected)
        {
            failures.Forget(token);
            failures.Count(Context, rejected.Reason);
            if (rejected.Credential is { } known) refusals.AddEnded(Context, known.Tenant, known.Name, known.Id, rejected.Reason);
        }

        return verdict switch
        {
            Accepted x => AuthenticateResult.Success(new AuthenticationTicket(x.Principal, SchemeName)),
            Rejected x => Refuse(Wrong, x.Reason, x.Failure),
            Insufficient x => Counted(new Answer(ScimError.Forbidden(x.Detail), InsufficientScope), x.Detail, AuthenticationFailure.InsufficientScope),

            // It may be good; but whoever makes up tokens to have others asked about them is to be kept from it.
            Undecided x => Counted(new Answer(ScimError.UndecidedToken()), x.Reason, AuthenticationFailure.Undecided),
            _ => throw new NotSupportedException($"{verdict.GetType().Name} has no answer."),
        };
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        if (result.None) AuthenticationMetrics.Count(AuthenticationFailure.Missing);
        if (_answer.Challenge is { } challenge) Response.Headers.WWWAuthenticate = challenge;
        await _answer.Error.ExecuteAsync(Context);
    }

    /// <summary>The token is good, and not for this (RFC 6750 section 3.1).</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        AuthenticationMetrics.Count(AuthenticationFailure.InsufficientScope);
        Response.Headers.WWWAuthenticate = InsufficientScope;
        return ScimError.Forbidden("The credential may only read. Use one that may change things: a token or client made without --read-only, or a Grafana service account of role Admin.").ExecuteAsync(Context);
    }

    private AuthenticateResult Refuse(Answer answer, string reason, AuthenticationFailure failure)
    {
        AuthenticationMetrics.Count(failure);
        _answer = answer;
        return AuthenticateResult.Fail(reason);
    }

    private AuthenticateResult Counted(Answer answer, string reason, AuthenticationFailure failure)
    {
        failures.Count(Context, reason);
        return Refuse(answer, reason, failure);
    }

    /// <param name="Error">The body.</param>
    /// <param name="Challenge">Of the header WWW-Authenticate.</param>
    private sealed record Answer(ScimError Error, string? Challenge = null);
}
