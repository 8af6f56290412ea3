using Scim.Tests.Api;

namespace Scim.Tests.Deploy;

/// <summary>What the panels ask, asked of a real Prometheus that reads a service at work.</summary>
public class DashboardQueryTests
{
    private ObservedService _service = null!;

    private static IEnumerable<PanelQuery> Queries => Dashboard.Queries.Where(x => x.Source == Dashboard.Prometheus);

    /// <summary>Requests of every kind, good and bad ones, in an organisation of Grafana that follows.</summary>
    [OneTimeSetUp]
    public async Task Start()
    {
        _service = await ObservedService.StartConnectedAsync();
        await _service.NewTokenAsync("entra", TimeSpan.FromDays(90));
        _service.Repeat(async () =>
        {
            var name = Some.Name();
            await _service.SendAsync("GET", $"Users?filter=userName eq \"{name}\"");
            var user = await _service.NewAsync("Users", Some.User(name));
            await _service.NewAsync("Groups", Some.Group(null, user));
            await _service.SendAsync("POST", "Users", Some.User(name));
            await _service.SendAsync("GET", $"Users/{Guid.NewGuid()}");
            await _service.SendAsync("GET", "Users?filter=nobody understands this");
            await _service.SendAsync("GET", "Users", token: "a-token-that-nobody-has");
            await _service.DisableAsync(user);
        });
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_service is not null) await _service.DisposeAsync();
    }

    [TestCaseSource(nameof(Queries))]
    public Task A_query_has_a_value(PanelQuery query)
    {
        var promQl = Filled(query.Text);
        return ObservedService.WaitAsync(
            async () => (query.IsInstant ? await _service.Prometheus.AskAsync(promQl) : await _service.Prometheus.AskForMinuteAsync(promQl)).Count > 0,
            () => Task.FromResult(promQl));
    }

    /// <summary>A name that nothing has is hidden by a value for the case that there is none.</summary>
    [TestCaseSource(nameof(Queries))]
    public Task Everything_that_a_query_names_is_measured(PanelQuery query) => ObservedService.WaitAsync(
        async () =>
        {
            foreach (var metric in PromQlNames.Of(query.Text).Where(x => !OnlyInTrouble.Contains(x)))
                if ((await _service.Prometheus.AskAsync(metric)).Count == 0) return false;
            return true;
        },
        () => Task.FromResult(string.Join(' ', PromQlNames.Of(query.Text))));

    [Test]
    public async Task The_variable_offers_the_tenants()
    {
        var variable = Dashboard.Variables.Single();
        var query = variable["query"]!.Text("query");
        Assert.That(query, Does.Match(@"^label_values\(.+, tenant\)$"));
        Assert.That(await _service.Prometheus.LabelAsync("tenant", query["label_values(".Length..query.LastIndexOf(',')]), Is.EqualTo((string[])["default"]));
    }

    /// <summary>Npgsql shows them where connections have been short.</summary>
    private static readonly string[] OnlyInTrouble = ["db_client_connection_npgsql_pending_requests", "db_client_connection_npgsql_timeouts_total"];

    /// <summary>As Grafana replaces its macro, and the variable where it stands for all tenants.</summary>
    private static string Filled(string promQl) => promQl.Replace("$__rate_interval", "1m", StringComparison.Ordinal).Replace("$tenant", ".*", StringComparison.Ordinal);
}
