using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Scim.Api.AdminConsole.Sessions;
using Scim.Api.Authentication;
using Scim.Resources.Schemas;
using Scim.Storage;
using Scim.Storage.AdminConsole;
using Scim.Storage.Tokens;

namespace Scim.Api.AdminConsole.Endpoints;

/// <summary>Signing in, staying, and signing out.</summary>
internal static class SessionEndpoints
{
    /// <summary>The token comes as a bearer token, so that wrong ones are counted and answered as everywhere; of the console, this address alone looks at one.</summary>
    public static void MapSignIn(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/session", SignIn).RequireAuthorization().WithMetadata(new TakesBearer());
        routes.MapGet("/session", Find);
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/session/end", SignOut);

    /// <summary>Who is signed in: nobody is an answer too.</summary>
    private static async Task<Results<Ok<SessionView>, NoContent>> Find(HttpContext context, ConsoleGrafana grafana, SchemaCatalogue catalogue)
    {
        var found = await context.AuthenticateAsync(ConsoleHandler.SchemeName);
        return found.Succeeded
            ? TypedResults.Ok(Describe(Credential.Of(found.Principal)!, context.Features.Get<ConsoleSession>()!.Expires, grafana, catalogue))
            : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> SignIn(
        HttpContext context, ConsoleSessions sessions, FailedAuthentications failures, ConsoleGrafana grafana, SchemaCatalogue catalogue, TimeProvider clock)
    {
        var credential = Credential.Of(context.User)!;
        if (credential.Scope != TokenScope.Admin)
        {
            failures.Count(context, "The credential may not sign in to the console.");
            return ConsoleProblem.Of(StatusCodes.Status403Forbidden, credential.Scope == TokenScope.Full
                ? "This token is for SCIM and may not sign in here. Use an admin token; the command \"token create --admin --name NAME\" makes one."
                : "This token may only read by SCIM and may not sign in here. Use an admin token; the command \"token create --admin --name NAME\" makes one.");
        }

        if (ConsoleCookie.Of(context.Request) is { } before) await sessions.CloseAsync(new Caller(before.Tenant), before.Secret, context.RequestAborted);
        var secret = await sessions.OpenAsync(new Caller(credential.Tenant, credential.Name, context.TraceIdentifier), BearerHandler.TokenOf(context.Request)!.Text, context.RequestAborted);
        new ConsoleCookie(credential.Tenant, secret).AppendTo(context.Response);
        return TypedResults.Ok(Describe(credential, (clock.GetUtcNow() + ConsoleSessions.Lifetime).UtcDateTime, grafana, catalogue));
    }

    private static async Task<NoContent> SignOut(HttpContext context, ConsoleSessions sessions)
    {
        var own = Credential.Of(context.User)!;
        if (ConsoleCookie.Of(context.Request) is { } cookie) await sessions.CloseAsync(new Caller(own.Tenant, own.Name, context.TraceIdentifier), cookie.Secret, context.RequestAborted);
        ConsoleCookie.DeleteFrom(context.Response);
        return TypedResults.NoContent();
    }

    private static SessionView Describe(Credential credential, DateTime expires, ConsoleGrafana grafana, SchemaCatalogue catalogue) =>
        new(credential.Tenant, credential.Name, expires, grafana.Missing(credential.Tenant) is null, [.. catalogue.ResourceTypes.Select(x => x.Name)]);

    /// <param name="Tenant">All that is shown is of it.</param>
    /// <param name="Credential">The name of the token.</param>
    /// <param name="Expires">When the session ends at the latest.</param>
    /// <param name="HasGrafana">The tenant is brought to Grafana.</param>
    /// <param name="Types">The names of the resource types.</param>
    internal sealed record SessionView(string Tenant, string Credential, DateTime Expires, bool HasGrafana, IReadOnlyList<string> Types);
}
