using Scim.Api.Hosting;
using Scim.Storage.Tokens;

namespace Scim.Api.Commands;

/// <summary>What a person sees once the service runs: what to paste into the identity provider, and what to try.</summary>
internal static class Welcome
{
    private const string TenantId = "default";

    /// <param name="isPrivate">The database is the service's own, so that nobody else starts with it, and nobody but the person here reads what is printed.</param>
    public static async Task PrintAsync(WebApplication app, ScimOptions options, bool isPrivate, Action<string> say, CancellationToken cancellationToken)
    {
        var tokens = app.Services.GetRequiredService<TokenStore>();
        var root = (options.PublicUrl?.ToString() ?? app.Urls.First()).TrimEnd('/').Replace("[::]", "localhost", StringComparison.Ordinal);
        var tenantUrl = $"{root}/scim";
        var secret = isPrivate && options.BootstrapToken is null ? await FirstTokenAsync(tokens, cancellationToken) : null;
        var shown = secret is not null ? $"{secret}\n                (shown this once; the command \"token create --name NAME\" makes another)"
            : options.BootstrapToken is not null ? "the one that Scim__BootstrapToken sets"
            : !isPrivate ? "the command \"token create --name NAME\" makes one"
            : "made at an earlier start; the command \"token create --name NAME\" makes another";

        say($"""

            The service is ready. For the identity provider:

              Tenant URL    {tenantUrl}
              Secret token  {shown}

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

    /// <summary>A token at the very first start. Where all were revoked since, that is as somebody wanted it.</summary>
    private static async Task<string?> FirstTokenAsync(TokenStore tokens, CancellationToken cancellationToken) =>
        (await tokens.ListAsync(TenantId, cancellationToken)).Count > 0
            ? null
            : (await tokens.CreateAsync(TenantId, "first", null, cancellationToken)).Secret;
}
