using System.Text.Json.Nodes;

namespace Scim.Tests.Deploy;

/// <summary>What Grafana's schema of dashboards does not say, and a person on call needs.</summary>
public class DashboardTests
{
    private static readonly string[] Sources = [Dashboard.Prometheus, Dashboard.Postgres];

    private static IEnumerable<string> Titles => Dashboard.Panels.Select(x => x.Text("title"));

    [Test]
    public void Rows_are_in_the_order_of_questions() =>
        Assert.That(Dashboard.Items.Where(x => x.Text("type") == "row").Select(x => x.Text("title")), Is.EqualTo((string[])
            ["Is it working", "Traffic", "Latency", "Due list and Grafana", "Credentials", "PostgreSQL pool and runtime", "Log of changes"]));

    [Test]
    public void Ids_and_titles_of_panels_are_unique()
    {
        Assert.That(Dashboard.Items.Select(x => x["id"]!.GetValue<int>()), Is.Unique);
        Assert.That(Titles, Is.Unique);
    }

    [Test]
    public void Panels_lie_within_the_grid_and_beside_one_another()
    {
        var cells = Dashboard.Items.SelectMany(panel =>
        {
            var (x, y, w, h) = (Grid(panel, "x"), Grid(panel, "y"), Grid(panel, "w"), Grid(panel, "h"));
            Assert.That(x + w, Is.LessThanOrEqualTo(24), panel.Text("title"));
            return Enumerable.Range(x, w).SelectMany(column => Enumerable.Range(y, h).Select(line => (column, line)));
        });
        Assert.That(cells, Is.Unique);
    }

    [TestCaseSource(nameof(Titles))]
    public void A_panel_says_what_it_means_in_which_unit_and_where_it_begins_to_be_bad(string title)
    {
        var panel = Panel(title);
        var defaults = panel["fieldConfig"]!["defaults"]!;
        Assert.That(panel.Text("description"), Has.Length.GreaterThan(40).And.EndsWith("."));
        if (panel.Text("type") == "timeseries") Assert.That(defaults["unit"], Is.Not.Null);
        if (panel.Text("type") == "stat") Assert.That((JsonArray)defaults["thresholds"]!["steps"]!, Has.Count.GreaterThan(1));
    }

    /// <summary>A service that nobody has called yet has no histograms. It is not broken.</summary>
    [TestCaseSource(nameof(Titles))]
    public void A_panel_of_a_new_installation_shows_a_number_or_says_why_there_is_none(string title)
    {
        var panel = Panel(title);
        var always = Dashboard.Queries.Where(x => x.Panel == title).Any(x => x.Text.Contains("vector(", StringComparison.Ordinal) || IsAlwaysThere(x.Text));
        Assert.That(always || panel["fieldConfig"]!["defaults"]!["noValue"] is not null, Is.True);
    }

    [Test]
    public void Queries_ask_the_data_sources_that_are_provisioned()
    {
        var provisioned = ((JsonArray)DeployFiles.Yaml("grafana/provisioning/datasources/scim.yaml")["datasources"]!)
            .ToDictionary(x => x!.Text("uid"), x => x!.Text("type"));
        Assert.That(provisioned.Keys, Is.EquivalentTo(Sources));
        foreach (var source in Dashboard.Panels.Concat(Dashboard.Panels.SelectMany(x => (JsonArray)x["targets"]!)).Concat(Dashboard.Variables).Select(x => x!["datasource"]!))
            Assert.That(provisioned.GetValueOrDefault(source.Text("uid")), Is.EqualTo(source.Text("type")));
    }

    [Test]
    public void The_one_variable_is_the_tenant() => Assert.That(Dashboard.Variables.Select(x => x.Text("name")), Is.EqualTo((string[])["tenant"]));

    [Test]
    public void Gauges_that_several_replicas_report_are_counted_once()
    {
        foreach (var gauge in (string[])["scim_grafana_due{", "scim_grafana_brake_held{", "scim_grafana_up{", "scim_grafana_last_success_time_seconds{"])
            foreach (var query in Dashboard.Queries.Where(x => x.Text.Contains(gauge, StringComparison.Ordinal)))
                Assert.That(query.Text, Does.Match(@"max by \([a-z, ]+\) \(" + gauge.Replace("{", @"\{", StringComparison.Ordinal)), query.ToString());
    }

    private static bool IsAlwaysThere(string promQl) =>
        ((string[])["db_client_connection_count", "db_client_connection_max", "dotnet_"]).Any(x => promQl.Contains(x, StringComparison.Ordinal));

    private static JsonNode Panel(string title) => Dashboard.Panels.Single(x => x.Text("title") == title);

    private static int Grid(JsonNode panel, string name) => panel["gridPos"]![name]!.GetValue<int>();
}
