using System.Globalization;
using System.Text.Json.Nodes;
using Scim.Api.Hosting;

namespace Scim.Tests.Deploy;

/// <summary>What the two Compose files say of how the service ends, and of who reaches whom.</summary>
public class ComposeTests
{
    private const string Cluster = "cluster/docker-compose.yml";

    [TestCase("docker-compose.yml")]
    [TestCase(Cluster)]
    public void A_replica_is_killed_only_when_it_has_drained_and_its_last_requests_have_had_their_time(string file)
    {
        var scim = DeployFiles.Yaml(file)["services"]!["scim"]!;
        var drains = int.Parse($"{scim["environment"]!["Scim__DrainSeconds"] ?? "0"}", CultureInfo.InvariantCulture);
        Assert.That(Seconds(scim["stop_grace_period"]), Is.GreaterThanOrEqualTo(drains + Drain.LastRequests.TotalSeconds + 10));
    }

    [Test]
    public void A_replica_of_the_cluster_drains_until_the_proxy_has_noticed()
    {
        // Two checks that fail, a second apart, and what the first of them takes.
        Assert.That(DeployFiles.Text("cluster/haproxy/haproxy.cfg"), Does.Contain("default-server check inter 1s fastinter 500ms fall 2 "));
        Assert.That($"{DeployFiles.Yaml(Cluster)["services"]!["scim"]!["environment"]!["Scim__DrainSeconds"]}", Is.EqualTo("3"));
    }

    [TestCase("pg1")]
    [TestCase("pg2")]
    public void A_node_of_the_cluster_has_the_time_for_its_last_checkpoint(string node) =>
        Assert.That(Seconds(DeployFiles.Yaml(Cluster)["services"]![node]!["<<"]!["stop_grace_period"]), Is.GreaterThanOrEqualTo(60));

    [Test]
    public void The_proxy_of_the_cluster_reaches_replicas_and_neither_PostgreSQL_nor_etcd()
    {
        var services = DeployFiles.Yaml(Cluster)["services"]!.AsObject();
        var reached = services.Where(x => Networks(x.Value!).Intersect(Networks(services["proxy"]!)).Any()).Select(x => x.Key);
        Assert.That(reached, Is.EquivalentTo((string[])["proxy", "scim"]));
    }

    private static IEnumerable<string> Networks(JsonNode service) =>
        (service["networks"] ?? service["<<"]?["networks"])?.AsArray().Select(x => $"{x}") ?? ["default"];

    private static int Seconds(JsonNode? period) => period is null ? 0 : int.Parse($"{period}".TrimEnd('s'), CultureInfo.InvariantCulture);
}
