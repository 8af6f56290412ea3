using Scim.Doubles.Hosting;

namespace Scim.Doubles.Health;

/// <summary>What Grafana tells Prometheus, of which this is the one metric that says who it is. It asks for no credential, as Grafana does not.</summary>
internal static class MetricsEndpoint
{
    private const string Format = "text/plain; version=0.0.4; charset=utf-8";

    public static void MapMetrics(this IEndpointRouteBuilder routes, GrafanaCore core) => routes.MapGet("/metrics", () => Results.Text(Of(core.Options.Version), Format));

    private static string Of(string version) => $$"""
        # HELP grafana_build_info Which Grafana this is
        # TYPE grafana_build_info gauge
        grafana_build_info{branch="double",edition="oss",version="{{version}}"} 1

        """.ReplaceLineEndings("\n");
}
