using System.Text.Json.Nodes;
using Scim.Tests.Grafana;

namespace Scim.Tests.Api.AdminConsole;

/// <summary>Grafana's state, the plan and the brake in the console.</summary>
public class GrafanaTests
{
    [Test]
    public async Task Without_a_Grafana_it_says_what_to_set()
    {
        await using var server = await ScimServer.StartAsync();
        using var console = await ConsoleClient.SignedInAsync(server);
        foreach (var answer in (ScimAnswer[])[await console.GetAsync("grafana"), await console.PostAsync("grafana/plan"), await console.PostAsync("grafana/release", """{"heldTag": "x"}""")])
            Assert.That((answer.Status, answer.Detail), Is.EqualTo((404, "No Grafana is configured. Set Grafana__Url, Grafana__AdminUser and Grafana__AdminPassword.")));
    }

    [Test]
    public async Task A_tenant_that_is_not_brought_there_is_told_so_and_sees_nothing_of_it()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var tenant = await ConsoleClient.NewTenantAsync(scim.Server);
        using var console = await ConsoleClient.OfTenantAsync(scim.Server, tenant);

        var answer = await console.GetAsync("grafana");
        Assert.That((answer.Status, answer.Detail), Is.EqualTo((404, $"Tenant {tenant} is not brought to Grafana. Set Grafana__Tenants__{tenant}__OrgId to its organisation.")));
        Assert.That((await console.GetAsync("session")).Body["hasGrafana"]!.GetValue<bool>(), Is.False);
    }

    [Test]
    public async Task The_state_says_what_is_there_and_what_is_behind_and_why()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "1"), ("BrakePercent", "0"));
        using var console = await ConsoleClient.SignedInAsync(scim.Server);
        var users = await UsersAsync(scim, 4);
        await scim.DisableTogetherAsync(users);
        await scim.StuckAsync();

        var state = (await console.GetAsync("grafana")).Body;
        Assert.That((state["problem"], state["held"]!.GetValue<int>(), state["due"]!.GetValue<int>(), state["failing"]!.GetValue<int>(), state["withAccess"]!.GetValue<int>()), Is.EqualTo(((JsonNode?)null, 4, 4, 0, 4)));
        Assert.That(state["rows"]!.AsArray().Select(x => x!["lastError"]!.GetValue<string>()), Has.All.StartsWith("Held by the brake: 4 users lose access"));
    }

    [Test]
    public async Task A_Grafana_that_is_away_is_a_problem_and_no_failure()
    {
        var grafana = await TestGrafana.StartAsync();
        await using var scim = await ConnectedScim.StartAsync(grafana);
        using var console = await ConsoleClient.SignedInAsync(scim.Server);
        await grafana.Double.GoAwayAsync();

        var state = await console.GetAsync("grafana");
        var plan = await console.PostAsync("grafana/plan");
        Assert.That((state.Status, state.Body["problem"]!.GetValue<string>().Length > 0, plan.Status), Is.EqualTo((200, true, 409)));
    }

    [Test]
    public async Task The_plan_is_what_the_command_prints_and_changes_nothing()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "0"), ("BrakePercent", "0"));
        using var console = await ConsoleClient.SignedInAsync(scim.Server);
        var users = await UsersAsync(scim, 2);
        await scim.SetActiveAsync(users[0].Id, false);
        await scim.StuckAsync();

        for (var i = 0; i < 2; i++)
        {
            var plan = (await console.PostAsync("grafana/plan")).Body;
            Assert.That(plan["summary"]!.GetValue<string>(), Is.EqualTo("0 to add, 0 to change, 1 to remove, 0 refused. Nothing was changed."));
            Assert.That(plan["lines"]!.AsArray().Select(x => $"{x!["kind"]} {x["object"]} {x["name"]} {x["resourceId"]}"), Is.EqualTo((string[])[$"remove user {users[0].Login} {users[0].Id}"]));
        }
    }

    [Test]
    public async Task Exactly_those_that_were_seen_are_released_and_the_log_names_who_did_it()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "1"), ("BrakePercent", "0"));
        using var console = await ConsoleClient.SignedInAsync(scim.Server);
        var users = await UsersAsync(scim, 4);
        await scim.DisableTogetherAsync(users.Take(3));
        await scim.StuckAsync();

        var seen = (await console.GetAsync("grafana")).Body["heldTag"]!.GetValue<string>();
        foreach (var nothing in (string[])["{}", """{"held": 3}""", """{"heldTag": ""}"""]) Assert.That((await console.PostAsync("grafana/release", nothing)).Status, Is.EqualTo(400));

        // One comes back and another leaves: as many as before, and not the same.
        await scim.SetActiveAsync(users[2].Id, true);
        await scim.StuckAsync();
        await scim.DisableTogetherAsync([users[3]]);
        await scim.StuckAsync();
        var other = (await console.GetAsync("grafana")).Body;
        Assert.That(other["held"]!.GetValue<int>(), Is.EqualTo(3));
        var refused = await console.PostAsync("grafana/release", $$"""{"heldTag": "{{seen}}"}""");
        Assert.That((refused.Status, refused.Detail), Is.EqualTo((409, "Others are held by now than you saw, and nothing was released. Look again at who they are.")));
        Assert.That((await console.GetAsync("grafana")).Body["held"]!.GetValue<int>(), Is.EqualTo(3));

        var released = await console.PostAsync("grafana/release", $$"""{"heldTag": "{{other["heldTag"]}}"}""");
        Assert.That((released.Status, released.Body["count"]!.GetValue<int>()), Is.EqualTo((200, 3)));
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.DescribeAsync(users[0].Login), Does.EndWith(" disabled"));

        var who = (await console.GetAsync("session")).Body["credential"]!.GetValue<string>();
        var lines = (await console.GetAsync($"resources/User/{users[0].Id}/timeline")).Body["lines"]!.AsArray();
        Assert.That(lines.Select(x => $"{x!["who"]} {x["what"]}"), Does.Contain($"{who} released from the brake"));
    }

    [Test]
    public async Task The_command_is_in_the_log_too()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "0"), ("BrakePercent", "0"));
        var users = await UsersAsync(scim, 1);
        await scim.SetActiveAsync(users[0].Id, false);
        await scim.StuckAsync();
        await CommandLine.RunAsync(
            [("ConnectionStrings__Scim", scim.Server.ConnectionString), .. scim.Settings.Select(x => (x.Name.Replace(":", "__", StringComparison.Ordinal), x.Value))], "grafana", "release");

        using var console = await ConsoleClient.SignedInAsync(scim.Server);
        Assert.That((await console.GetAsync($"resources/User/{users[0].Id}/timeline")).Text, Does.Contain("\"who\":\"command line\",\"what\":\"released from the brake\""));
    }

    private static async Task<IReadOnlyList<(string Id, string Login)>> UsersAsync(ConnectedScim scim, int count)
    {
        var users = new List<(string, string)>();
        for (var i = 0; i < count; i++)
        {
            var login = $"u{i}@example.com";
            users.Add((await scim.NewUserAsync(login), login));
        }

        await scim.SettledAsync();
        return users;
    }
}
