using System.Diagnostics;

namespace Scim.Grafana.Reconciling;

/// <summary>Spans of the work on Grafana, with the calls and statements below them. They name no resource.</summary>
public static class GrafanaTraces
{
    public const string SourceName = "Scim";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Runs the work in a span of its own; where nobody collects spans, just so.</summary>
    internal static async Task<T> TraceAsync<T>(string name, string tenant, string? resourceType, Func<Task<T>> work, Func<T, string>? outcome = null)
    {
        using var span = Source.StartActivity(name);
        if (span is null) return await work();

        span.SetTag("tenant", tenant);
        if (resourceType is not null) span.SetTag("scim.resource_type", resourceType);
        try
        {
            var result = await work();
            if (outcome is not null) span.SetTag("scim.outcome", outcome(result));
            return result;
        }
        catch (Exception e)
        {
            span.SetTag("error.type", e.GetType().Name);
            span.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }
}
