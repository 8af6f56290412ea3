using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dapper;
using Npgsql;

namespace Scim.Tests.Storage;

/// <summary>How PostgreSQL ran a statement.</summary>
internal sealed partial record Plan(IReadOnlyList<PlanNode> Nodes, string Text)
{
    /// <summary>Rows and index entries of resources that were looked at, whether they were of use or not.</summary>
    public double ResourcesRead => Nodes.Where(x => x.IsOnResources).Sum(x => x.Read);

    /// <summary>The same without the entries that a bitmap is made of.</summary>
    public double RowsOfResources => Nodes.Where(x => x.IsOnResources && x.Type != "Bitmap Index Scan").Sum(x => x.Read);

    /// <summary>Pages of 8 kB that were looked at.</summary>
    public double Pages => Nodes[0].Pages;

    /// <summary>Runs the statement as Npgsql sends it, under the given <c>plan_cache_mode</c>.</summary>
    public static async Task<Plan> OfAsync(NpgsqlDataSource source, string sql, IReadOnlyDictionary<string, object?> values, string mode)
    {
        var names = values.Keys.ToList();
        var text = Name().Replace(sql, x => $"${names.IndexOf(x.Groups[1].Value) + 1}");
        var types = string.Join(", ", names.Select(name => TypeOf(values[name])));
        var literals = string.Join(", ", names.Select(name => Literal(values[name])));

        await using var connection = await source.OpenConnectionAsync();
        await connection.ExecuteAsync($"SET plan_cache_mode = {mode}; PREPARE list ({types}) AS {text}");
        try
        {
            var json = await connection.ExecuteScalarAsync<string>($"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE list ({literals})");
            var root = JsonNode.Parse(json!)![0]!["Plan"]!;
            return new Plan([.. Flatten(root)], string.Join('\n', Lines(root, 0)));
        }
        finally
        {
            // The connection goes back to its pool as it is.
            await connection.ExecuteAsync("DEALLOCATE list; RESET plan_cache_mode");
        }
    }

    private static IEnumerable<PlanNode> Flatten(JsonNode node) =>
        ((JsonArray?)node["Plans"] ?? []).SelectMany(x => Flatten(x!)).Prepend(new PlanNode(node));

    private static IEnumerable<string> Lines(JsonNode node, int depth) =>
        ((JsonArray?)node["Plans"] ?? []).SelectMany(x => Lines(x!, depth + 1)).Prepend($"{new string(' ', depth * 2)}{new PlanNode(node)}");

    private static string TypeOf(object? value) => value switch
    {
        Guid => "uuid",
        long => "bigint",
        int => "integer",
        DateTime => "timestamptz",
        _ => "text",
    };

    private static string Literal(object? value) => value switch
    {
        DateTime x => $"'{x:O}'",
        _ => $"'{Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("'", "''", StringComparison.Ordinal)}'",
    };

    [GeneratedRegex(@"(?<!@)@([a-z]\w*)")]
    private static partial Regex Name();
}

/// <summary>A node of a plan, after it ran.</summary>
internal sealed record PlanNode(JsonNode Json)
{
    public string Type => Text("Node Type");

    public string Index => Text("Index Name");

    public bool IsOnResources => Text("Relation Name") == "resource" || Index.StartsWith("resource_", StringComparison.Ordinal);

    public double Read => (Number("Actual Rows") + Number("Rows Removed by Filter") + Number("Rows Removed by Index Recheck")) * Number("Actual Loops");

    public double Pages => Number("Shared Hit Blocks") + Number("Shared Read Blocks");

    public override string ToString() =>
        $"{Type} {Text("Relation Name")} {Index} rows={Number("Actual Rows")} removed={Number("Rows Removed by Filter")} loops={Number("Actual Loops")} pages={Pages} {Text("Index Cond")} {Text("Filter")}";

    private string Text(string name) => Json[name]?.GetValue<string>() ?? "";

    private double Number(string name) => Json[name]?.GetValue<double>() ?? 0;
}
