using k8s;
using k8s.Models;

namespace Scim.Tests.Deploy;

/// <summary>What <c>kubectl apply -k deploy/kubernetes/example</c> would send, read strictly: a field that Kubernetes does not have fails.</summary>
internal sealed class Manifests
{
    private static readonly Lazy<Task<Manifests?>> Example = new(RenderAsync);

    private readonly List<IKubernetesObject<V1ObjectMeta>> _objects;

    private Manifests(string text)
    {
        Text = text;
        _objects = [.. KubernetesYaml.LoadAllFromString(text, new Dictionary<string, Type> { ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(ServiceMonitor) }, strict: true)
            .Cast<IKubernetesObject<V1ObjectMeta>>()];
    }

    public string Text { get; }

    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> All => _objects;

    public V1Deployment Deployment => One<V1Deployment>();

    public V1Job Migration => One<V1Job>();

    public IEnumerable<V1PodTemplateSpec> Pods => [Deployment.Spec.Template, Migration.Spec.Template];

    public IReadOnlyDictionary<string, string> Settings => One<V1ConfigMap>(x => x.Metadata.Name.StartsWith("scim-settings", StringComparison.Ordinal)).Data.AsReadOnly();

    /// <summary>Ends the test where kubectl is missing; on CI that is a failure.</summary>
    public static async Task<Manifests> ReadAsync()
    {
        if (await Example.Value is { } manifests) return manifests;

        const string Missing = "There is no kubectl. Install it in version 1.27 or later.";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(Missing);
        Assert.Ignore(Missing);
        throw new InvalidOperationException();
    }

    public T One<T>(Func<T, bool>? isIt = null)
        where T : IKubernetesObject<V1ObjectMeta> => _objects.OfType<T>().Single(isIt ?? (_ => true));

    private static async Task<Manifests?> RenderAsync() =>
        await Tool.RunAsync("kubectl", "kustomize", Repository.File("deploy", "kubernetes", "example")) is { } text ? new Manifests(text) : null;
}

/// <summary>What is used of the Prometheus Operator's ServiceMonitor.</summary>
internal sealed class ServiceMonitor : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public ServiceMonitorSpec Spec { get; set; } = new();
}

internal sealed class ServiceMonitorSpec
{
    public V1LabelSelector Selector { get; set; } = new();

    public IList<ServiceMonitorEndpoint> Endpoints { get; set; } = [];
}

internal sealed class ServiceMonitorEndpoint
{
    public string Port { get; set; } = "";

    public string Path { get; set; } = "";

    public string Interval { get; set; } = "";

    public string ScrapeTimeout { get; set; } = "";
}
