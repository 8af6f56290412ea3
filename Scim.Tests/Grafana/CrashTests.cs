using System.Globalization;
using System.Text;
using Npgsql;
using Scim.Doubles;
using Scim.Storage;
using Scim.Storage.Grafana;
using Scim.Tests.Api;
using Scim.Tests.Databases;

namespace Scim.Tests.Grafana;

/// <summary>
/// The service as a process of its own, killed at every call of a reconciliation: when the call arrives, and when its work is done and its answer
/// is not yet sent. What it was about to do and what it had just done are the two states that a call has around it.
/// </summary>
public class CrashTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Killed_at_every_step_and_started_again_it_ends_in_the_same_state()
    {
        var (expected, calls) = await RunAsync(killAt: null);
        Assert.That(expected, Does.Contain("ada@x.org").And.Contain("Team Ops").And.Contain("Folder Ops"));

        // A read changes nothing. What is written down between two calls is there when the later one arrives.
        var points = Enumerable.Range(0, calls.Count).Where(i => calls[i].Method != "GET")
            .SelectMany(i => (KillPoint[])[new(i, false), new(i, true), new(i + 1, false)]).Distinct().ToList();
        Assert.That(points, Has.Count.GreaterThan(12));
        foreach (var point in points)
        {
            var (state, _) = await RunAsync(point);
            Assert.That(state, Is.EqualTo(expected), $"killed {(point.AfterWork ? "after the work of" : "at")} call {point.Call}, {calls.ElementAtOrDefault(point.Call)}");
        }
    }

    /// <summary>A user with a role, a team with that member, and a folder.</summary>
    private static async Task<(string State, IReadOnlyList<GrafanaCall> Calls)> RunAsync(KillPoint? killAt)
    {
        await using var grafana = await GrafanaDouble.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        using var service = new ServiceProcess(database.ConnectionString, Settings(grafana.Url));
        await FillAsync(database);

        var count = -1;
        var killed = new TaskCompletionSource();
        if (killAt is not null)
        {
            grafana.Faults.OnCall = call => IsCounted(call) && Interlocked.Increment(ref count) == killAt.Call && !killAt.AfterWork ? Kill() : Task.CompletedTask;
            grafana.Faults.AfterCall = call => killAt.AfterWork && IsCounted(call) && Volatile.Read(ref count) == killAt.Call ? Kill() : Task.CompletedTask;
        }

        service.Start();
        if (killAt is not null)
        {
            // The two kinds of work run side by side, so that one run can have a call less than another.
            await Task.WhenAny(killed.Task, SettledAsync(database.ConnectionString));
            grafana.Faults.OnCall = grafana.Faults.AfterCall = null;

            // The lease that the dead process held is over at once, so that nobody waits for it.
            await ExecuteAsync(database.ConnectionString, "UPDATE scim.grafana_due SET claimed_until = now(); UPDATE scim.grafana_tenant SET next_pass = now()");
            service.Kill();
            service.Start();
        }

        await SettledAsync(database.ConnectionString);
        service.Kill();
        return (Describe(grafana) + await LinksAsync(database.ConnectionString), [.. grafana.Calls.Where(IsCounted)]);

        Task Kill()
        {
            service.Kill();
            killed.TrySetResult();
            return Task.CompletedTask;
        }
    }

    // The check at the start and the making of a token are no part of a reconciliation.
    private static bool IsCounted(GrafanaCall call) =>
        !((string[])["/api/health", "/api/user", "/api/orgs/1", "/api/users/1/orgs", "/api/access-control/user/actions"]).Contains(call.Path)
        && !call.Path.StartsWith("/api/serviceaccounts", StringComparison.Ordinal);

    private static async Task FillAsync(TestDatabase database)
    {
        await using var connections = new ScimDatabase(database.ConnectionString);
        await new ConnectedTenants(connections).ConnectAsync("default", 1, rolesFromGroups: true, CancellationToken.None);
        await using var server = await ScimServer.StartAsync(database, ownsDatabase: false);
        var ada = await server.PostAsync("Users", Some.User("ada@x.org", """ "displayName": "Ada", "roles": [{"value": "Editor"}] """));
        await server.PostAsync("Groups", Some.Group("Ops", ada.Id));
    }

    /// <summary>What there is in Grafana, by names: numbers differ where something was made twice.</summary>
    private static string Describe(GrafanaDouble grafana) => grafana.State.Read(state =>
    {
        var text = new StringBuilder();
        foreach (var user in state.Users.People.OrderBy(x => x.Login, StringComparer.Ordinal))
        {
            var roles = string.Join(',', state.Orgs.Values.Where(x => x.Roles.ContainsKey(user.Id)).Select(x => $"{x.Id}:{x.Roles[user.Id]}"));
            text.AppendLine(CultureInfo.InvariantCulture, $"{user.Login} {user.Email} '{user.Name}' {roles} {user.IsDisabled}");
        }

        foreach (var team in state.Teams.Values.OrderBy(x => x.Name, StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"Team {team.Name}: {string.Join(' ', team.Members.Keys.Select(x => state.Users.Find(x)!.Login).Order(StringComparer.Ordinal))}");
        foreach (var folder in state.Folders.OrderBy(x => x.Title, StringComparer.Ordinal)) text.AppendLine(CultureInfo.InvariantCulture, $"Folder {folder.Title}");
        return text.ToString();
    });

    private static async Task<string> LinksAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("""
            SELECT string_agg(format('%s %s %s %s', kind, origin, has_access, last_applied - 'folders'), chr(10) ORDER BY kind)
                   || (SELECT format(' members %s', count(*)) FROM scim.grafana_member)
            FROM scim.grafana_link
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task SettledAsync(string connectionString)
    {
        var until = DateTime.UtcNow + Patience;
        while (await ExecuteAsync(connectionString, "SELECT count(*) FROM scim.grafana_due") > 0)
        {
            if (DateTime.UtcNow > until) Assert.Fail("It does not settle.");
            await Task.Delay(50);
        }
    }

    private static async Task<long> ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync() ?? 0L, CultureInfo.InvariantCulture);
    }

    private sealed record KillPoint(int Call, bool AfterWork);

    private static (string Name, string Value)[] Settings(Uri grafana) =>
    [
        ("Grafana__Url", grafana.ToString()),
        ("Grafana__AdminUser", "admin"),
        ("Grafana__AdminPassword", "admin"),
        ("Grafana__GroupRoles__0__Group", "Nobody"),
        ("Grafana__GroupRoles__0__Role", "Admin"),
        ("Grafana__Folders__0__Title", "Ops"),
        ("Grafana__Folders__0__Group", "Ops"),
        ("Grafana__Folders__0__Permission", "Edit"),
    ];
}
