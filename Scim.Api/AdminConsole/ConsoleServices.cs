using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Scim.Api.AdminConsole.Endpoints;
using Scim.Api.AdminConsole.Sessions;
using Scim.Storage.AdminConsole;
using Scim.Storage.Clients;
using Scim.Storage.Logging;

namespace Scim.Api.AdminConsole;

/// <summary>The page for people at <c>/</c>, and below <c>/console/api</c> what it asks.</summary>
public static class ConsoleServices
{
    /// <summary>For whom a session speaks, and nobody else: no bearer token is looked at.</summary>
    private const string Policy = "console";

    private const int MaxBodyBytes = 64 * 1024;

    public static void AddConsole(this IServiceCollection services)
    {
        services.AddSingleton<ConsolePages>();
        services.AddSingleton<ConsoleSessions>();
        services.AddSingleton<LogReader>();
        services.AddSingleton<ConsoleGrafana>();
        services.AddTransient<ConsoleHandler>();
        services.AddExceptionHandler<ConsoleProblem.Handler>();
    }

    public static void AddPolicy(AuthorizationOptions options) =>
        options.AddPolicy(Policy, x => x.AddAuthenticationSchemes(ConsoleHandler.SchemeName).RequireAuthenticatedUser());

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<ConsolePages>().Map(routes);

        var api = routes.MapGroup($"{ConsoleHeaders.Prefix}/api").ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        SessionEndpoints.MapSignIn(api);

        var signedIn = api.MapGroup("").RequireAuthorization(Policy);
        SessionEndpoints.Map(signedIn);
        OverviewEndpoints.Map(signedIn);
        TokenEndpoints.Map(signedIn);
        DirectoryEndpoints.Map(signedIn);
        GrafanaEndpoints.Map(signedIn);
        signedIn.Map("/{**other}", () => ConsoleProblem.OfStatus(StatusCodes.Status404NotFound));
    }
}
