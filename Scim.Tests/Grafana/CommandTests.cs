using System.Text.Json.Nodes;
using Scim.Doubles;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

/// <summary><c>grafana plan|apply|status|release</c>, run as a person or a script would.</summary>
public class CommandTests
{
    [Test]
    public async Task Plan_shows_exactly_what_would_change_and_changes_nothing()
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions(), ("TeamPrefix", "t-"));
        var (ada, bob, eve) = (await scim.NewUserAsync("ada@x.org"), await scim.NewUserAsync("bob@x.org"), await scim.NewUserAsync("eve@x.org"));
        var ops = await scim.NewGroupAsync("Ops", ada, eve);
        await scim.SettledAsync();
        await scim.Grafana.NewUserAsync("otto@x.org", "Otto");
        var root = await scim.Grafana.NewUserAsync("root@x.org", "Root");
        await scim.Grafana.SendAsync("PUT", $"api/admin/users/{root}/permissions", new { isGrafanaAdmin = true });

        // From now on nothing is brought there but by commands.
        await scim.Server.StopAsync();
        await using var plain = await scim.Server.AnotherAsync();
        await plain.PostAsync("Users", Some.User("new@x.org", """ "displayName": "New", "roles": [{"value": "Editor"}] """));
        await plain.PostAsync("Users", Some.User("otto@x.org", """ "displayName": "Otto" """));
        await plain.PostAsync("Users", Some.User("root@x.org"));
        await plain.PatchAsync($"Users/{bob}", """{"op": "replace", "path": "displayName", "value": "Bob"}""");
        await plain.PatchAsync($"Users/{eve}", """{"op": "replace", "path": "active", "value": false}""");
        await plain.PatchAsync($"Groups/{ops}", $$"""{"op": "add", "path": "members", "value": [{"value": "{{bob}}"}]}""");
        await plain.PostAsync("Groups", Some.Group("Dev", ada));
        var before = scim.Grafana.Double.Calls.Count(IsWrite);

        var plan = await RunAsync(scim, "plan");

        Assert.That(plan.Error, Is.Empty);
        Assert.That(plan.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EquivalentTo((string[])
        [
            "Tenant default, organisation 1 of Grafana 12.3.0",
            "  + user new@x.org: create as New, role Editor",
            "  ~ user otto@x.org: manage the account that is there",
            "  ! user root@x.org: The account root@x.org is a server admin of Grafana, which is never managed from here.",
            "  ~ user bob@x.org: name bob@x.org becomes Bob",
            "  - user eve@x.org: disable",
            "  ~ team t-Ops: add bob@x.org; remove eve@x.org",
            "  + team t-Dev: create; add ada@x.org",
            "2 to add, 3 to change, 1 to remove, 1 refused. Nothing was changed.",
        ]));
        Assert.That(plan.ExitCode, Is.EqualTo(2));
        Assert.That(scim.Grafana.Double.Calls.Count(IsWrite), Is.EqualTo(before));
        Assert.That(await scim.ScalarAsync("SELECT count(*) FROM scim.grafana_link"), Is.EqualTo(4));

        var json = (JsonArray)JsonNode.Parse((await RunAsync(scim, "plan", "--json")).Output)!;
        Assert.That(json.Select(x => $"{x!["kind"]} {x["name"]}"), Does.Contain("add new@x.org").And.Contain("remove eve@x.org").And.Contain("refuse root@x.org"));

        var applied = await RunAsync(scim, "apply");
        Assert.That(applied.ExitCode, Is.EqualTo(1));
        Assert.That(applied.Output, Does.StartWith("  Tenant default: 1 behind").And.Contain("User root@x.org").And.Contain("is a server admin of Grafana"));
        Assert.That(await scim.Grafana.MembersAsync("t-Ops"), Is.EqualTo("ada@x.org bob@x.org"));
        Assert.That(await scim.Grafana.DescribeAsync("new@x.org"), Is.EqualTo("new@x.org new@x.org 'New' Editor"));
        Assert.That(await scim.Grafana.DescribeAsync("eve@x.org"), Does.EndWith(" disabled"));

        Assert.That((await RunAsync(scim, "plan")).Output, Does.EndWith("0 to add, 0 to change, 0 to remove, 1 refused. Nothing was changed.\n"));
    }

    [Test]
    public async Task Apply_makes_everything_as_it_should_be_without_a_running_service()
    {
        await using var scim = await ConnectedScim.StartAsync();
        await scim.Server.StopAsync();
        await using var plain = await scim.Server.AnotherAsync();
        var ada = await plain.PostAsync("Users", Some.User("ada@x.org"));
        await plain.PostAsync("Groups", Some.Group("Ops", ada.Id));

        var applied = await RunAsync(scim, "apply");
        Assert.That((applied.ExitCode, applied.Output, applied.Error), Is.EqualTo((0, "Grafana is as it should be.\n", "")));
        Assert.That(await scim.Grafana.MembersAsync("Ops"), Is.EqualTo("ada@x.org"));
        Assert.That((await RunAsync(scim, "plan")).Output, Does.EndWith("Grafana is as it should be.\n"));
    }

    [Test]
    public async Task Status_tells_what_is_held_and_release_lets_it_go()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "0"), ("BrakePercent", "0"));
        var ada = await scim.NewUserAsync("ada@x.org", """ "displayName": "Ada" """);
        await scim.SettledAsync();
        var well = await RunAsync(scim, "status");
        Assert.That(well.ExitCode, Is.Zero, well.Output + well.Error);
        Assert.That(well.Output, Does.Match("^Grafana [0-9.]+ at http"));
        Assert.That(well.Output, Does.Contain($"\n\nTenant default, organisation {scim.Grafana.OrgId}\n  Ready.\n  1 users with access, 0 without, 0 teams.\n"));
        Assert.That(well.Output, Does.EndWith("  Nothing is behind.\n"));

        await scim.SetActiveAsync(ada, false);
        await scim.StuckAsync();
        var held = await RunAsync(scim, "status");
        Assert.That(held.ExitCode, Is.EqualTo(1));
        Assert.That(held.Output, Does.Contain("1 held by the brake").And.Contain($"User Ada ({ada}): held since ").And.Contain("run: grafana release"));

        var released = await RunAsync(scim, "release");
        Assert.That((released.ExitCode, released.Output), Is.EqualTo((0, "1 held changes of tenant default are released; the running service makes them now.\n")));
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.DescribeAsync("ada@x.org"), Does.EndWith(" disabled"));
        Assert.That((await RunAsync(scim, "release")).Output, Is.EqualTo("Nothing is held for tenant default.\n"));
    }

    [Test]
    public async Task Status_tells_what_in_Grafanas_configuration_is_in_the_way()
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions { AzureAd = true, OrgRoleSync = true });

        var status = await RunAsync(scim, "status");
        Assert.That(status.Output, Does.Contain("oauth_allow_insecure_email_lookup is false").And.Contain("skip_org_role_sync is false").And.Contain("Assignment required"));

        var json = JsonNode.Parse((await RunAsync(scim, "status", "--json")).Output)!;
        Assert.That(((JsonArray)json["warnings"]!).Count, Is.EqualTo(3));
        Assert.That(json["tenants"]![0]!["behind"]!["due"]!.GetValue<int>(), Is.Zero);
    }

    [Test]
    public async Task Status_tells_that_Grafana_is_away()
    {
        await using var scim = await ConnectedScim.StartAsync();
        await scim.Grafana.Double.GoAwayAsync();

        var status = await RunAsync(scim, "status");
        Assert.That(status.ExitCode, Is.EqualTo(1));
        Assert.That(status.Output, Does.StartWith("Grafana of an unknown version at ").And.Contain("  ! Grafana does not answer GET /api/health: "));
        Assert.That(status.Error, Is.Empty);

        foreach (var command in (string[])["plan", "apply"])
        {
            var result = await RunAsync(scim, command);
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.Contain("Tenant default: Grafana does not answer GET /api/health: ").And.Not.Contain("   at "));
        }
    }

    [Test]
    public async Task Without_Grafana_the_commands_say_what_to_set()
    {
        await using var server = await ScimServer.StartAsync();

        var result = await CommandLine.RunAsync(server.ConnectionString, "grafana", "status");
        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, "No Grafana is configured. Set Grafana__Url, Grafana__AdminUser and Grafana__AdminPassword.\n")));
    }

    [Test]
    public async Task Without_Grafana_nothing_is_marked()
    {
        await using var server = await ScimServer.StartAsync();
        await server.PostAsync("Users", Some.User());

        await using var source = Npgsql.NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand("SELECT count(*) FROM scim.grafana_due");
        Assert.That(await command.ExecuteScalarAsync(), Is.Zero);
    }

    private static bool IsWrite(GrafanaCall call) => call.Method != "GET" && !call.Path.StartsWith("/api/serviceaccounts", StringComparison.Ordinal);

    private static Task<CommandResult> RunAsync(ConnectedScim scim, params string[] arguments) => CommandLine.RunAsync(
        [("ConnectionStrings__Scim", scim.Server.ConnectionString), .. scim.Settings.Select(x => (x.Name.Replace(":", "__", StringComparison.Ordinal), x.Value))],
        ["grafana", .. arguments]);
}
