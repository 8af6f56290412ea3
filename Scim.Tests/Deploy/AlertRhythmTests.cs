using System.Globalization;
using System.Text.Json;
using Scim.Tests.PrivatePostgres;

namespace Scim.Tests.Deploy;

/// <summary>
/// The alert rules over hours, at the rhythm at which identity providers come, by Prometheus' own tests of rules: also how long a trouble has to last.
/// </summary>
public class AlertRhythmTests
{
    private const string Failed = """scim_server_request_duration_seconds_count{scim_outcome="failed", tenant="default", instance="a"}""";
    private const string Good = """scim_server_request_duration_seconds_count{scim_outcome="success", tenant="default", instance="a"}""";
    private const string Refused = """scim_authentication_failures_total{reason="revoked", instance="a"}""";

    // A sample every 15 seconds: Entra comes every 40 minutes, for a minute.
    private const int Cycle = 160;
    private const int Hour = 240;

    [Test]
    public async Task Entra_with_a_revoked_token_fires_from_the_first_time_until_two_hours_after_the_last()
    {
        // Five requests a cycle, which Prometheus sees after the counter was at 0.
        (string, string)[] series = [(Refused, $"0x{Cycle} 5x{Cycle} 10x{Cycle} 15x{3 * Hour}")];
        await FireAsync(series, "credentials-refused", (38, false), (42, true), (60, true), (110, true), (230, true), (250, false));
    }

    [Test]
    public async Task A_restart_neither_fires_nor_hides_a_refused_credential()
    {
        await FireAsync([(Refused, $"7x{Hour} 0x{Hour}")], "credentials-refused", (30, false), (62, false), (90, false));
        await FireAsync([(Refused, $"0x{Cycle} 5x20 0x{Cycle} 5x{Cycle}")], "credentials-refused", (45, true), (60, true), (90, true));
        await FireAsync([(Failed, $"9x{Hour} 0x{Hour}"), (Good, $"0+1x{Hour} 0+1x{Hour}")], "requests-failing", (62, false), (90, false));
    }

    [Test]
    public async Task Strangers_and_those_who_forgot_their_token_fire_nothing() =>
        await FireAsync(
            [("""scim_authentication_failures_total{reason="unknown", instance="a"}""", $"0+10x{Hour}"), ("""scim_authentication_failures_total{reason="missing", instance="a"}""", $"0+10x{Hour}")],
            "credentials-refused",
            (30, false), (55, false));

    [Test]
    public async Task One_500_among_eleven_requests_fires_nothing()
    {
        (string, string)[] series = [(Failed, $"0x40 1x{Hour}"), (Good, $"0x40 10x{Hour}")];
        await FireAsync(series, "requests-failing", (11, false), (15, false), (16, false), (20, false), (40, false));
    }

    [Test]
    public async Task What_fails_and_goes_on_failing_fires()
    {
        await FireAsync([(Failed, $"_x20 1+2x{Hour}"), (Good, $"0+10x{Hour}")], "requests-failing", (4, false), (10, true), (50, true));
        // By Entra, whose requests all fail for a minute in forty.
        await FireAsync([(Failed, $"_x10 4 8 12 16x{Cycle} 20 24 28 32x{Cycle} 32x{Hour}")], "requests-failing", (1, false), (10, true), (45, true), (80, true), (150, false));
    }

    [Test]
    public async Task A_failover_of_twenty_seconds_fires_nothing() =>
        await FireAsync([(Failed, $"0x{Cycle} 100 200 200x{Hour}"), (Good, $"0+150x{2 * Hour}")], "requests-failing", (41, false), (45, false), (60, false));

    [Test]
    public async Task A_service_that_is_well_is_silent_while_it_restarts_too()
    {
        (string, string)[] series =
        [
            ("""scim_database_up{instance="a"}""", "1x100 stale _x2 1x140"),
            (Good, "0+10x100 stale _x2 0+10x140"), (Refused, "0x100 stale _x2 0x140"),
            ("""scim_grafana_up{tenant="default", instance="a"}""", "1x100 stale _x3 1x139"),
            ("""scim_grafana_due_age_seconds{tenant="default", instance="a"}""", "0x100 stale _x3 3x139"),
            ("""scim_grafana_due{tenant="default", state="failing", instance="a"}""", "0x100 stale _x3 0x139"),
            ("""scim_grafana_brake_held{tenant="default", instance="a"}""", "0x100 stale _x3 0x139"),
            ("""scim_grafana_last_success_time_seconds{tenant="default", instance="a"}""", "0+15x100 stale _x3 1560+15x139"),
            ("""scim_last_request_time_seconds{tenant="default", instance="a"}""", "0+15x100 stale _x3 1560+15x139"),
            ("""scim_credential_expiry_seconds{tenant="default", kind="token", name="entra", instance="a"}""", "7000000-15x100 stale _x3 7000000-15x139"),
        ];
        foreach (var rule in AlertRules.All) await FireAsync(series, rule.Text("uid")["scim-".Length..], (10, false), (25, false), (26, false), (30, false), (55, false));
    }

    /// <summary>It would tell people that all is well again, and page them anew afterwards.</summary>
    [Test]
    public async Task What_the_database_told_still_fires_while_it_is_away_for_some_minutes()
    {
        await FireAsync([("""scim_grafana_brake_held{tenant="default", instance="a"}""", "0x20 4x40 stale _x29 4x40")], "brake-on", (4, false), (8, true), (17, true), (21, true), (27, true));
        await FireAsync([("""scim_grafana_due_age_seconds{tenant="default", instance="a"}""", "1000x40 stale _x29 1000x40")], "sync-behind", (4, false), (6, true), (12, true), (17, true), (23, true));
    }

    /// <param name="series">What was scraped every 15 seconds, in the notation of Prometheus' tests.</param>
    /// <param name="name">The rule.</param>
    /// <param name="at">After so many minutes it fires, or not.</param>
    private static async Task FireAsync((string Series, string Values)[] series, string name, params (int Minutes, bool Fires)[] at)
    {
        var rule = AlertRules.All.Single(x => x.Text("uid") == $"scim-{name}");
        var (sign, limit) = AlertRules.Limit(rule);
        var rules = new
        {
            groups = new[]
            {
                new { name = "scim", interval = "1m", rules = new[] { new { alert = name, expr = $"({AlertRules.Expression(rule)}) {sign} {limit.ToString(CultureInfo.InvariantCulture)}", @for = rule.Text("for") } } },
            },
        };
        using var folder = new TemporaryFolder();
        folder.Write("rules.yml", JsonSerializer.Serialize(rules));
        var test = folder.Write("test.yml", JsonSerializer.Serialize(new
        {
            rule_files = new[] { "rules.yml" },
            evaluation_interval = "1m",
            tests = new[]
            {
                new
                {
                    interval = "15s",
                    input_series = series.Select(x => new { series = x.Series, values = x.Values }),
                    promql_expr_test = at.Select(x => new
                    {
                        expr = """count(ALERTS{alertstate="firing"}) or vector(0)""",
                        eval_time = $"{x.Minutes}m",
                        exp_samples = new[] { new { labels = "{}", value = x.Fires ? 1 : 0 } },
                    }),
                },
            },
        }));
        if (await Tool.RunAsync("promtool", "test", "rules", test) is null)
            Assert.Ignore("promtool is not on PATH; install Prometheus (Debian: the package prometheus).");
    }
}
