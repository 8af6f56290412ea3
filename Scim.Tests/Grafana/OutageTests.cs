using Microsoft.Extensions.DependencyInjection;
using Scim.Doubles;
using Scim.Doubles.Faults;
using Scim.Grafana.Reconciling;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

/// <summary>Grafana away, overloaded, out of its mind, or set up anew.</summary>
public class OutageTests
{
    [Test]
    public async Task What_changed_while_Grafana_was_away_arrives_when_it_is_back()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var ada = await scim.NewUserAsync("ada@x.org");
        await scim.SettledAsync();

        await scim.Grafana.Double.GoAwayAsync();
        await scim.NewGroupAsync("Ops", ada, await scim.NewUserAsync("bob@x.org"));
        await scim.PatchAsync($"Users/{ada}", """{"op": "replace", "path": "displayName", "value": "Ada"}""");
        await scim.WaitForAsync(() => Task.FromResult(scim.Server.Services.GetRequiredService<Readiness>().Ready.Count == 0));
        await scim.WaitForAsync(async () => await scim.ProblemAsync("default") is { } problem && problem.StartsWith("Grafana does not answer", StringComparison.Ordinal));
        await scim.Grafana.Double.ComeBackAsync();
        await scim.SettledAsync();

        Assert.That(await scim.Grafana.MembersAsync("Ops"), Is.EqualTo("ada@x.org bob@x.org"));
        Assert.That(await scim.Grafana.DescribeAsync("ada@x.org"), Does.Contain("'Ada'"));
        await scim.WaitForAsync(async () => await scim.ProblemAsync("default") is null);
    }

    [Test]
    public async Task An_outage_is_no_failure_of_what_is_due()
    {
        await using var scim = await ConnectedScim.StartAsync();
        await scim.Grafana.Double.GoAwayAsync();
        await scim.NewUserAsync("ada@x.org");
        await scim.WaitForAsync(() => Task.FromResult(scim.Server.Services.GetRequiredService<Readiness>().Ready.Count == 0));

        var report = await scim.WaitAsync(x => x.Due == 1);
        Assert.That((report.Failing, report.Rows.Single().LastError), Is.EqualTo((0, (string?)null)));
    }

    private static readonly TestCaseData[] Faults =
    [
        new TestCaseData(GrafanaFault.Unavailable with { Times = 10 }).SetArgDisplayNames("503"),
        new TestCaseData(GrafanaFault.InternalError with { Times = 3 }).SetArgDisplayNames("500"),
        new TestCaseData(GrafanaFault.TooManyRequests(1) with { Times = 2 }).SetArgDisplayNames("429"),
        new TestCaseData(GrafanaFault.CutBefore with { Times = 5 }).SetArgDisplayNames("cut before"),
        new TestCaseData(GrafanaFault.CutAfter with { Times = 5 }).SetArgDisplayNames("cut after"),
        new TestCaseData(GrafanaFault.Fail500After with { Times = 3 }).SetArgDisplayNames("500 after the work"),
        new TestCaseData(GrafanaFault.Delay(TimeSpan.FromMilliseconds(50))).SetArgDisplayNames("slow"),
    ];

    [TestCaseSource(nameof(Faults))]
    public async Task Every_fault_ends_in_the_state_that_there_should_be(GrafanaFault fault)
    {
        await using var scim = await ConnectedScim.StartAsync();
        scim.Grafana.Double.Faults.Add(fault);

        var ada = await scim.NewUserAsync("ada@x.org", """ "roles": [{"value": "Editor"}] """);
        await scim.NewGroupAsync("Ops", ada, await scim.NewUserAsync("bob@x.org"));
        await scim.SettledAsync();

        scim.Grafana.Double.Faults.Clear();
        Assert.That(await scim.Grafana.DescribeAsync("ada@x.org"), Is.EqualTo("ada@x.org ada@x.org 'ada@x.org' Editor"));
        Assert.That(await scim.Grafana.MembersAsync("Ops"), Is.EqualTo("ada@x.org bob@x.org"));
        Assert.That(await scim.ScalarAsync("SELECT count(*) FROM scim.grafana_link WHERE origin = 'created'"), Is.EqualTo(3), "what was made from here is known to be");
        Assert.That(await scim.CompareAllAsync(), Is.Zero);
    }

    [TestCase("10.4.2")]
    [TestCase("12.3.0")]
    public async Task A_Grafana_that_lost_its_state_is_filled_again_and_nobody_becomes_another(string version)
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions { Version = version });
        var ada = await scim.NewUserAsync("ada@x.org");
        await scim.NewGroupAsync("Ops", ada, await scim.NewUserAsync("bob@x.org"));
        await scim.SettledAsync();

        scim.Grafana.Double.LoseState();

        // They get the numbers that were ours.
        foreach (var login in (string[])["mallory@x.org", "trudy@x.org", "oscar@x.org"]) await scim.Grafana.NewUserAsync(login, "By hand");
        await scim.Grafana.NewTeamAsync("By hand");
        await scim.CompareAllAsync();

        Assert.That(await scim.Grafana.MembersAsync("Ops"), Is.EqualTo("ada@x.org bob@x.org"));
        Assert.That(await scim.Grafana.MembersAsync("By hand"), Is.Empty);
        foreach (var login in (string[])["mallory@x.org", "trudy@x.org", "oscar@x.org"])
            Assert.That(await scim.Grafana.DescribeAsync(login), Is.EqualTo($"{login} {login} 'By hand' Viewer"));
    }

    [Test]
    public async Task A_wrong_password_is_tried_once_and_the_admin_is_never_locked_out()
    {
        var grafana = await TestGrafana.StartAsync();
        await using var scim = await ConnectedScim.StartUnreadyAsync(grafana, ("AdminPassword", "wrong"));

        await scim.NewUserAsync("ada@x.org");
        await scim.WaitForAsync(async () => await scim.ProblemAsync("default") is { } problem && problem.Contains("does not accept", StringComparison.Ordinal));
        await Task.Delay(TimeSpan.FromSeconds(3));

        Assert.That(await scim.ProblemAsync("default"), Does.StartWith("Grafana does not accept Grafana__AdminUser with Grafana__AdminPassword. Set a right one"));
        Assert.That(grafana.Double.UnauthorizedCount("admin"), Is.EqualTo(1));
        Assert.That(grafana.Double.IsBlocked("admin"), Is.False);
    }

    [Test]
    public async Task One_who_is_no_server_admin_is_told_so()
    {
        var grafana = await TestGrafana.StartAsync();
        await grafana.SendAsync("POST", "api/admin/users", new { login = "clerk", email = "clerk@x.org", name = "Clerk", password = "Clerk-1234-pass" });
        await using var scim = await ConnectedScim.StartUnreadyAsync(grafana, ("AdminUser", "clerk"), ("AdminPassword", "Clerk-1234-pass"));

        await scim.WaitForAsync(async () => await scim.ProblemAsync("default") is { } problem && problem.StartsWith("Grafana__AdminUser is clerk, who is no server admin", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_service_account_that_may_too_little_is_told_what_it_lacks()
    {
        var grafana = await TestGrafana.StartAsync();
        var account = (await grafana.SendAsync("POST", "api/serviceaccounts", new { name = "weak", role = "Viewer" }))!["id"];
        var token = (await grafana.SendAsync("POST", $"api/serviceaccounts/{account}/tokens", new { name = "weak" }))!["key"]!.GetValue<string>();
        await using var scim = await ConnectedScim.StartUnreadyAsync(grafana, ("ServiceAccountToken", token));

        await scim.WaitForAsync(async () => await scim.ProblemAsync("default") is { } problem && problem.Contains("lacks teams:create", StringComparison.Ordinal) && problem.EndsWith($"Give it the role Admin in organisation {grafana.OrgId}.", StringComparison.Ordinal));
    }
}
