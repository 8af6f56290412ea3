namespace Scim.Tests.Api.Telemetry;

/// <summary>What <c>/metrics</c> tells of requests and filters.</summary>
public class RequestMetricsTests
{
    private const string Requests = "scim_server_request_duration_seconds_count";
    private const string Filters = "scim_filter_compile_duration_seconds_count";

    private MeasuredService _service = null!;

    [SetUp]
    public async Task StartAsync() => _service = await MeasuredService.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _service.DisposeAsync();

    [Test]
    public async Task Each_operation_counts_under_its_name_and_type_once()
    {
        var user = await _service.SendAsync("POST", "Users", Some.User());
        var group = await _service.SendAsync("POST", "Groups", Some.Group());
        await _service.GetAsync($"Users/{user.Id}");
        await _service.GetAsync("Users?count=1");
        await _service.SendAsync("POST", "Groups/.search", """{"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]}""");
        await _service.GetAsync("?count=1");
        await _service.SendAsync("PUT", $"Users/{user.Id}", Some.User());
        await _service.SendAsync("PATCH", $"Groups/{group.Id}", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[]}""");
        await _service.SendAsync("DELETE", $"Groups/{group.Id}");
        await _service.SendAsync("POST", "Bulk", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[]}""");
        await _service.GetAsync("Schemas");

        var scrape = await _service.ScrapeAsync();
        foreach (var (operation, type) in new[] { ("create", "User"), ("create", "Group"), ("get", "User"), ("search", "User"), ("search", "Group"), ("replace", "User"), ("patch", "Group"), ("delete", "Group") })
            Assert.That(scrape.Value(Requests, ("scim_operation", operation), ("scim_resource_type", type), ("scim_outcome", "success"), ("tenant", "default")), Is.EqualTo(1), $"{operation} {type}");
        foreach (var operation in new[] { "search", "bulk", "discovery" })
            Assert.That(scrape.Value(Requests, ("scim_operation", operation), ("scim_outcome", "success"), ("tenant", "default")), Is.EqualTo(1), operation);
        Assert.That(scrape.Of(Requests).Sum(x => x.Value), Is.EqualTo(11), "neither health nor metrics count");
    }

    [Test]
    public async Task What_is_refused_or_fails_counts_with_its_reason()
    {
        await _service.SendAsync("POST", "Users", Some.User("ada"));
        await _service.SendAsync("POST", "Users", Some.User("ada"));
        await _service.GetAsync($"Users/{Guid.NewGuid()}");
        await _service.SendAsAsync(null, "GET", "Users");
        await _service.GetAsync("Me");
        await _service.SendAsync("POST", "oauth/token", "{}");
        await _service.ExecuteAsync("ALTER TABLE scim.resource ADD CHECK (doc::text NOT LIKE '%Countess%') NOT VALID");
        await _service.SendAsync("POST", "Users", Some.User(further: "\"title\": \"Countess\""));

        var scrape = await _service.ScrapeAsync();
        Assert.That(Count("create", "refused", "uniqueness"), Is.EqualTo(1));
        Assert.That(Count("get", "refused", "404"), Is.EqualTo(1));
        Assert.That(Count("create", "failed", "500"), Is.EqualTo(1));
        Assert.That(
            scrape.Value(Requests, ("scim_operation", "search"), ("scim_resource_type", "User"), ("scim_outcome", "refused"), ("error_type", "401")), Is.EqualTo(1));
        Assert.That(scrape.Value(Requests, ("scim_operation", "me"), ("scim_outcome", "refused"), ("error_type", "501"), ("tenant", "default")), Is.EqualTo(1));
        Assert.That(scrape.Value(Requests, ("scim_operation", "token"), ("scim_outcome", "refused"), ("error_type", "invalid_request"), ("tenant", "default")), Is.EqualTo(1));

        double? Count(string operation, string outcome, string error) => scrape.Value(
            Requests, ("scim_operation", operation), ("scim_resource_type", "User"), ("scim_outcome", outcome), ("error_type", error), ("tenant", "default"));
    }

    [Test]
    public async Task Filters_count_as_compiled_or_invalid_and_lists_without_one_do_not()
    {
        await _service.GetAsync("Users");
        await _service.GetAsync("Users?filter=userName eq \"ada\"");
        await _service.GetAsync("Groups?filter=displayName co \"a\" or members pr");
        await _service.GetAsync("Users?filter=userName zz \"ada\"");
        await _service.GetAsync("Users?filter=nothing eq \"ada\"");
        await _service.GetAsync("Users?filter=active gt true");

        var scrape = await _service.ScrapeAsync();
        Assert.That(scrape.Value(Filters, ("scim_outcome", "compiled")), Is.EqualTo(2));
        Assert.That(scrape.Value(Filters, ("scim_outcome", "invalid")), Is.EqualTo(3));
    }

    [Test]
    public async Task Nothing_that_a_client_makes_up_becomes_a_series()
    {
        await MakeUpAsync();
        var before = Names(await _service.ScrapeAsync());
        for (var i = 0; i < 5; i++) await MakeUpAsync();

        Assert.That(Names(await _service.ScrapeAsync()), Is.EqualTo(before));
    }

    /// <summary>Requests that no others are like.</summary>
    private async Task MakeUpAsync()
    {
        var name = $"x{Guid.NewGuid():N}";
        await _service.SendAsync(name.ToUpperInvariant(), "Users");
        await _service.SendAsync(name, name);
        await _service.GetAsync(name);
        await _service.GetAsync($"{name}/{name}?{name}={name}");
        await _service.GetAsync($"../{name}");
        await _service.GetAsync($"Users/{name}");
        await _service.GetAsync($"Me/{name}");
        await _service.GetAsync($"Schemas/{name}");
        await _service.GetAsync($"Users?filter={name} eq 1");
        await _service.SendAsync("POST", "Users", $$"""{"schemas": ["urn:{{name}}"], "{{name}}": 1}""");
        await _service.SendAsync("POST", "Bulk", $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{"method": "{{name}}", "path": "/{{name}}"}]}""");
        await _service.SendAsAsync(name, "GET", "Users");
    }

    /// <summary>Of all series but those of the process and its pools, which grow with what is done and not with what is sent.</summary>
    private static IReadOnlyList<string> Names(Scrape scrape) =>
    [
        .. scrape.All
            .Where(x => x.Name.StartsWith("scim_", StringComparison.Ordinal) || x.Name.StartsWith("http_server_", StringComparison.Ordinal) || x.Name.StartsWith("aspnetcore_", StringComparison.Ordinal))
            .Select(x => $"{x.Name} {string.Join(' ', x.Labels.OrderBy(y => y.Key, StringComparer.Ordinal).Select(y => $"{y.Key}={y.Value}"))}")
            .Order(StringComparer.Ordinal),
    ];
}
