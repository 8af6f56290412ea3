using System.Globalization;
using System.Text;
using Scim.Doubles.Hosting;

namespace Scim.Doubles.Health;

/// <summary><c>/metrics</c>: of the many that Grafana tells Prometheus without credentials, who it is and how many users it has.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder routes, GrafanaCore core) =>
        routes.MapGet("/metrics", () => Results.Text(Tell(core), "text/plain; version=0.0.4", Encoding.UTF8));

    // With \n alone: Prometheus takes no other line end.
    private static string Tell(GrafanaCore core) => string.Create(CultureInfo.InvariantCulture, $$"""
        # TYPE grafana_build_info gauge
        grafana_build_info{edition="oss",version="{{core.Options.Version}}"} 1
        # TYPE grafana_stat_total_users gauge
        grafana_stat_total_users {{core.State.Read(state => state.Users.People.Count())}}

        """).ReplaceLineEndings("\n");
}
