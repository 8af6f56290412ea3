using Microsoft.AspNetCore.Http.HttpResults;
using Scim.Api.Authentication;
using Scim.Api.Commands;
using Scim.Storage;
using Scim.Storage.Clients;
using Scim.Storage.Tokens;

namespace Scim.Api.AdminConsole.Endpoints;

/// <summary>The tenant's tokens: to make, to rotate and to revoke. Its OAuth clients are shown, and made by the command line.</summary>
internal static class TokenEndpoints
{
    private const int PageSize = 50;
    private const int MaxOverlapHours = 8_760;

    private static readonly string[] Scopes = [TokenScope.Full, TokenScope.ReadOnly, TokenScope.Admin];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tokens", List);
        routes.MapPost("/tokens", Create);
        routes.MapPost("/tokens/{id:guid}/rotate", Rotate);
        routes.MapPost("/tokens/{id:guid}/revoke", Revoke);
        routes.MapGet("/clients", ListClients);
    }

    private static async Task<Results<Ok<TokenPage>, ProblemHttpResult>> List(HttpContext context, TokenStore store, TimeProvider clock, string? text = null, bool withEnded = false, int page = 1)
    {
        if (text?.Contains('\0', StringComparison.Ordinal) == true) return ConsoleProblem.HasNul();

        var own = Credential.Of(context.User)!;
        var first = Math.Max(page, 1) - 1L;
        var offset = (int)Math.Min(first * PageSize, int.MaxValue - PageSize);
        var (tokens, total) = await store.SearchAsync(own.Tenant, text?.Trim() ?? "", withEnded, offset, PageSize, context.RequestAborted);
        return TypedResults.Ok(new TokenPage(total, PageSize, [.. tokens.Select(x => TokenView.Of(x, own, clock))]));
    }

    private static async Task<Results<Ok<MadeToken>, ProblemHttpResult>> Create(NewToken asked, HttpContext context, TokenStore store, TimeProvider clock)
    {
        var name = asked.Name?.Trim() ?? "";
        if (!TokenName.IsName(name)) return Wrong($"A token needs a name of {TokenName.Rule}.");
        if (!Scopes.Contains(asked.Scope)) return Wrong($"The scope of a token is one of {string.Join(", ", Scopes)}.");
        if (asked.ExpiresInDays is < 1 or > CommonOptions.MaxDays) return Wrong($"A token lasts 1 to {CommonOptions.MaxDays} days, or has no end.");

        var own = Credential.Of(context.User)!;
        DateTimeOffset? expires = asked.ExpiresInDays is { } days ? clock.GetUtcNow().AddDays(days) : null;
        var (token, secret) = await store.CreateAsync(CallerOf(context), name, asked.Scope!, expires, context.RequestAborted);
        return TypedResults.Ok(new MadeToken(TokenView.Of(token, own, clock), secret));
    }

    private static async Task<Results<Ok<MadeToken>, ProblemHttpResult>> Rotate(Guid id, Rotation asked, HttpContext context, TokenStore store, TimeProvider clock)
    {
        if (asked.OverlapHours is not { } hours || hours is < 0 or > MaxOverlapHours) return Wrong($"Say as overlapHours for how long the old token serves on: 0 to {MaxOverlapHours} hours.");

        var own = Credential.Of(context.User)!;
        if (await store.RotateAsync(CallerOf(context), id, TimeSpan.FromHours(hours), null, context.RequestAborted) is not var (token, secret)) return Unknown();

        return TypedResults.Ok(new MadeToken(TokenView.Of(token, own, clock), secret));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(Guid id, HttpContext context, TokenStore store) =>
        await store.RevokeAsync(CallerOf(context), id, context.RequestAborted) ? TypedResults.NoContent() : Unknown();

    private static async Task<Ok<ClientView[]>> ListClients(HttpContext context, ClientStore store, TimeProvider clock)
    {
        var clients = await store.ListAsync(Credential.Of(context.User)!.Tenant, context.RequestAborted);
        return TypedResults.Ok(clients.Where(x => x.Client.Revoked is null).Select(x => new ClientView(
            x.Client.Id, x.Client.Name, x.Client.Scope, x.Client.Created, [.. x.Credentials.Where(y => y.IsLive(clock.GetUtcNow())).Select(y => new ClientCredentialView(y.Kind, y.Expires, y.LastUsed))])).ToArray());
    }

    private static Caller CallerOf(HttpContext context)
    {
        var own = Credential.Of(context.User)!;
        return new Caller(own.Tenant, own.Name, context.TraceIdentifier);
    }

    private static ProblemHttpResult Wrong(string detail) => ConsoleProblem.Of(StatusCodes.Status400BadRequest, detail);

    private static ProblemHttpResult Unknown() => ConsoleProblem.Of(StatusCodes.Status404NotFound, "There is no such token, or it has ended.");

    internal sealed record NewToken(string? Name, string? Scope, int? ExpiresInDays);

    internal sealed record Rotation(int? OverlapHours);

    /// <param name="Token">What was made.</param>
    /// <param name="Secret">Shown this once.</param>
    internal sealed record MadeToken(TokenView Token, string Secret);

    internal sealed record TokenPage(long Total, int PageSize, IReadOnlyList<TokenView> Tokens);

    /// <param name="Id">Its id.</param>
    /// <param name="Name">What the log calls it.</param>
    /// <param name="Scope">One of <see cref="TokenScope"/>.</param>
    /// <param name="State"><c>live</c>, <c>expired</c> or <c>revoked</c>.</param>
    /// <param name="Created">When it was made.</param>
    /// <param name="Expires">When it ends.</param>
    /// <param name="LastUsed">To the minute.</param>
    /// <param name="IsOwn">The session was opened with it.</param>
    internal sealed record TokenView(Guid Id, string Name, string Scope, string State, DateTime Created, DateTime? Expires, DateTime? LastUsed, bool IsOwn)
    {
        public static TokenView Of(Token x, Credential own, TimeProvider clock) => new(
            x.Id, x.Name, x.Scope, x.Revoked is not null ? "revoked" : x.IsLive(clock.GetUtcNow()) ? "live" : "expired", x.Created, x.Expires, x.LastUsed, own.Id == x.Id.ToString());
    }

    internal sealed record ClientView(Guid Id, string Name, string Scope, DateTime Created, IReadOnlyList<ClientCredentialView> Credentials);

    internal sealed record ClientCredentialView(string Kind, DateTime? Expires, DateTime? LastUsed);
}
