using Scim.Doubles.Faults;
using Scim.Tests.Api;
using Scim.Tests.Api.Bulk;
using Scim.Tests.Api.Telemetry;

namespace Scim.Tests.Grafana;

/// <summary>What <c>/metrics</c> tells of the work on Grafana.</summary>
public class MetricsTests
{
    private TestGrafana _grafana = null!;
    private MeasuredService _service = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _grafana = await TestGrafana.StartAsync();
        _service = await MeasuredService.StartAsync(
            ("Grafana__Url", _grafana.Url.ToString()),
            ("Grafana__AdminUser", TestGrafana.AdminUser),
            ("Grafana__AdminPassword", TestGrafana.AdminPassword),
            ("Grafana__OrgId", $"{_grafana.OrgId}"),
            ("Grafana__BrakeUsers", "2"),
            ("Grafana__BrakePercent", "0"));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _service.DisposeAsync();
        await _grafana.DisposeAsync();
    }

    [Test]
    public async Task Steps_and_leavers_count_and_what_is_done_is_not_behind()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 1;
        var user = await NewUserAsync();
        await _service.SendAsync("POST", "Groups", Some.Group(null, user));
        var scrape = await _service.ScrapeWhenAsync(x => Step(x, "change_members") == 1 && x.Value("scim_grafana_due", ("tenant", "default"), ("state", "waiting")) == 0);
        Assert.That((Step(scrape, "create_user"), Step(scrape, "create_team")), Is.EqualTo((1, 1)));
        Assert.That(scrape.Value("scim_grafana_up", ("tenant", "default")), Is.EqualTo(1));
        Assert.That(scrape.Value("scim_grafana_last_success_time_seconds", ("tenant", "default")), Is.GreaterThan(before));
        Assert.That(scrape.Value("scim_grafana_deprovisioned_total", ("tenant", "default")), Is.Zero, "it is there before the first");

        await DisableAsync(user);
        scrape = await _service.ScrapeWhenAsync(x => x.Value("scim_grafana_deprovisioned_total", ("tenant", "default")) > 0);
        Assert.That(scrape.Value("scim_grafana_deprovisioned_total", ("tenant", "default")), Is.EqualTo(1));
        Assert.That(Step(scrape, "disable_user"), Is.EqualTo(1));
    }

    [Test]
    public async Task What_fails_and_what_the_brake_holds_is_told_apart_from_what_waits()
    {
        var users = new List<string>();
        for (var i = 0; i < 4; i++) users.Add(await NewUserAsync());
        await _service.ScrapeWhenAsync(x => Step(x, "create_user") == 4 && Due(x) == (0, 0, 0));
        Assert.That((await _service.ScrapeAsync()).Value("scim_grafana_due_age_seconds", ("tenant", "default")), Is.Zero);

        _grafana.Double.Faults.Add(GrafanaFault.InternalError.OnCalls("POST", "/api/admin/users"));
        await DisableTogetherAsync(users);
        await NewUserAsync();

        var scrape = await _service.ScrapeWhenAsync(x => Due(x) is { Failing: 1, Held: 4 });
        Assert.That(Due(scrape).Waiting, Is.Zero);
        Assert.That(scrape.Value("scim_grafana_brake_held", ("tenant", "default")), Is.EqualTo(4));
        Assert.That(scrape.Value("scim_grafana_due_age_seconds", ("tenant", "default")), Is.Positive);
        Assert.That(scrape.Value("scim_grafana_steps_total", ("tenant", "default"), ("step", "create_user"), ("outcome", "failed")), Is.Positive);
    }

    [Test]
    public async Task While_Grafana_is_away_it_is_down_and_what_comes_waits()
    {
        await _service.ScrapeWhenAsync(x => x.Value("scim_grafana_up", ("tenant", "default")) == 1);
        await _grafana.Double.GoAwayAsync();
        await NewUserAsync();

        var scrape = await _service.ScrapeWhenAsync(x => x.Value("scim_grafana_up", ("tenant", "default")) == 0 && Due(x).Waiting == 1);
        Assert.That(Due(scrape), Is.EqualTo((1, 0, 0)));
    }

    /// <summary>Nothing is due meanwhile. The credential is tried once, and rests.</summary>
    [Test]
    public async Task A_password_that_was_changed_in_Grafana_is_found_out_while_nothing_is_to_be_done()
    {
        await _service.ScrapeWhenAsync(x => x.Value("scim_grafana_up", ("tenant", "default")) == 1);
        _grafana.Double.State.Read(x => x.Users.Find(1)!.Password = "another");

        await _service.ScrapeWhenAsync(x => x.Value("scim_grafana_up", ("tenant", "default")) == 0);
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.That(_grafana.Double.UnauthorizedCount(TestGrafana.AdminUser), Is.EqualTo(1));
    }

    private static double? Step(Scrape scrape, string step) =>
        scrape.Value("scim_grafana_steps_total", ("tenant", "default"), ("step", step), ("outcome", "done"));

    private static (double Waiting, double Failing, double Held) Due(Scrape scrape) =>
        (DueIn(scrape, "waiting"), DueIn(scrape, "failing"), DueIn(scrape, "held"));

    /// <summary>-1 where it is not told.</summary>
    private static double DueIn(Scrape scrape, string state) => scrape.Value("scim_grafana_due", ("tenant", "default"), ("state", state)) ?? -1;

    private async Task<string> NewUserAsync()
    {
        var answer = await _service.SendAsync("POST", "Users", Some.User($"{Some.Name()}@x.org"));
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        return answer.Id;
    }

    /// <summary>In one transaction, so that all of them are due at once.</summary>
    private async Task DisableTogetherAsync(IEnumerable<string> ids)
    {
        var operations = ids.Select(x => BulkText.Operation("PATCH", $"/Users/{x}", """[{"op": "replace", "path": "active", "value": false}]"""));
        var answer = await _service.SendAsync("POST", "Bulk", BulkText.Request(operations));
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
    }

    private async Task DisableAsync(string id)
    {
        const string patch = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op": "replace", "path": "active", "value": false}]}""";
        var answer = await _service.SendAsync("PATCH", $"Users/{id}", patch);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
    }
}
