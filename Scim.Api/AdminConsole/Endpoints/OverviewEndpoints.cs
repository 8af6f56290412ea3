using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Scim.Api.Authentication;
using Scim.Api.Hosting;
using Scim.Api.Logging;
using Scim.Resources.Schemas;
using Scim.Storage;
using Scim.Storage.AdminConsole;
using Scim.Storage.Logging;

namespace Scim.Api.AdminConsole.Endpoints;

/// <summary>Whether it works, what to paste into the identity provider, and what happened.</summary>
internal static class OverviewEndpoints
{
    private const int MostRefusals = 5;
    private const int MostEntries = 200;

    // A name has 512 characters at most.
    private const int MaxName = 1_000;

    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/overview", Overview);
        routes.MapGet("/setup", (IOptions<ScimOptions> options) => TypedResults.Ok(new SetupView(options.Value.PublicUrl?.ToString().TrimEnd('/'))));
        routes.MapPost("/log", Log);
    }

    private static async Task<Ok<OverviewView>> Overview(HttpContext context, ScimDatabase database, TimeProvider clock)
    {
        var activity = await TenantActivity.ReadAsync(database, Credential.Of(context.User)!.Tenant, clock.GetUtcNow() - Lately, MostRefusals, context.RequestAborted);
        return TypedResults.Ok(new OverviewView(
            activity.Users,
            activity.Groups,
            activity.LastRequest,
            activity.LastCredential,
            activity.Refused,
            [.. activity.Refusals.Select(x => new RefusalView(x.At, x.Credential, x.Operation, x.Type, x.ResourceId, x.Status, x.Detail))]));
    }

    private static async Task<Results<Ok<TimelineView>, ProblemHttpResult>> Log(LogRequest asked, HttpContext context, LogReader reader, SchemaCatalogue catalogue)
    {
        var tenant = Credential.Of(context.User)!.Tenant;
        if (asked.Name is { Length: > MaxName }) return ConsoleProblem.Of(StatusCodes.Status400BadRequest, $"A name has at most {MaxName} characters.");
        if (asked.Name?.Contains('\0', StringComparison.Ordinal) == true) return ConsoleProblem.HasNul();

        var timeline = string.IsNullOrWhiteSpace(asked.Name)
            ? await reader.LatestAsync(tenant, DateTimeOffset.UnixEpoch, MostEntries, context.RequestAborted)
            : await reader.FindAsync(tenant, LogSubject.Called(asked.Name.Trim(), catalogue), DateTimeOffset.UnixEpoch, MostEntries, context.RequestAborted);
        return TypedResults.Ok(TimelineView.Of(timeline, MostEntries));
    }

    /// <param name="Name">Whatever a resource is called; null or empty for the latest of all.</param>
    internal sealed record LogRequest(string? Name);

    /// <param name="PublicUrl">Without a slash at its end; null where none is set.</param>
    internal sealed record SetupView(string? PublicUrl);

    /// <param name="Users">In SCIM.</param>
    /// <param name="Groups">In SCIM.</param>
    /// <param name="LastRequest">Of a client.</param>
    /// <param name="LastCredential">By which credential.</param>
    /// <param name="Refused">Within the last day.</param>
    /// <param name="Refusals">The latest of these, the newest first.</param>
    internal sealed record OverviewView(long Users, long Groups, DateTime? LastRequest, string? LastCredential, long Refused, IReadOnlyList<RefusalView> Refusals);

    internal sealed record RefusalView(DateTime At, string? Credential, string Operation, string? Type, Guid? ResourceId, int? Status, string? Detail);
}

/// <summary>A timeline as the page shows it, the newest first.</summary>
/// <param name="States">How things are now, a line each.</param>
/// <param name="Lines">What happened.</param>
/// <param name="Most">So many lines at most: there may be older ones.</param>
internal sealed record TimelineView(IReadOnlyList<string> States, IReadOnlyList<TimelineLine> Lines, int Most)
{
    public static TimelineView Of(LogTimeline timeline, int most)
    {
        var text = new TimelineText(timeline);
        return new TimelineView([.. text.States().Select(x => x.Trim())], [.. text.Lines().Reverse()], most);
    }
}
