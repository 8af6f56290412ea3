using Microsoft.AspNetCore.Http.HttpResults;
using Scim.Api.Authentication;
using Scim.Grafana.Reporting;
using Scim.Storage;
using Scim.Storage.Grafana;

namespace Scim.Api.AdminConsole.Endpoints;

/// <summary>How Grafana is doing, what would change there, and the brake.</summary>
internal static class GrafanaEndpoints
{
    /// <summary>Lines of a plan that are shown; all of them are counted.</summary>
    private const int MostLines = 1_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var grafana = routes.MapGroup("/grafana").AddEndpointFilter(RequireAsync);
        grafana.MapGet("/", Status);
        grafana.MapPost("/plan", Plan);
        grafana.MapPost("/release", Release);
    }

    private static async ValueTask<object?> RequireAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var grafana = context.HttpContext.RequestServices.GetRequiredService<ConsoleGrafana>();
        return grafana.Missing(Credential.Of(context.HttpContext.User)!.Tenant) is { } missing ? ConsoleProblem.Of(StatusCodes.Status404NotFound, missing) : await next(context);
    }

    private static async Task<Ok<StatusView>> Status(HttpContext context, ConsoleGrafana grafana)
    {
        var status = await grafana.StatusAsync(Credential.Of(context.User)!.Tenant, context.RequestAborted);
        var tenant = status.Tenants[0];
        var (connected, behind) = (tenant.Connected, tenant.Behind);
        return TypedResults.Ok(new StatusView(
            status.Url.ToString(), status.Version, tenant.OrgId, tenant.Problem, status.Warnings, connected?.LastPass,
            connected?.UsersWithAccess ?? 0, connected is null ? 0 : connected.Users - connected.UsersWithAccess, connected?.Teams ?? 0,
            behind.Due, behind.Held, behind.HeldTag, behind.Failing, behind.Oldest, behind.Rows));
    }

    /// <summary>It reads all of both sides, so it is asked for and not just fetched.</summary>
    private static async Task<Results<Ok<PlanView>, ProblemHttpResult>> Plan(HttpContext context, ConsoleGrafana grafana)
    {
        var tenant = Credential.Of(context.User)!.Tenant;
        if (await grafana.ProblemAsync(tenant, context.RequestAborted) is { } problem) return ConsoleProblem.Of(StatusCodes.Status409Conflict, problem);

        var lines = new List<PlanLine>();
        await foreach (var line in grafana.PlanAsync(tenant, context.RequestAborted)) lines.Add(line);
        return TypedResults.Ok(new PlanView(
            GrafanaText.Summary(lines), lines.Count, [.. lines.Take(MostLines).Select(x => new PlanLineView(x.Kind.ToString().ToLowerInvariant(), x.Object, x.Name, x.ResourceId, x.Changes))]));
    }

    private static async Task<Results<Ok<Released>, ProblemHttpResult>> Release(ReleaseRequest asked, HttpContext context, ConsoleGrafana grafana)
    {
        var own = Credential.Of(context.User)!;
        if (string.IsNullOrEmpty(asked.HeldTag)) return ConsoleProblem.Of(StatusCodes.Status400BadRequest, "Say which are to be released.");

        var released = await grafana.ReleaseAsync(new Caller(own.Tenant, own.Name, context.TraceIdentifier), asked.HeldTag, context.RequestAborted);
        return released > 0
            ? TypedResults.Ok(new Released(released))
            : ConsoleProblem.Of(StatusCodes.Status409Conflict, "Others are held by now than you saw, and nothing was released. Look again at who they are.");
    }

    /// <param name="HeldTag">Of the state that the person saw.</param>
    internal sealed record ReleaseRequest(string? HeldTag);

    internal sealed record Released(int Count);

    internal sealed record PlanView(string Summary, int Total, IReadOnlyList<PlanLineView> Lines);

    internal sealed record PlanLineView(string Kind, string Object, string Name, Guid ResourceId, IReadOnlyList<string> Changes);

    /// <param name="Url">Grafana's address.</param>
    /// <param name="Version">Null where it is hidden, or Grafana is away.</param>
    /// <param name="OrgId">The tenant's organisation.</param>
    /// <param name="Problem">Why nothing can be brought there now.</param>
    /// <param name="Warnings">What in Grafana's configuration is in the way.</param>
    /// <param name="LastPass">When all was last compared.</param>
    /// <param name="WithAccess">Managed accounts.</param>
    /// <param name="WithoutAccess">Those of leavers.</param>
    /// <param name="Teams">Managed teams.</param>
    /// <param name="Due">Behind.</param>
    /// <param name="Held">Of these, those that the brake holds.</param>
    /// <param name="HeldTag">Stands for exactly these, to release them and no others.</param>
    /// <param name="Failing">Of these, those that failed.</param>
    /// <param name="Oldest">Since when the oldest is behind.</param>
    /// <param name="Rows">Some of those behind, held ones first.</param>
    internal sealed record StatusView(
        string Url, string? Version, long OrgId, string? Problem, IReadOnlyList<string> Warnings, DateTime? LastPass, long WithAccess, long WithoutAccess, long Teams,
        long Due, long Held, string? HeldTag, long Failing, DateTime? Oldest, IReadOnlyList<DueRow> Rows);
}
