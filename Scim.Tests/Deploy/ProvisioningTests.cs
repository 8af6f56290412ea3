using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Scim.Tests.Deploy;

/// <summary>What Grafana reads at start, and stops at where it is wrong.</summary>
public class ProvisioningTests
{
    private static readonly string[] Rules = ["service-away", "database-away", "requests-failing", "nothing-synced", "sync-behind", "no-requests",
        "resources-failing", "grafana-away", "brake-on", "credential-expiring", "credentials-refused"];

    [Test]
    public void Every_alert_is_there_once() => Assert.That(AlertRules.All.Select(x => x.Text("uid")), Is.EqualTo(Rules.Select(x => $"scim-{x}")));

    [TestCaseSource(nameof(Rules))]
    public void A_rule_asks_takes_the_value_and_compares_it(string name)
    {
        var rule = Rule(name);
        var steps = ((JsonArray)rule["data"]!).Select(x => x!).ToList();
        Assert.That(steps.Select(x => x.Text("refId")), Is.EqualTo((string[])["A", "B", "C"]));
        Assert.That(steps.Select(x => x["model"]!.Text("refId")), Is.EqualTo((string[])["A", "B", "C"]));
        Assert.That(steps.Select(x => x.Text("datasourceUid")), Is.EqualTo((string[])[Dashboard.Prometheus, "__expr__", "__expr__"]));
        Assert.That(rule.Text("condition"), Is.EqualTo("C"));
        Assert.That((steps[1]["model"]!.Text("type"), steps[1]["model"]!.Text("expression")), Is.EqualTo(("reduce", "A")));
        Assert.That((steps[2]["model"]!.Text("type"), steps[2]["model"]!.Text("expression")), Is.EqualTo(("threshold", "B")));
        Assert.That(steps[0]["model"]!.Text("instant"), Is.EqualTo("true"));
    }

    [TestCaseSource(nameof(Rules))]
    public void A_rule_says_what_is_wrong_what_to_do_and_where_more_is_written(string name)
    {
        var notes = Rule(name)["annotations"]!;
        Assert.That(notes.Text("summary"), Does.EndWith("."));
        Assert.That(notes.Text("description"), Does.EndWith("."));
        Assert.That(notes.Text("runbook_url"), Is.EqualTo($"${{SCIM_DOCS_URL}}/operations.md#alert-{name}"));
        Assert.That(Rule(name)["labels"]!.Text("severity"), Is.EqualTo("critical").Or.EqualTo("warning"));
        Assert.That(Rule(name).Text("for"), Does.Match(@"^\d+[sm]$"));
    }

    /// <summary>Grafana replaces <c>$NAME</c> and <c>${NAME}</c> in annotations by the environment, and knows no other dollar there.</summary>
    [TestCaseSource(nameof(Rules))]
    public void Annotations_name_nothing_that_the_environment_would_replace(string name) =>
        Assert.That(((JsonObject)Rule(name)["annotations"]!).Where(x => x.Key != "runbook_url").Select(x => x.Value!.GetValue<string>()), Has.None.Contain("$"));

    [TestCaseSource(nameof(Rules))]
    public void A_rule_leads_to_a_panel_that_shows_it(string name)
    {
        var rule = Rule(name);
        Assert.That((rule.Text("dashboardUid"), rule["annotations"]!.Text("__dashboardUid__")), Is.EqualTo((Dashboard.Uid, Dashboard.Uid)));
        Assert.That(rule["annotations"]!.Text("__panelId__"), Is.EqualTo(rule.Text("panelId")));
        var panel = Dashboard.Panels.Single(x => $"{x["id"]}" == rule.Text("panelId"));
        var metrics = Regex.Matches(AlertRules.Expression(rule), "scim_[a-z_]+[a-z]").Select(x => x.Value);
        Assert.That(panel["targets"]!.ToJsonString(), Does.Contain(metrics.First()));
    }

    [Test]
    public void The_dashboard_is_looked_for_where_the_compose_file_puts_it()
    {
        var path = DeployFiles.Yaml("grafana/provisioning/dashboards/scim.yaml")["providers"]![0]!["options"]!.Text("path");
        var mounts = ((JsonArray)DeployFiles.Yaml("docker-compose.yml")["services"]!["grafana"]!["volumes"]!).Select(x => x!.GetValue<string>());
        Assert.That(mounts, Does.Contain($"./deploy/grafana/dashboards:{path}:ro"));
    }

    [Test]
    public void Every_file_that_the_compose_file_mounts_is_there()
    {
        var mounts = ((JsonObject)DeployFiles.Yaml("docker-compose.yml")["services"]!)
            .SelectMany(x => (JsonArray?)x.Value!["volumes"] ?? []).Select(x => x!.GetValue<string>()).Where(x => x.StartsWith("./deploy/", StringComparison.Ordinal));
        foreach (var path in mounts.Select(x => x.Split(':')[0]["./deploy/".Length..])) Assert.That(DeployFiles.Has(path), Is.True, path);
    }

    [Test]
    public void Every_port_is_bound_to_the_machine_alone()
    {
        var ports = ((JsonObject)DeployFiles.Yaml("docker-compose.yml")["services"]!).SelectMany(x => (JsonArray?)x.Value!["ports"] ?? []).Select(x => x!.GetValue<string>());
        Assert.That(ports, Is.Not.Empty.And.All.StartsWith("127.0.0.1:"));
    }

    private static JsonNode Rule(string name) => AlertRules.All.Single(x => x.Text("uid") == $"scim-{name}");
}
