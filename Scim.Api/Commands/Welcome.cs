using Scim.Api.Hosting;
using Scim.Storage.Tokens;

namespace Scim.Api.Commands;

/// <summary>What a person sees once the service runs: what to paste into the identity provider, and what to try.</summary>
internal static class Welcome
{
    private const string TenantId = "default";

    public static async Task PrintAsync(WebApplication app, ScimOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var tokens = app.Services.GetRequiredService<TokenStore>();
        var root = (options.PublicUrl?.ToString() ?? app.Urls.First()).TrimEnd('/').Replace("[::]", "localhost", StringComparison.Ordinal);
        var tenantUrl = $"{root}/scim";
        var secret = await FirstTokenAsync(tokens, options, cancellationToken);
        var shown = secret is not null ? $"{secret}\n                (shown this once; the command \"token create --name NAME\" makes another)"
            : options.BootstrapToken is not null ? "the one that Scim__BootstrapToken sets"
            : "made at an earlier start; the command \"token create --name NAME\" makes another";

        await output.WriteLineAsync($"""

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
            """.AsMemory(), cancellationToken);
    }

    private const string CreateUser = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada@example.com","displayName":"Ada Lovelace"}""";

    /// <summary>A token, where there is none yet that works.</summary>
    private static async Task<string?> FirstTokenAsync(TokenStore tokens, ScimOptions options, CancellationToken cancellationToken)
    {
        if (options.BootstrapToken is not null) return null;

        var all = await tokens.ListAsync(TenantId, cancellationToken);
        return all.Any(x => x.IsLive(TimeProvider.System.GetUtcNow()))
            ? null
            : (await tokens.CreateAsync(TenantId, "first", null, cancellationToken)).Secret;
    }
}
