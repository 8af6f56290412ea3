using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Scim.Doubles;
using Scim.Grafana.Reconciling;
using Scim.Storage.Grafana;
using Scim.Tests.Api;
using Scim.Tests.Api.Bulk;

namespace Scim.Tests.Grafana;

/// <summary>A service with a database of its own, and the Grafana that it brings its users and groups to.</summary>
internal sealed class ConnectedScim : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private ConnectedScim(ScimServer server, TestGrafana grafana, (string Name, string Value)[] settings)
    {
        Server = server;
        Grafana = grafana;
        Settings = settings;
    }

    /// <summary>As configuration has them.</summary>
    public (string Name, string Value)[] Settings { get; }

    public ScimServer Server { get; }

    public TestGrafana Grafana { get; }

    public DueList Due => Server.Services.GetRequiredService<DueList>();

    /// <param name="options">How the double is set up. Tests that say nothing of it run against a real Grafana too.</param>
    /// <param name="settings">As in <c>("Deactivation", "Delete")</c>.</param>
    public static async Task<ConnectedScim> StartAsync(GrafanaDoubleOptions? options, params (string Name, string Value)[] settings)
    {
        var grafana = await TestGrafana.StartAsync(options);
        return await StartAsync(grafana, settings);
    }

    public static Task<ConnectedScim> StartAsync(params (string Name, string Value)[] settings) => StartAsync((GrafanaDoubleOptions?)null, settings);

    public static async Task<ConnectedScim> StartAsync(TestGrafana grafana, params (string Name, string Value)[] settings)
    {
        var connected = await StartUnreadyAsync(grafana, settings);
        await connected.ReadyAsync();
        return connected;
    }

    /// <summary>With settings that keep it from its work.</summary>
    public static async Task<ConnectedScim> StartUnreadyAsync(TestGrafana grafana, params (string Name, string Value)[] settings)
    {
        var all = SettingsOf(grafana, settings);
        return new ConnectedScim(await ScimServer.StartAsync(all), grafana, all);
    }

    /// <summary>As configuration has them.</summary>
    public static (string Name, string Value)[] SettingsOf(TestGrafana grafana, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["Grafana:Url"] = grafana.Url.ToString(),
            ["Grafana:AdminUser"] = TestGrafana.AdminUser,
            ["Grafana:AdminPassword"] = TestGrafana.AdminPassword,
            ["Grafana:OrgId"] = $"{grafana.OrgId}",
        };
        foreach (var (name, value) in settings) all[$"Grafana:{name}"] = value;
        return [.. all.Select(x => (x.Key, x.Value))];
    }

    /// <returns>The user's id.</returns>
    public async Task<string> NewUserAsync(string userName, string? further = null) => (await CreatedAsync("Users", Some.User(userName, further))).Id;

    /// <returns>The group's id.</returns>
    public async Task<string> NewGroupAsync(string displayName, params string[] memberIds) => (await CreatedAsync("Groups", Some.Group(displayName, memberIds))).Id;

    public Task SetActiveAsync(string userId, bool isActive) =>
        PatchAsync($"Users/{userId}", $$"""{"op": "replace", "path": "active", "value": {{(isActive ? "true" : "false")}}}""");

    public Task AddMembersAsync(string groupId, params string[] memberIds) =>
        PatchAsync($"Groups/{groupId}", $$"""{"op": "add", "path": "members", "value": [{{string.Join(',', memberIds.Select(x => $$"""{"value": "{{x}}"}"""))}}]}""");

    public Task RemoveMemberAsync(string groupId, string memberId) =>
        PatchAsync($"Groups/{groupId}", $$"""{"op": "remove", "path": "members[value eq \"{{memberId}}\"]"}""");

    public async Task PatchAsync(string path, string operations)
    {
        var answer = await Server.PatchAsync(path, operations);
        Assert.That(answer.Status, Is.EqualTo(200).Or.EqualTo(204), answer.Text);
    }

    public async Task DeleteAsync(string path) => Assert.That((await Server.DeleteAsync(path)).Status, Is.EqualTo(204));

    /// <summary>Disables users in one transaction, so that all of them are due at once.</summary>
    public Task DisableTogetherAsync(IEnumerable<(string Id, string Login)> users) =>
        TogetherAsync(users.Select(x => BulkText.Operation("PATCH", $"/Users/{x.Id}", """[{"op": "replace", "path": "active", "value": false}]""")));

    /// <summary>Deletes users in one transaction.</summary>
    public Task DeleteTogetherAsync(IEnumerable<(string Id, string Login)> users) => TogetherAsync(users.Select(x => BulkText.Operation("DELETE", $"/Users/{x.Id}")));

    private async Task TogetherAsync(IEnumerable<string> operations) =>
        Assert.That(await Server.BulkAsync([.. operations]), Has.All.Matches<JsonObject>(x => x.Status()[0] == '2'));

    /// <summary>Waits until nothing is due any more.</summary>
    public Task SettledAsync(string tenant = "default") => WaitAsync(x => x.Due == 0, tenant);

    /// <summary>For what takes longer.</summary>
    public Task SettledAsync(TimeSpan patience) => WaitAsync(x => x.Due == 0, "default", patience);

    /// <summary>Waits until all that is due has failed or is held.</summary>
    public Task<DueReport> StuckAsync(string tenant = "default") =>
        WaitAsync(x => x.Due > 0 && x.Due == x.Held + x.Failing && x.Rows.All(row => row.LastError is not null), tenant);

    public async Task<DueReport> WaitAsync(Func<DueReport, bool> holds, string tenant = "default", TimeSpan? patience = null)
    {
        var until = DateTime.UtcNow + (patience ?? Patience);
        while (true)
        {
            var report = await Due.ReportAsync(tenant, 20, CancellationToken.None);
            if (holds(report)) return report;
            if (DateTime.UtcNow > until) Assert.Fail($"Still {report.Due} due, {report.Failing} failing, {report.Held} held: {string.Join("; ", report.Rows)}. {await ProblemAsync(tenant)}");
            await Task.Delay(50);
        }
    }

    public async Task WaitForAsync(Func<Task<bool>> holds)
    {
        var until = DateTime.UtcNow + Patience;
        while (!await holds())
        {
            if (DateTime.UtcNow > until) Assert.Fail($"It did not come to be. {await ProblemAsync("default")}");
            await Task.Delay(50);
        }
    }

    /// <summary>Compares everything with Grafana, as is done from time to time, and waits until it is as it should be.</summary>
    /// <returns>How many users and groups differed.</returns>
    public async Task<int> CompareAllAsync(string tenant = "default")
    {
        var count = await Server.Services.GetRequiredService<FullPass>().RunAsync(tenant, CancellationToken.None);
        await SettledAsync(tenant);
        return count;
    }

    /// <summary>Waits until the tenant can be brought to Grafana.</summary>
    public async Task ReadyAsync()
    {
        var readiness = Server.Services.GetRequiredService<Readiness>();
        var until = DateTime.UtcNow + Patience;
        while (readiness.Ready.Count == 0 || await ScalarAsync("SELECT count(*) FROM scim.grafana_tenant") == 0)
        {
            if (DateTime.UtcNow > until) Assert.Fail($"The connector is not ready: {await ProblemAsync("default")}");
            await Task.Delay(20);
        }
    }

    public async Task<string?> ProblemAsync(string tenant) =>
        (await Server.Services.GetRequiredService<ConnectedTenants>().ListAsync(CancellationToken.None)).FirstOrDefault(x => x.Tenant == tenant)?.Problem;

    public async Task<long> ScalarAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), null);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Grafana.DisposeAsync();
    }

    private async Task<ScimAnswer> CreatedAsync(string path, string body)
    {
        var answer = await Server.PostAsync(path, body);
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        return answer;
    }
}
