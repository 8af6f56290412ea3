using System.Text.Json.Nodes;

namespace Scim.Tests.Deploy;

/// <summary>The dashboard, and what its panels ask of their data sources.</summary>
internal static class Dashboard
{
    public const string Prometheus = "scim-prometheus";
    public const string Postgres = "scim-postgres";

    private static readonly JsonNode Root = DeployFiles.Json("grafana/dashboards/scim.json");

    public static string Uid => Root.Text("uid");

    public static IReadOnlyList<JsonNode> Variables => [.. ((JsonArray)Root["templating"]!["list"]!).Select(x => x!)];

    /// <summary>Rows too.</summary>
    public static IReadOnlyList<JsonNode> Items => [.. ((JsonArray)Root["panels"]!).Select(x => x!)];

    public static IReadOnlyList<JsonNode> Panels => [.. Items.Where(x => x.Text("type") != "row")];

    public static IReadOnlyList<PanelQuery> Queries =>
    [
        .. Panels.SelectMany(panel => ((JsonArray)panel["targets"]!).Select(target => new PanelQuery(
            panel.Text("title"),
            target!.Text("refId"),
            target!["datasource"]!.Text("uid"),
            (target["expr"] ?? target["rawSql"])!.GetValue<string>(),
            target["instant"]?.GetValue<bool>() ?? false))),
    ];

    public static string Text(this JsonNode node, string name) => node[name]?.GetValue<string>() ?? throw new KeyNotFoundException($"{name} is not in {node}.");
}

/// <summary>What a panel asks.</summary>
/// <param name="Panel">Its title.</param>
/// <param name="RefId">The query's letter.</param>
/// <param name="Source">The data source's uid.</param>
/// <param name="Text">PromQL or SQL, with Grafana's variables in it.</param>
/// <param name="IsInstant">It is asked for now alone, not for a span of time.</param>
public sealed record PanelQuery(string Panel, string RefId, string Source, string Text, bool IsInstant)
{
    public override string ToString() => $"{Panel} {RefId}";
}
