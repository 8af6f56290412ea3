using Scim.Api.Hosting;
using Scim.Storage.Tenants;
using Scim.Storage.Tokens;

namespace Scim.Api.Commands;

/// <summary>What a person sees once the service runs: what to paste into the identity provider, and what to try.</summary>
internal static class Welcome
{
    /// <param name="isPrivate">The database is the service's own, so that nobody else starts with it, and nobody but the person here reads what is printed.</param>
    public static async Task PrintAsync(WebApplication app, ScimOptions options, bool isPrivate, Action<string> say, CancellationToken cancellationToken)
    {
        var tokens = app.Services.GetRequiredService<TokenStore>();
        var root = (options.PublicUrl?.ToString() ?? app.Urls.First()).TrimEnd('/').Replace("[::]", "localhost", StringComparison.Ordinal);
        var tenantUrl = $"{root}/scim";
        var isFirst = isPrivate && options.BootstrapToken is null && await IsFirstAsync(tokens, cancellationToken);
        var secret = isFirst ? (await tokens.CreateAsync(Tenant.Default, "first", null, cancellationToken)).Secret : null;
        var admin = isFirst ? (await tokens.CreateAsync(Tenant.Default, "console", TokenScope.Admin, null, cancellationToken)).Secret : null;
        var make = "the command \"token create --name NAME\" makes";
        var shown = secret is not null ? secret
            : options.BootstrapToken is not null ? "the one that Scim__BootstrapToken sets"
            : !isPrivate ? $"{make} one"
            : $"made at an earlier start; {make} another";
        var signIn = admin is not null ? $"{admin}\n                (both are shown this once; the command \"token create\" makes others)"
            : options.BootstrapToken is not null ? "the same"
            : "a token that the command \"token create --admin --name NAME\" makes";

        say($"""

            The service is ready. For the identity provider:

              Tenant URL    {tenantUrl}
              Secret token  {shown}

            For you, in a browser:

              Console       {root}/
              Sign in with  {signIn}

            Try it:

              export SCIM_TOKEN={secret ?? "..."}
              curl -H "Authorization: Bearer $SCIM_TOKEN" {tenantUrl}/Users
              curl -H "Authorization: Bearer $SCIM_TOKEN" -H "Content-Type: application/scim+json" \
                   -d '{CreateUser}' {tenantUrl}/Users
              curl -H "Authorization: Bearer $SCIM_TOKEN" -G {tenantUrl}/Users --data-urlencode 'filter=userName eq "ada@example.com"'

            Press Ctrl-C to stop.
            """);
    }

    private const string CreateUser = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada@example.com","displayName":"Ada Lovelace"}""";

    /// <summary>Whether nobody ever made a token. Where all were revoked since, that is as somebody wanted it.</summary>
    private static async Task<bool> IsFirstAsync(TokenStore tokens, CancellationToken cancellationToken) =>
        (await tokens.ListAsync(Tenant.Default, cancellationToken)).Count == 0;
}
