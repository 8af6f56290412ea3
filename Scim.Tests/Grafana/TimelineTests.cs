using System.Text.RegularExpressions;
using Scim.Doubles;
using Scim.Doubles.Faults;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

/// <summary><c>log</c>: from Entra's request to Grafana's answer.</summary>
public partial class TimelineTests
{
    [Test]
    public async Task A_persons_timeline_tells_all_from_the_request_to_what_was_done_in_Grafana()
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions());
        var anna = await scim.NewUserAsync("anna@x.org", """ "displayName": "Anna", "shoeSize": 38 """);
        await scim.SettledAsync();
        var team = await scim.NewGroupAsync("Team X");
        await scim.SettledAsync();
        await scim.AddMembersAsync(team, anna);
        await scim.SettledAsync();
        await scim.PatchAsync($"Users/{anna}", """{"op": "replace", "path": "roles", "value": [{"value": "Editor"}]}""");
        await scim.SettledAsync();
        await scim.Server.PostAsync("Users", Some.User("ANNA@x.org"));
        await scim.RemoveMemberAsync(team, anna);
        await scim.SettledAsync();
        await scim.SetActiveAsync(anna, false);
        await scim.SettledAsync();
        await scim.DeleteAsync($"Users/{anna}");
        await scim.SettledAsync();

        Assert.That(await LogAsync(scim, "anna@x.org"), Is.EqualTo($"""
            {anna}: deleted.

            TIME  tests    created: userName, displayName, active; active = true; ignored: shoeSize  [ID]
            TIME  Grafana  account made
            TIME  tests    put into Group Team X  [ID]
            TIME  Grafana  put into the team of Group Team X
            TIME  tests    changed: roles; roles = [{"{"}"value":"Editor"{"}"}]  [ID]
            TIME  Grafana  role Viewer becomes Editor
            TIME  tests    REFUSED 409 create User: Another User has that userName. It is compared without regard to case.  [ID]
            TIME  tests    taken out of Group Team X  [ID]
            TIME  Grafana  taken out of the team of Group Team X
            TIME  tests    changed: active; active = false  [ID]
            TIME  Grafana  account disabled
            TIME  tests    deleted  [ID]
            """));
        Assert.That(await LogAsync(scim, "team x"), Is.EqualTo($"""
            Group Team X ({team}): version 3, changed TIME.

            TIME  tests    created: displayName; displayName = "Team X"  [ID]
            TIME  Grafana  team made
            TIME  tests    changed: members in: {anna}  [ID]
            TIME  Grafana  team changed: members in: {anna}
            TIME  tests    changed: members out: {anna}  [ID]
            TIME  Grafana  team changed: members out: {anna}
            """));
    }

    [Test]
    public async Task Why_somebody_is_not_in_a_team_yet_is_told_once_for_each_reason()
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions());
        var admin = await scim.Grafana.NewUserAsync("root@x.org", "Root");
        await scim.Grafana.SendAsync("PUT", $"api/admin/users/{admin}/permissions", new { isGrafanaAdmin = true });
        var root = await scim.NewUserAsync("root@x.org");
        await scim.WaitAsync(x => x.Rows.Any(row => row.Attempts > 1));

        Assert.That(await LogAsync(scim, root), Does.Match($"""
            ^User root@x.org \({root}\): version 1, changed TIME\.
              Grafana: failed \d+ times, next try TIME\. The account root@x.org is a server admin of Grafana, which is never managed from here\.

            TIME  tests    created: userName, active; active = true  \[ID\]
            TIME  Grafana  FAILED: The account \.\.\. is a server admin of Grafana, which is never managed from here\.$
            """));
    }

    [Test]
    public async Task Who_is_held_by_the_brake_is_said_to_be()
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions(), ("BrakeUsers", "0"), ("BrakePercent", "0"));
        var anna = await scim.NewUserAsync("anna@x.org");
        await scim.SettledAsync();
        await scim.SetActiveAsync(anna, false);
        await scim.StuckAsync();

        var log = await LogAsync(scim, "anna@x.org");
        await scim.DeleteAsync($"Users/{anna}");
        Assert.That(await LogAsync(scim, anna), Does.Match("deleted\\.\n  Grafana: (held by the brake|waiting) since TIME"), "what Grafana owes outlives the user");
        Assert.That(log, Does.Contain("  Grafana: held by the brake since TIME, until \"grafana release\". Held by the brake: "));
        Assert.That(log.Split('\n')[^1], Does.StartWith("TIME  Grafana  HELD: Held by the brake: "));
    }

    [Test]
    public async Task What_was_done_is_told_also_where_the_rest_failed()
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions());
        var (anna, bob) = (await scim.NewUserAsync("anna@x.org"), await scim.NewUserAsync("bob@x.org"));
        await scim.SettledAsync();
        scim.Grafana.Double.Faults.Add(GrafanaFault.InternalError with { On = (method, path) => method == "POST" && path.Contains("/members", StringComparison.Ordinal), Skip = 1 });
        var team = await scim.NewGroupAsync("Half", anna, bob);
        await scim.StuckAsync();

        var log = await LogAsync(scim, team);
        Assert.That(log, Does.Match("Grafana  team changed: members in: (anna|bob)@x.org\n").And.Contain("Grafana  FAILED: "));
        foreach (var member in (string[])[anna, bob]) Assert.That(await LogAsync(scim, member), Does.Contain("\n  Grafana, Group Half: failed "), "a member's timeline says what its team waits for");
    }

    private static async Task<string> LogAsync(ConnectedScim scim, string name)
    {
        var result = await CommandLine.RunAsync(scim.Server.ConnectionString, "log", name);
        Assert.That((result.ExitCode, result.Error), Is.EqualTo((0, "")));
        return Request().Replace(Time().Replace(result.Output.Trim(), "TIME"), "[ID]");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    [GeneratedRegex(@"\[[0-9a-f]{32}\]", RegexOptions.CultureInvariant)]
    private static partial Regex Request();
}
