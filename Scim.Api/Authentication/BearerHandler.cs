using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Scim.Api.Protocol;
using Scim.Storage.Tokens;

namespace Scim.Api.Authentication;

/// <summary>Bearer tokens of RFC 6750, from the Authorization header alone: a token in a URL would end up in logs.</summary>
public sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IEnumerable<IBearerVerifier> verifiers)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    private const string Prefix = SchemeName + " ";

    private static readonly Rejected Unrecognised = new("It has the form of no token that is taken here.");

    private Verdict? _verdict;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();

        var token = header[Prefix.Length..].Trim();
        var verifier = verifiers.FirstOrDefault(x => x.Recognises(token));
        _verdict = verifier is null ? Unrecognised : await verifier.VerifyAsync(token, Context.RequestAborted);
        return _verdict switch
        {
            Accepted x => AuthenticateResult.Success(new AuthenticationTicket(x.Credential.ToPrincipal(SchemeName), SchemeName)),
            Rejected x => AuthenticateResult.Fail(x.Reason),
            Undecided x => AuthenticateResult.Fail(x.Reason),
            _ => throw new NotSupportedException($"{_verdict.GetType().Name} has no answer."),
        };
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        if (_verdict is Undecided)
        {
            await ScimError.UndecidedToken().ExecuteAsync(Context);
            return;
        }

        Response.Headers.WWWAuthenticate = _verdict is Rejected ? "Bearer realm=\"scim\", error=\"invalid_token\"" : "Bearer realm=\"scim\"";
        var error = _verdict switch
        {
            Rejected => ScimError.Unauthorized("The token is unknown, expired or revoked. Make one with \"token create\" and set it as the client's secret token."),
            _ => ScimError.OfStatus(StatusCodes.Status401Unauthorized),
        };
        await error.ExecuteAsync(Context);
    }

    /// <summary>The token is good, and not for this (RFC 6750 section 3.1).</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = $"Bearer realm=\"scim\", error=\"insufficient_scope\", scope=\"{TokenScope.Full}\"";
        return ScimError.Forbidden("The token may only read. Use one that was made without --read-only.").ExecuteAsync(Context);
    }
}
