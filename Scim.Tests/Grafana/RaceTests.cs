using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Scim.Doubles;
using Scim.Doubles.Faults;
using Scim.Grafana;
using Scim.Grafana.Reconciling;
using Scim.Storage;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

/// <summary>What comes between two steps, and what goes wrong with one of many.</summary>
public class RaceTests
{
    [Test]
    public async Task A_leaver_whose_return_failed_half_way_is_closed_again()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var ada = await scim.NewUserAsync("ada@x.org");
        await scim.SettledAsync();
        await scim.SetActiveAsync(ada, false);
        await scim.SettledAsync();
        await scim.Grafana.NewUserAsync("taken@x.org");
        await scim.PatchAsync($"Users/{ada}", """{"op": "replace", "path": "userName", "value": "taken@x.org"}""");
        await scim.SettledAsync();

        await scim.SetActiveAsync(ada, true);
        await scim.StuckAsync();
        Assert.That(await scim.Grafana.DescribeAsync("ada@x.org"), Does.EndWith(" Viewer"), "it was opened before its new address was refused");

        await scim.SetActiveAsync(ada, false);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.DescribeAsync("ada@x.org"), Does.EndWith(" disabled"));
    }

    [Test]
    public async Task A_user_made_anew_while_the_old_one_is_being_closed_ends_open([Values("Disable", "Delete")] string policy)
    {
        await using var scim = await ConnectedScim.StartAsync(("Deactivation", policy));
        var old = await scim.NewUserAsync("ada@x.org");
        await scim.SettledAsync();
        scim.Grafana.Double.Faults.Add(GrafanaFault.Delay(TimeSpan.FromSeconds(1)) with
        {
            On = (method, path) => path.EndsWith("/disable", StringComparison.Ordinal) || method == "DELETE",
        });

        await scim.DeleteAsync($"Users/{old}");
        await scim.WaitForAsync(async () => await scim.ScalarAsync("SELECT count(*) FROM scim.grafana_due WHERE claim IS NOT NULL") == 1);
        await scim.NewUserAsync("ada@x.org");
        await scim.SettledAsync();

        Assert.That(await scim.Grafana.DescribeAsync("ada@x.org"), Does.EndWith(" Viewer"));
    }

    [Test]
    public async Task A_user_made_anew_over_one_who_is_held_joins_its_teams()
    {
        await using var scim = await ConnectedScim.StartAsync(("BrakeUsers", "0"), ("BrakePercent", "0"));
        var old = await scim.NewUserAsync("ada@x.org");
        var group = await scim.NewGroupAsync("Team");
        await scim.SettledAsync();
        await scim.DeleteAsync($"Users/{old}");
        await scim.StuckAsync();
        scim.Grafana.Double.Faults.Add(GrafanaFault.Delay(TimeSpan.FromSeconds(1)) with { On = (_, path) => path.Contains("lookup", StringComparison.Ordinal) });

        await scim.AddMembersAsync(group, await scim.NewUserAsync("ada@x.org"));
        await scim.WaitForAsync(async () => await scim.Grafana.MembersAsync("Team") == "ada@x.org");
    }

    [TestCase(503)]
    [TestCase(504)]
    public async Task One_call_that_never_gets_through_does_not_keep_the_others_waiting(int status)
    {
        await using var scim = await ConnectedScim.StartAsync();
        var leaver = await scim.NewUserAsync("leaver@x.org");
        var poison = await scim.NewUserAsync("poison@x.org");
        await scim.SettledAsync();
        scim.Grafana.Double.Faults.Add(GrafanaFault.Answer(status) with { On = (method, path) => method == "PUT" && path.StartsWith("/api/users/", StringComparison.Ordinal) });

        await scim.PatchAsync($"Users/{poison}", """{"op": "replace", "path": "displayName", "value": "New"}""");
        await scim.SetActiveAsync(leaver, false);
        await scim.WaitForAsync(async () => (await scim.Grafana.DescribeAsync("leaver@x.org"))!.EndsWith(" disabled", StringComparison.Ordinal));
        var report = await scim.StuckAsync();
        Assert.That(report.Rows.Single().LastError, Does.StartWith($"Grafana answered {status} to PUT /api/users/"));

        scim.Grafana.Double.Faults.Clear();
        await scim.CompareAllAsync();
        Assert.That(await scim.Grafana.DescribeAsync("poison@x.org"), Does.Contain("'New'"));
    }

    [Test]
    public async Task One_team_that_Grafana_cannot_show_does_not_keep_the_others_from_being_compared()
    {
        await using var scim = await ConnectedScim.StartAsync();
        await scim.NewGroupAsync("First");
        await scim.NewGroupAsync("Second", await scim.NewUserAsync("ada@x.org"));
        await scim.SettledAsync();
        await scim.Grafana.RemoveMemberAsync("Second", "ada@x.org");
        var broken = (await scim.Grafana.TeamAsync("First"))!["uid"];
        scim.Grafana.Double.Faults.Add(GrafanaFault.InternalError with { On = (_, path) => path.StartsWith($"/api/teams/{broken}", StringComparison.Ordinal) });

        await scim.Server.Services.GetRequiredService<FullPass>().RunAsync("default", CancellationToken.None);
        await scim.WaitForAsync(async () => await scim.Grafana.MembersAsync("Second") == "ada@x.org");
        Assert.That((await scim.StuckAsync()).Rows.Single().Name, Is.EqualTo("First"));
    }

    [TestCase("10.4.2")]
    [TestCase("12.3.0")]
    public async Task An_account_that_SSO_renames_first_is_the_same_account(string version)
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions { Version = version });
        var anna = await scim.NewUserAsync("anna.old@x.org");
        await scim.SettledAsync();
        var id = await scim.Grafana.UserIdAsync("anna.old@x.org");
        await scim.Grafana.SendAsync("PUT", $"api/users/{id}", new { login = "anna.new@x.org", email = "anna.new@x.org", name = "anna" });
        scim.Grafana.Double.SignIn("anna.new@x.org");

        await scim.CompareAllAsync();
        Assert.That(await scim.Grafana.UserAsync("anna.old@x.org"), Is.Null, "no second account");
        await scim.PatchAsync($"Users/{anna}", """{"op": "replace", "path": "userName", "value": "anna.new@x.org"}""");
        await scim.SettledAsync();
        await scim.SetActiveAsync(anna, false);
        await scim.SettledAsync();

        Assert.That(await scim.Grafana.RoleAsync("anna.new@x.org"), Is.Null);
    }

    [Test]
    public async Task An_address_that_now_is_another_persons_lets_nobody_else_in()
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions { Version = "13.0.0" });
        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => scim.NewUserAsync($"u{i}@x.org")));
        await scim.SettledAsync();
        var id = await scim.Grafana.UserIdAsync("u0@x.org");
        await scim.Grafana.SendAsync("PUT", $"api/users/{id}", new { login = "married@x.org", email = "married@x.org", name = "u0@x.org" });
        scim.Grafana.Double.SignIn("married@x.org");
        await scim.Grafana.NewUserAsync("u0@x.org", "Another person");

        await scim.NewGroupAsync("Secret", ids);
        await scim.SettledAsync();

        Assert.That((await scim.Grafana.MembersAsync("Secret")).Split(' '), Has.Length.EqualTo(12).And.Member("married@x.org").And.No.Member("u0@x.org"));
    }

    [Test]
    public async Task The_loop_ends_also_while_the_database_hangs()
    {
        using var hanging = new TcpListener(IPAddress.Loopback, 0);
        hanging.Start();
        await using var grafana = await TestGrafana.StartAsync();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(Options.Create(new GrafanaOptions { Url = grafana.Url, AdminUser = TestGrafana.AdminUser, AdminPassword = TestGrafana.AdminPassword }))
            .AddSingleton(new ScimDatabase($"Host=127.0.0.1;Port={((IPEndPoint)hanging.LocalEndpoint).Port};Username=x;Password=x;Database=x;Timeout=60"))
            .AddGrafana()
            .BuildServiceProvider();
        await services.GetRequiredService<Readiness>().CheckAsync("default", CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var run = services.GetRequiredService<DueLoop>().RunAsync(services.GetRequiredService<UserWork>(), stop.Token);

        await Task.Delay(200);
        await stop.CancelAsync();

        Assert.That(await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(20))), Is.SameAs(run));
    }
}
