using System.Net.Http.Headers;
using System.Text;
using Npgsql;
using Scim.Doubles;
using Scim.Storage;
using Scim.Storage.Tokens;
using Scim.Tests.Api;
using Scim.Tests.Databases;

namespace Scim.Tests.Deploy;

/// <summary>
/// The service as a process of its own, whose metrics are nobody else's, a double of Grafana that it may be connected to, and the Prometheus that reads it.
/// </summary>
internal sealed class ObservedService : IAsyncDisposable
{
    // The service reads its state every 15 seconds, on a machine that may be busy.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TestDatabase? _database;
    private readonly string _connectionString;
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _traffic = [];

    private ObservedService(TestDatabase? database, string connectionString, GrafanaDouble? grafana, (string Name, string Value)[] settings)
    {
        (_database, _connectionString, Grafana) = (database, connectionString, grafana!);
        Process = new ServiceProcess(connectionString, settings);
    }

    public ServiceProcess Process { get; }

    public PrometheusServer Prometheus { get; private set; } = null!;

    /// <summary>Where it is connected to one.</summary>
    public GrafanaDouble Grafana { get; }

    /// <param name="settings">As environment variables.</param>
    public static async Task<ObservedService> StartConnectedAsync(params (string Name, string Value)[] settings)
    {
        var grafana = await GrafanaDouble.StartAsync();
        (string Name, string Value)[] connection = [("Grafana__Url", grafana.Url.ToString()), ("Grafana__AdminUser", "admin"), ("Grafana__AdminPassword", "admin")];
        var database = await TestDatabase.CreateAsync();
        var service = await StartedAsync(new ObservedService(database, database.ConnectionString, grafana, [.. connection, .. settings]));
        await service.WaitAsync("min(scim_grafana_up) == 1 and min(time() - scim_grafana_last_success_time_seconds) < 60 and sum(scim_grafana_due) == 0");
        return service;
    }

    /// <summary>Without Grafana.</summary>
    public static async Task<ObservedService> StartAloneAsync()
    {
        var database = await TestDatabase.CreateAsync();
        return await StartedAsync(new ObservedService(database, database.ConnectionString, null, []));
    }

    /// <summary>Without Grafana, over a database that the test may end.</summary>
    public static Task<ObservedService> StartAloneAsync(string connectionString) => StartedAsync(new ObservedService(null, connectionString, null, []));

    /// <summary>Sends a request and reads the status.</summary>
    public async Task<int> SendAsync(string method, string path, string? json = null, string token = ServiceProcess.Token) => (await AnswerAsync(method, path, json, token)).Status;

    /// <summary>Makes a resource.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> NewAsync(string path, string json)
    {
        var answer = await AnswerAsync("POST", path, json, ServiceProcess.Token);
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        return answer.Id;
    }

    public Task<int> DisableAsync(string userId) => SendAsync("PATCH", $"Users/{userId}", """
        {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "replace", "path": "active", "value": false}]}
        """);

    /// <summary>Goes on doing it, several times a second, until the test ends.</summary>
    public void Repeat(Func<Task> step) => _traffic.Add(Task.Run(async () =>
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await step();
            }
            catch (HttpRequestException)
            {
                // The test has ended the service.
            }

            await Task.Delay(200, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }));

    /// <returns>The token's secret.</returns>
    public async Task<string> NewTokenAsync(string name, TimeSpan? life)
    {
        await using var database = new ScimDatabase(_connectionString);
        return (await new TokenStore(database).CreateAsync("default", name, life is null ? null : DateTimeOffset.UtcNow + life, CancellationToken.None)).Secret;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until the query has a value.</summary>
    public Task WaitAsync(string promQl) => WaitAsync(async () => (await Prometheus.AskAsync(promQl)).Count > 0, () => Task.FromResult(promQl));

    /// <summary>Waits until the rules that fire, by what they ask now, are these and no others. How long a rule waits before it fires is left out.</summary>
    public async Task FiringAsync(params string[] rules)
    {
        var last = "";
        await WaitAsync(async () => (last = string.Join(' ', await FiringNowAsync())) == string.Join(' ', rules.Order(StringComparer.Ordinal)), () => Task.FromResult($"{string.Join(' ', rules)}; these fire: {last}"));
    }

    public async Task<IReadOnlyList<string>> FiringNowAsync()
    {
        var firing = new List<string>();
        foreach (var rule in AlertRules.All)
            if ((await Prometheus.AskAsync(AlertRules.Expression(rule))).Any(x => AlertRules.Fires(rule, x))) firing.Add(rule.Text("uid")["scim-".Length..]);
        return [.. firing.Order(StringComparer.Ordinal)];
    }

    public static async Task WaitAsync(Func<Task<bool>> holds, Func<Task<string>> what)
    {
        var until = DateTime.UtcNow + Patience;
        while (!await holds())
        {
            if (DateTime.UtcNow > until) Assert.Fail($"It did not come to be: {await what()}");
            await Task.Delay(250);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_traffic);
        if (Prometheus is not null) await Prometheus.DisposeAsync();
        Process.Dispose();
        if (Grafana is not null) await Grafana.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        _end.Dispose();
    }

    private static async Task<ObservedService> StartedAsync(ObservedService service)
    {
        try
        {
            service.Prometheus = await PrometheusServer.StartAsync(service.Process.Root);
            await service.Process.StartAsync();
            await service.WaitAsync("scim_database_up == 1");
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    private async Task<ScimAnswer> AnswerAsync(string method, string path, string? json, string token)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Process.Root, $"scim/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/scim+json");
        using var response = await client.SendAsync(request);
        return await ScimAnswer.OfAsync(response);
    }
}
