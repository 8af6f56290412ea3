using Scim.Api.OpenId;
using Scim.Storage.Clients;

namespace Scim.Api.OAuth;

/// <summary>What the token endpoint is made of.</summary>
public static class OAuthServices
{
    public static void AddOAuth(this IServiceCollection services)
    {
        services.AddSingleton<ClientStore>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<DocumentReader>();
        services.AddSingleton<Providers>();
        services.AddSingleton<AssertionVerifier>();
        services.AddSingleton<ClientAuthenticator>();
        services.AddSingleton<TokenEndpoint>();
    }
}
