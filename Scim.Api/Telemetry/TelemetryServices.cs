using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Scim.Grafana.Reconciling;
using Scim.Storage.Telemetry;

namespace Scim.Api.Telemetry;

/// <summary>Metrics for whoever scrapes them; and metrics, traces and logs by OTLP where an endpoint is set.</summary>
public static class TelemetryServices
{
    private const string ServiceName = "scim";

    // A tenant has some two dozen series of requests; the SDK's own limit would be reached by eighty tenants.
    private const int MaxRequestSeries = 20_000;

    // Of .NET and of Npgsql, with the names of the semantic conventions. ASP.NET Core has others, which cost each request more than they tell beside the
    // service's own: of authentication, authorisation, routing and its buffers.
    private static readonly string[] Meters =
    [
        ScimMeter.Name, "Npgsql", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Diagnostics",
    ];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<LastRequests>();
        services.AddSingleton<RequestLog>();
        services.AddSingleton<RequestMetrics>();
        services.AddSingleton<ServiceStates>();
        services.AddSingleton<StateReader>();
        services.AddHostedService(x => x.GetRequiredService<StateReader>());
        services.AddSingleton<StateGauges>();
        services.AddSingleton<MetricsEndpoint>();

        var otlp = new Otlp(builder.Configuration);
        otlp.Require();
        if (otlp.Metrics || otlp.Traces || otlp.Logs) services.AddHostedService<ExportFailures>();
        var telemetry = services.AddOpenTelemetry().ConfigureResource(Describe).WithMetrics(metrics => Measure(metrics, otlp));
        if (otlp.Traces) telemetry.WithTracing(Trace);
        if (otlp.Logs) telemetry.WithLogging(logs => logs.AddOtlpExporter(), options => options.IncludeFormattedMessage = true);
    }

    /// <summary>Of the connector; where there is none, these series are not there.</summary>
    public static void AddGrafanaTelemetry(this IServiceCollection services)
    {
        services.AddSingleton<GrafanaWatch>();
        services.AddHostedService(x => x.GetRequiredService<GrafanaWatch>());
        services.AddSingleton<GrafanaGauges>();
    }

    private static void Measure(MeterProviderBuilder metrics, Otlp otlp)
    {
        metrics.AddMeter(Meters).AddHttpClientInstrumentation().AddProcessInstrumentation();
        metrics.AddInstrumentation(x => x.GetRequiredService<StateGauges>());
        metrics.AddInstrumentation(x => x.GetService<GrafanaGauges>() ?? new object());
        metrics.AddView(RequestMetrics.Name, new MetricStreamConfiguration { CardinalityLimit = MaxRequestSeries });
        metrics.AddPrometheusExporter();
        if (otlp.Metrics) metrics.AddOtlpExporter();
    }

    private static void Trace(TracerProviderBuilder traces) => traces
        .AddSource(GrafanaTraces.SourceName, "Npgsql")
        .AddAspNetCoreInstrumentation(x => x.Filter = context => !IsAboutTheService(context.Request.Path))

        // What is asked of Grafana every now and then by itself would be traces of one call each.
        .AddHttpClientInstrumentation(x => x.FilterHttpRequestMessage = _ => System.Diagnostics.Activity.Current?.Parent is not null)
        .AddInstrumentation(_ => new ExceptionRedaction())
        .AddProcessor(new SpanRedaction())
        .AddOtlpExporter();

    private static bool IsAboutTheService(PathString path) =>
        path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments(MetricsEndpoint.Path, StringComparison.OrdinalIgnoreCase);

    /// <summary>OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last, so that they win.</summary>
    private static void Describe(ResourceBuilder resource) => resource
        .Clear()
        .AddService(ServiceName, serviceVersion: Version)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    private static string Version =>
        typeof(TelemetryServices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
