using System.Globalization;
using System.Text.RegularExpressions;
using Scim.Tests.Operations;

namespace Scim.Tests.Deploy;

/// <summary>The rule of the guide to operations, in all that is given to copy: no replica takes the connection that another needs.</summary>
public partial class PoolTests
{
    private const int Pools = 3;

    private const int Others = 10;

    private const int PostgresDefault = 100;

    [Test]
    public void Compose_keeps_it() => Holds(1, Pool(DeployFiles.Text("docker-compose.yml")), PostgresDefault);

    [Test]
    public void The_cluster_keeps_it() => Holds(
        int.Parse($"{DeployFiles.Yaml("cluster/docker-compose.yml")["services"]!["scim"]!["deploy"]!["replicas"]}", CultureInfo.InvariantCulture),
        Pool(DeployFiles.Text("cluster/secrets.sh")),
        int.Parse($"{DeployFiles.Yaml("cluster/patroni/patroni.yml")["bootstrap"]!["dcs"]!["postgresql"]!["parameters"]!["max_connections"]}", CultureInfo.InvariantCulture));

    [Test]
    public async Task Kubernetes_keeps_it_while_it_replaces_replicas()
    {
        var deployment = (await Manifests.ReadAsync()).Deployment.Spec;
        Holds(
            deployment.Replicas!.Value + int.Parse(deployment.Strategy.RollingUpdate.MaxSurge.Value, CultureInfo.InvariantCulture),
            Pool(DeployFiles.Text("kubernetes/README.md").Split("```")[1]),
            PostgresDefault);
    }

    [Test]
    public void The_guides_own_example_keeps_it()
    {
        var text = Documents.Section("docs/operations.md", "Connections");
        Assert.That(text, Does.Contain($"> replicas × {Pools} × `Maximum Pool Size` + {Others} < `max_connections`").And.Contain($"PostgreSQL's default of {PostgresDefault} and three replicas"));
        Holds(3, Pool(text), PostgresDefault);
    }

    private static void Holds(int replicas, int pool, int connections) => Assert.That((replicas * Pools * pool) + Others, Is.LessThan(connections));

    /// <summary>Npgsql's own 100 where nothing is said.</summary>
    private static int Pool(string text) => Size().Match(text) is { Success: true } size ? int.Parse(size.Groups[1].Value, CultureInfo.InvariantCulture) : 100;

    [GeneratedRegex("Maximum Pool Size=([0-9]+)")]
    private static partial Regex Size();
}
