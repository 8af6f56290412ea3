using k8s.Models;
using Scim.Api.Hosting;
using Scim.Grafana;
using Scim.Tests.Api;
using Scim.Tests.Operations;
using Scim.Tests.PrivatePostgres;

namespace Scim.Tests.Deploy;

/// <summary>What the manifests say, beside what the service is.</summary>
public class KubernetesTests
{
    private Manifests _manifests = null!;

    [OneTimeSetUp]
    public async Task Render() => _manifests = await Manifests.ReadAsync();

    [Test]
    public void Everything_is_there_once_and_in_the_namespace() =>
        Assert.That(
            _manifests.All.Where(x => x.Kind != "Namespace" && x.Metadata.NamespaceProperty == "scim").Select(x => x.Kind),
            Is.EquivalentTo(_manifests.All.Select(x => x.Kind).Where(x => x != "Namespace"))
                .And.SupersetOf((string[])["Deployment", "Job", "Service", "ServiceAccount", "PodDisruptionBudget", "NetworkPolicy", "ConfigMap", "Ingress", "ServiceMonitor"]));

    [Test]
    public void A_new_pod_is_ready_before_an_old_one_goes() =>
        Assert.That(
            (_manifests.Deployment.Spec.Replicas, _manifests.Deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value, _manifests.One<V1PodDisruptionBudget>().Spec.MaxUnavailable.Value),
            Is.EqualTo((2, "0", "1")));

    [Test]
    public void Every_variable_is_a_setting_of_the_service() =>
        Assert.That(Variables().Where(x => !IsSetting(x)), Is.Empty);

    [TestCase("Scim__Misspelt", false)]
    [TestCase("Scim__PublicUrl", true)]
    [TestCase("Grafana__AdminPassword__File", true)]
    [TestCase("Grafana__Url__File", false)]
    public void A_setting_is_told_from_what_is_none(string name, bool isSetting) => Assert.That(IsSetting(name), Is.EqualTo(isSetting));

    [Test]
    public void Every_secret_is_a_file_that_its_setting_names_and_no_value_stands_here()
    {
        foreach (var pod in _manifests.Pods)
        {
            var container = pod.Spec.Containers.Single();
            var secret = pod.Spec.Volumes.Single(x => x.Secret is not null).Secret;
            var folder = container.VolumeMounts.Single(x => x.Name == "secrets").MountPath;
            var files = container.Env.Where(x => x.Name.EndsWith("__File", StringComparison.Ordinal)).Select(x => x.Value);

            Assert.That(files, Is.EquivalentTo(secret.Items.Select(x => $"{folder}/{x.Path}")));
            Assert.That((secret.SecretName, secret.DefaultMode), Is.EqualTo(("scim", 0b100_100_000)));
        }

        Assert.That(_manifests.All.OfType<V1Secret>(), Is.Empty);
    }

    [Test]
    public void Every_container_may_do_nothing_but_run()
    {
        foreach (var pod in _manifests.Pods.Select(x => x.Spec))
        {
            var container = pod.Containers.Single();
            var (of, own) = (pod.SecurityContext, container.SecurityContext);
            Assert.Multiple(() =>
            {
                Assert.That((of.RunAsNonRoot, of.RunAsUser, of.RunAsGroup, of.SeccompProfile.Type), Is.EqualTo(((bool?)true, (long?)1654, (long?)1654, "RuntimeDefault")));
                Assert.That(of.FsGroup, Is.EqualTo(of.RunAsGroup), "who may read the secrets");
                Assert.That((own.AllowPrivilegeEscalation, own.ReadOnlyRootFilesystem, own.Privileged), Is.EqualTo(((bool?)false, (bool?)true, (bool?)null)));
                Assert.That(own.Capabilities.Drop, Is.EqualTo(new[] { "ALL" }));
                Assert.That(own.Capabilities.Add, Is.Null.Or.Empty);
                Assert.That(pod.AutomountServiceAccountToken, Is.False);
                Assert.That(container.Resources.Requests.Keys, Is.EquivalentTo((string[])["cpu", "memory"]));
                Assert.That(container.Resources.Limits.Keys, Does.Contain("memory"));
            });
        }
    }

    [Test]
    public void The_image_is_the_version_that_is_built_here_and_no_latest() =>
        Assert.That(_manifests.Pods.Select(x => x.Spec.Containers.Single().Image.Split(':')[^1]), Is.All.EqualTo(Repository.Version));

    [Test]
    public async Task Probes_ask_what_the_service_answers()
    {
        await using var server = await ScimServer.StartAsync();
        var container = _manifests.Deployment.Spec.Template.Spec.Containers.Single();
        foreach (var probe in (V1Probe[])[container.StartupProbe, container.LivenessProbe, container.ReadinessProbe])
        {
            Assert.That(container.Ports.Select(x => x.Name), Does.Contain(probe.HttpGet.Port.Value));
            using var client = new HttpClient { BaseAddress = server.Root };
            Assert.That((int)(await client.GetAsync(probe.HttpGet.Path)).StatusCode, Is.EqualTo(200), probe.HttpGet.Path);
        }

        Assert.That((container.LivenessProbe.HttpGet.Path, container.ReadinessProbe.HttpGet.Path), Is.EqualTo(("/health/live", "/health/ready")));
    }

    [Test]
    public void Service_monitor_and_ingress_meet_the_port_on_which_the_image_listens()
    {
        var port = _manifests.Deployment.Spec.Template.Spec.Containers.Single().Ports.Single();
        var service = _manifests.One<V1Service>().Spec;
        var monitor = _manifests.One<ServiceMonitor>().Spec;

        Assert.That(File.ReadAllText(Repository.File("Dockerfile")), Does.Contain($"ASPNETCORE_URLS=http://+:{port.ContainerPort}"));
        Assert.That(service.Ports.Single().TargetPort.Value, Is.EqualTo(port.Name));
        Assert.That(service.Selector, Is.SubsetOf(_manifests.Deployment.Spec.Template.Metadata.Labels));
        Assert.That(monitor.Selector.MatchLabels, Is.SubsetOf(_manifests.One<V1Service>().Metadata.Labels));
        Assert.That(monitor.Endpoints.Select(x => (x.Port, x.Path)), Is.EqualTo(new[] { (service.Ports.Single().Name, "/metrics") }));
    }

    [Test]
    public void The_ingress_lets_through_the_tenant_URL_and_nothing_else()
    {
        var rule = _manifests.One<V1Ingress>().Spec.Rules.Single();
        Assert.That(rule.Http.Paths.Select(x => (x.Path, x.PathType, x.Backend.Service.Name, x.Backend.Service.Port.Name)), Is.EqualTo(new[] { ("/scim", "Prefix", "scim", "http") }));
        Assert.That(_manifests.Settings["Scim__PublicUrl"], Is.EqualTo($"https://{rule.Host}"));
    }

    [Test]
    public void The_network_policy_covers_every_pod_and_lets_in_and_out_whom_it_names()
    {
        const string Namespace = "kubernetes.io/metadata.name=";
        var policy = _manifests.One<V1NetworkPolicy>().Spec;

        foreach (var pod in _manifests.Pods) Assert.That(policy.PodSelector.MatchLabels, Is.SubsetOf(pod.Metadata.Labels));
        Assert.That(policy.PolicyTypes, Is.EquivalentTo((string[])["Ingress", "Egress"]));
        Assert.That(policy.Ingress.Select(x => $"{Peers(x.FromProperty)}: {Ports(x.Ports)}"), Is.EqualTo(new[] { $"{Namespace}ingress-nginx or {Namespace}monitoring: http/TCP" }));
        Assert.That(policy.Egress.Select(x => $"{Peers(x.To)}: {Ports(x.Ports)}"), Is.EquivalentTo((string[])[
            $"{Namespace}kube-system and k8s-app=kube-dns: 53/TCP, 53/UDP",
            "anybody: 5432/TCP",
            // The port of the pod, which is not the one of its service.
            $"{Namespace}grafana: 3000/TCP",
            "0.0.0.0/0 but 169.254.0.0/16: 443/TCP",
        ]));
    }

    [Test]
    public void Grafana_is_called_where_the_service_of_its_Helm_chart_listens() =>
        Assert.That(new Uri(_manifests.Settings["Grafana__Url"]), Is.EqualTo(new Uri("http://grafana.grafana.svc:80")));

    [Test]
    public void The_disruption_budget_counts_the_replicas_and_no_other_pods()
    {
        var selector = _manifests.One<V1PodDisruptionBudget>().Spec.Selector;
        Assert.That(selector.MatchLabels, Is.Not.Empty.And.SubsetOf(_manifests.Deployment.Spec.Template.Metadata.Labels));
        Assert.That(selector.MatchLabels, Is.Not.SubsetOf(_manifests.Migration.Spec.Template.Metadata.Labels));
    }

    [Test]
    public async Task The_lines_of_the_README_that_copy_the_example_and_render_it_do_so_in_any_copy_of_the_folder()
    {
        var lines = Documents.Read("deploy/kubernetes/README.md").Split('\n');
        var copy = lines.Single(x => x.StartsWith("cp -r ", StringComparison.Ordinal)).Split('#')[0].TrimEnd();
        var folder = lines.First(x => x.StartsWith("kubectl apply ", StringComparison.Ordinal)).Split(" -k ")[1].Trim();
        using var work = new TemporaryFolder();
        await Tool.RunAsync("cp", "-r", Repository.File("deploy"), work["deploy"]);

        await Tool.RunAsync("/bin/sh", "-ec", $"cd {work.Path}; {copy}");
        Assert.That(await Tool.RunAsync("kubectl", "kustomize", work[folder]), Is.EqualTo(_manifests.Text));
    }

    [TestCase("grafana_dashboard", "deploy/grafana/dashboards/scim.json")]
    [TestCase("grafana_alert", "deploy/grafana/provisioning/alerting/scim.yaml")]
    public void Grafanas_sidecar_finds_the_file_itself_in_a_map_that_Kubernetes_takes(string label, string path)
    {
        const int Largest = 1024 * 1024;
        var content = File.ReadAllText(Repository.File(path.Split('/')));
        var map = _manifests.One<V1ConfigMap>(x => x.Metadata.Labels?.ContainsKey(label) == true);

        Assert.That(map.Metadata.Labels[label], Is.EqualTo("1"));
        Assert.That(map.Data, Is.EqualTo(new Dictionary<string, string> { [Path.GetFileName(path)] = content }));
        Assert.That(System.Text.Encoding.UTF8.GetByteCount(content), Is.LessThan(Largest));
    }

    [Test]
    public void A_pod_has_the_time_to_drain_and_to_end_its_requests_before_it_is_killed()
    {
        var needs = TimeSpan.FromSeconds(int.Parse(_manifests.Settings["Scim__DrainSeconds"], System.Globalization.CultureInfo.InvariantCulture)) + Drain.LastRequests;
        Assert.That(_manifests.Deployment.Spec.Template.Spec.TerminationGracePeriodSeconds, Is.GreaterThanOrEqualTo(needs.TotalSeconds + 10));
    }

    private static string Peers(IList<V1NetworkPolicyPeer>? peers) => peers is null
        ? "anybody"
        : string.Join(" or ", peers.Select(x => x.IpBlock is { } block
            ? $"{block.Cidr} but {string.Join(", ", block.Except)}"
            : string.Join(" and ", new[] { x.NamespaceSelector, x.PodSelector }.Where(y => y is not null).SelectMany(y => y.MatchLabels).Select(y => $"{y.Key}={y.Value}"))));

    private static string Ports(IEnumerable<V1NetworkPolicyPort> ports) => string.Join(", ", ports.Select(x => $"{x.Port.Value}/{x.Protocol ?? "TCP"}").Order(StringComparer.Ordinal));

    private IEnumerable<string> Variables() =>
        _manifests.Settings.Keys.Concat(_manifests.Pods.SelectMany(x => x.Spec.Containers.Single().Env).Select(x => x.Name)).Distinct();

    private static bool IsSetting(string name)
    {
        string[] secrets = ["ConnectionStrings__Scim", "Scim__BootstrapToken", "Scim__MetricsToken", "Grafana__AdminUser", "Grafana__AdminPassword", "Grafana__ServiceAccountToken"];
        return secrets.Contains(name) || secrets.Contains(name.Replace("__File", "", StringComparison.Ordinal)) || name.Split("__") is [var section, var property]
            && (section, property) switch
            {
                ("Scim", _) => typeof(ScimOptions).GetProperty(property) is { CanWrite: true },
                (GrafanaOptions.Section, _) => typeof(GrafanaOptions).GetProperty(property) is { CanWrite: true },
                _ => false,
            };
    }
}
