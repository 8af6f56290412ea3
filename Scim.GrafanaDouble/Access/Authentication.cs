using System.Globalization;
using System.Text;
using Scim.Doubles.Protocol;
using Scim.Doubles.State;

namespace Scim.Doubles.Access;

/// <summary>Basic for accounts that have a password, Bearer for tokens of service accounts.</summary>
internal static class Authentication
{
    private const string InvalidPassword = "Invalid username or password";

    public static Identity Identify(GrafanaRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (After(header, "Basic ") is { } basic) return Password(request, basic);
        if (After(header, "Bearer ") is { } token) return Token(request, token);
        return Identity.Anonymous;
    }

    private static Identity Password(GrafanaRequest request, string encoded)
    {
        var attempts = request.State.Attempts;
        if (Decode(encoded) is not [var login, var password]) return Identity.Unknown("auth.unauthorized", "Invalid Basic Auth Header");
        if (attempts.IsBlocked(login)) return Identity.Unknown("login-attempt.blocked", InvalidPassword, login);

        var user = request.State.Users.FindByLoginOrEmail(login);
        if (user is null or { IsServiceAccount: true }) return Identity.Unknown("password-auth.failed", InvalidPassword, login);
        if (user.Password != password || password.Length == 0)
        {
            attempts.Fail(login);
            return Identity.Unknown("password-auth.failed", InvalidPassword, login);
        }

        attempts.Succeed(login);
        if (user.IsDisabled) return Disabled(login);
        if (RequestedOrg(request) is not { } orgId) return new Identity(InOrg(request.State, user, user.OrgId), null, login);
        return user.OrgSet.Contains(orgId)
            ? new Identity(InOrg(request.State, user, orgId), null, login)
            : new Identity(null, GrafanaAnswer.Message(StatusCodes.Status401Unauthorized, "User is not a member of organization"), login);
    }

    private static Identity Token(GrafanaRequest request, string key)
    {
        if (!request.State.Tokens.TryGetValue(key, out var token)) return Identity.Unknown("api-key.invalid", "Invalid API key");
        if (token.Expires <= request.State.Now) return Identity.Unknown("api-key.expired", "Expired API key");
        if (token.IsRevoked) return Identity.Unknown("api-key.revoked", "Revoked API key");
        if (RequestedOrg(request) is { } orgId && orgId != token.OrgId)
            return Identity.Unknown("api-key.organization-mismatch", "API key does not belong to the requested organization");

        var account = request.State.Users.Find(token.ServiceAccountId)!;
        return account.IsDisabled ? Disabled(null) : new Identity(InOrg(request.State, account, token.OrgId), null);
    }

    private static Identity Disabled(string? login) => Identity.Unknown("identity.disabled", "User disabled", login);

    private static Principal InOrg(GrafanaState state, GrafanaUser user, long orgId) =>
        new(user, orgId, state.Orgs.GetValueOrDefault(orgId)?.Roles.GetValueOrDefault(user.Id) ?? OrgRole.None);

    private static long? RequestedOrg(GrafanaRequest request) =>
        long.TryParse(request.Headers["X-Grafana-Org-Id"], CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;

    private static string? After(string text, string start) =>
        text.StartsWith(start, StringComparison.OrdinalIgnoreCase) ? text[start.Length..].Trim() : null;

    private static string[]? Decode(string encoded)
    {
        var buffer = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, buffer, out var length) ? Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2) : null;
    }
}
