using System.Globalization;
using System.Text.Json.Nodes;

namespace Scim.Tests.Deploy;

/// <summary>The alert rules: an expression for Prometheus, of which each value is compared with a number.</summary>
internal static class AlertRules
{
    public static IReadOnlyList<JsonNode> All { get; } =
        [.. ((JsonArray)DeployFiles.Yaml("grafana/provisioning/alerting/scim.yaml")["groups"]!).SelectMany(x => (JsonArray)x!["rules"]!).Select(x => x!)];

    public static string Expression(JsonNode rule) => Step(rule, "A")["model"]!.Text("expr");

    /// <summary>Whether Grafana would let the rule fire for a value of its expression.</summary>
    public static bool Fires(JsonNode rule, double value)
    {
        var (sign, limit) = Limit(rule);
        return sign == ">" ? value > limit : value < limit;
    }

    /// <summary>What a value is compared with: greater or less, and than what.</summary>
    public static (string Sign, double Limit) Limit(JsonNode rule)
    {
        var evaluator = Step(rule, rule.Text("condition"))["model"]!["conditions"]![0]!["evaluator"]!;
        var sign = evaluator.Text("type") switch
        {
            "gt" => ">",
            "lt" => "<",
            var other => throw new NotSupportedException($"{other} is not used."),
        };
        return (sign, double.Parse(evaluator["params"]![0]!.GetValue<string>(), CultureInfo.InvariantCulture));
    }

    public static JsonNode Step(JsonNode rule, string refId) => ((JsonArray)rule["data"]!).Single(x => x!.Text("refId") == refId)!;
}
