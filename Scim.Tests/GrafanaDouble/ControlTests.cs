namespace Scim.Tests.Doubles;

public class ControlTests
{
    [Test]
    public async Task The_root_says_what_it_is()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var reply = await grafana.SendAsync(null, "GET /");
        Assert.That((reply.Status, reply.ContentType), Is.EqualTo((200, "text/plain")));
        Assert.That(reply.Body, Does.StartWith("This stands in for Grafana"));
    }

    [Test]
    public async Task Prometheus_is_told_who_it_is_and_how_many_users_it_has()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        await grafana.NewUserAsync("ada");

        var reply = await grafana.SendAsync(null, "GET /metrics");
        Assert.That((reply.Status, reply.ContentType), Is.EqualTo((200, "text/plain")));
        Assert.That(reply.Body, Does.Contain("grafana_build_info{edition=\"oss\",version=\"12.3.0\"} 1\n").And.EndsWith("grafana_stat_total_users 2\n"));
    }

    [Test]
    public async Task A_person_signs_a_user_in()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        await grafana.NewUserAsync("ada");

        Assert.That((await grafana.SendAsync(null, "POST /_double/signin", """{"email":"ada@example.com"}""")).Status, Is.EqualTo(200));
        Assert.That((await grafana.SendAsync(null, "POST /_double/signin", """{"email":"nobody@example.com"}""")).Status, Is.EqualTo(401));
        Assert.That(grafana.Double.Sessions("ada"), Is.EqualTo(1));
    }

    [TestCase("""{"kind":"answer","status":429,"retryAfter":3,"method":"GET","path":"^/api/orgs","times":1}""", 429)]
    [TestCase("""{"kind":"Answer","status":503}""", 503)]
    [TestCase("""{"kind":"fail500After","path":"orgs$"}""", 500)]
    [TestCase("""{"kind":"delay","delayMs":1}""", 200)]
    [TestCase("""{"kind":"answer","method":"POST"}""", 200)]
    [TestCase("""{"kind":"answer","skip":1}""", 200)]
    public async Task A_person_makes_something_go_wrong_and_right_again(string fault, int status)
    {
        await using var grafana = await GrafanaFixture.StartAsync();

        Assert.That((await grafana.SendAsync(null, "POST /_double/faults", fault)).Status, Is.EqualTo(200));
        Assert.That((await grafana.AdminAsync("GET /api/orgs")).Status, Is.EqualTo(status));

        await grafana.SendAsync(null, "DELETE /_double/faults");
        Assert.That((await grafana.AdminAsync("GET /api/orgs")).Status, Is.EqualTo(200));
    }

    [TestCase("""{"kind":"explode"}""")]
    [TestCase("""{"kind":"cutAfter","path":"("}""")]
    public async Task A_fault_that_cannot_be_is_400(string fault)
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        Assert.That((await grafana.SendAsync(null, "POST /_double/faults", fault)).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task A_person_reads_the_calls_and_the_state_and_throws_it_away()
    {
        await using var grafana = await GrafanaFixture.StartAsync();
        var (id, team) = (await grafana.NewUserAsync("ada"), await grafana.NewTeamAsync("crew"));
        await grafana.TokenAsync($"POST /api/teams/{team}/members", $$"""{"userId":{{id}}}""");
        await grafana.AdminAsync("POST /api/folders", """{"uid":"ops","title":"Operations"}""");

        var state = (await grafana.SendAsync(null, "GET /_double/state")).Json;
        Assert.That(state["users"]!.AsArray().Select(x => (string)x!["login"]!), Is.EqualTo((string[])["ada", "admin", "sa-1-scim-admin"]));
        Assert.That((string)state["users"]![0]!["orgs"]!["Main Org."]!, Is.EqualTo("Viewer"));
        Assert.That((string)state["teams"]![0]!["members"]![0]!, Is.EqualTo("ada"));
        Assert.That(state["folders"]![0]!["permissions"]!.AsArray().Select(x => $"{x!["holder"]}: {x["permission"]}"), Is.EqualTo((string[])["user admin: Admin", "role Editor: Edit", "role Viewer: View"]));
        Assert.That((await grafana.SendAsync(null, "GET /_double/calls")).All("path").Last(), Is.EqualTo("/api/folders"));

        Assert.That((await grafana.SendAsync(null, "POST /_double/lose-state")).Status, Is.EqualTo(200));
        Assert.That((await grafana.SendAsync(null, "GET /_double/state")).Json["users"]!.AsArray(), Has.Count.EqualTo(1));
    }
}
