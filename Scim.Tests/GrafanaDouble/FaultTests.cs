using System.Diagnostics;
using Scim.Doubles;
using Scim.Doubles.Faults;

namespace Scim.Tests.Doubles;

public class FaultTests
{
    private const string NewOrg = """{"name":"Second"}""";

    [TestCase(429, "Too many requests")]
    [TestCase(500, "Internal server error")]
    [TestCase(503, "Service unavailable")]
    public async Task An_answer_comes_without_the_work(int status, string message)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        grafana.Double.Faults.Add((status == 429 ? GrafanaFault.TooManyRequests(7) : GrafanaFault.Answer(status)) with { Times = 1 });

        var reply = await grafana.AdminAsync("POST /api/orgs", NewOrg);

        Assert.That((reply.Summary, reply.RetryAfter), Is.EqualTo(($"{status} {message}", status == 429 ? "7" : null)));
        Assert.That((await grafana.AdminAsync("POST /api/orgs", NewOrg)).Status, Is.EqualTo(200));
    }

    [TestCase(FaultKind.CutBefore, 200)]
    [TestCase(FaultKind.CutAfter, 409)]
    public async Task A_cut_comes_before_the_work_or_after_it(FaultKind kind, int statusOfRepetition)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        grafana.Double.Faults.Add((kind == FaultKind.CutBefore ? GrafanaFault.CutBefore : GrafanaFault.CutAfter).OnCalls("POST", "/api/orgs") with { Times = 1 });

        Assert.That(() => grafana.AdminAsync("POST /api/orgs", NewOrg), Throws.InstanceOf<HttpRequestException>());

        Assert.That((await grafana.AdminAsync("POST /api/orgs", NewOrg)).Status, Is.EqualTo(statusOfRepetition));
        Assert.That(grafana.Double.Calls.Select(x => x.Status), Is.EqualTo((int?[])[null, statusOfRepetition]));
    }

    [Test]
    public async Task A_failure_after_the_work_is_500()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        grafana.Double.Faults.Add(GrafanaFault.Fail500After with { Times = 1 });

        Assert.That((await grafana.AdminAsync("POST /api/orgs", NewOrg)).Status, Is.EqualTo(500));
        Assert.That((await grafana.AdminAsync("POST /api/orgs", NewOrg)).Status, Is.EqualTo(409));
    }

    [Test]
    public async Task A_delay_holds_the_call_up_and_adds_to_other_faults()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var delay = TimeSpan.FromMilliseconds(300);
        grafana.Double.Faults.Add(GrafanaFault.Delay(delay));
        grafana.Double.Faults.Add(GrafanaFault.Unavailable);
        var watch = Stopwatch.StartNew();

        Assert.That((await grafana.AdminAsync("GET /api/orgs")).Status, Is.EqualTo(503));
        Assert.That(watch.Elapsed, Is.GreaterThanOrEqualTo(delay - TimeSpan.FromMilliseconds(20)));
    }

    [Test]
    public async Task A_fault_hits_the_calls_it_names_as_often_as_it_says_after_those_it_skips()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        grafana.Double.Faults.Add(GrafanaFault.InternalError.OnCalls("GET", "/api/orgs") with { Skip = 1, Times = 2 });
        var statuses = new List<int>();
        foreach (var call in (string[])["GET /api/user", "GET /api/orgs", "POST /api/orgs", "GET /api/orgs?page=1", "GET /api/orgs/1", "GET /api/orgs"])
            statuses.Add((await grafana.AdminAsync(call, call[0] == 'P' ? NewOrg : null)).Status);

        Assert.That(statuses, Is.EqualTo((int[])[200, 200, 200, 500, 500, 200]));
    }

    [Test]
    public async Task A_fault_without_a_number_stays_until_it_is_removed()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var fault = GrafanaFault.Unavailable.OnCalls(null, "/api/orgs");
        grafana.Double.Faults.Add(fault);
        for (var i = 0; i < 3; i++) Assert.That((await grafana.AdminAsync("GET /api/orgs")).Status, Is.EqualTo(503));

        grafana.Double.Faults.Remove(fault);
        Assert.That((await grafana.AdminAsync("GET /api/orgs")).Status, Is.EqualTo(200));
        grafana.Double.Faults.Add(GrafanaFault.Unavailable);
        grafana.Double.Faults.Clear();
        Assert.That((await grafana.AdminAsync("GET /api/orgs")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Hooks_run_before_the_work_and_before_the_answer()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var seen = new List<string>();
        Task SeeAsync(string hook, GrafanaCall call)
        {
            seen.Add($"{hook} {call.Number} {call.Status} {grafana.Double.State.Read(x => x.Orgs.Count)}");
            return Task.CompletedTask;
        }

        grafana.Double.Faults.OnCall = x => SeeAsync("before", x);
        grafana.Double.Faults.AfterCall = x => SeeAsync("after", x);
        await grafana.AdminAsync("POST /api/orgs", NewOrg);

        Assert.That(seen, Is.EqualTo((string[])["before 1  1", "after 1 200 2"]));
    }
}
