using System.Diagnostics;
using System.Diagnostics.Metrics;
using Scim.Api.Authentication;
using Scim.Storage.Telemetry;

namespace Scim.Api.Telemetry;

/// <summary>The first that a request passes: gives it the name by which answer, logs and traces know it, and measures it.</summary>
public sealed class RequestMetrics(LastRequests lastRequests, RequestLog log)
{
    /// <summary>Of the instrument.</summary>
    public const string Name = "scim.server.request.duration";

    private static readonly Histogram<double> Duration = ScimMeter.Duration(
        Name,
        "Time that requests of SCIM and for access tokens took",
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);

    public async Task MeasureAsync(HttpContext context, RequestDelegate next)
    {
        var since = Stopwatch.GetTimestamp();
        var span = Activity.Current;
        context.TraceIdentifier = (span?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
        try
        {
            await next(context);
        }
        finally
        {
            if (RequestOutcome.OperationOf(context) is { } operation) End(context, RequestOutcome.Of(context, operation), Stopwatch.GetElapsedTime(since), span);
        }
    }

    private void End(HttpContext context, in RequestOutcome outcome, TimeSpan time, Activity? span)
    {
        if (Credential.Of(context.User) is { } credential) lastRequests.Note(credential);
        if (Duration.Enabled)
        {
            var tags = new TagList
            {
                { "scim.operation", outcome.Operation.Name },
                { "scim.outcome", outcome.Outcome },
            };
            if (outcome.Operation.ResourceType is { } type) tags.Add("scim.resource_type", type);
            if (outcome.ErrorType is { } error) tags.Add("error.type", error);
            if (outcome.Tenant is { } known) tags.Add("tenant", known);
            Duration.Record(time.TotalSeconds, tags);
        }

        if (span is { Recorded: true, IsAllDataRequested: true }) Describe(span, outcome);
        log.Add(context, outcome, time);
    }

    private static void Describe(Activity span, in RequestOutcome outcome)
    {
        span.SetTag("scim.operation", outcome.Operation.Name);
        span.SetTag("scim.outcome", outcome.Outcome);
        span.SetTag("scim.resource_type", outcome.Operation.ResourceType);
        span.SetTag("tenant", outcome.Tenant);
        if (outcome.ErrorType is not null) span.SetTag("error.type", outcome.ErrorType);
    }
}
