using Npgsql;
using Scim.Doubles;
using Scim.Storage;
using Scim.Storage.Grafana;
using Scim.Tests.Api;
using Scim.Tests.Databases;
using Scim.Tests.Faults;

namespace Scim.Tests.Grafana;

/// <summary>A replica that is asked to end while it waits for Grafana.</summary>
[Platform(Exclude = "Win")]
public class StopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public async Task What_it_had_claimed_is_given_back_for_others_and_still_due()
    {
        await using var grafana = await GrafanaDouble.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        await FillAsync(database);
        var goesOn = new TaskCompletionSource();
        using var service = await StartWaitingAsync(grafana, database, goesOn.Task);
        Assert.That(await CountAsync(database, "claimed_until > now()"), Is.Positive);
        service.Terminate();

        Assert.That(await service.ExitCodeAsync(), Is.Zero);
        Assert.That((await CountAsync(database, "claimed_until > now()"), await CountAsync(database, "true")), Is.EqualTo((0L, 1L)));
        goesOn.SetResult();
    }

    [Test]
    public async Task What_it_had_claimed_is_given_back_while_a_request_still_has_its_time_to_end()
    {
        await using var grafana = await GrafanaDouble.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        await FillAsync(database);
        var goesOn = new TaskCompletionSource();
        using var service = await StartWaitingAsync(grafana, database, goesOn.Task);
        using var client = new LoadClient(service.Root);
        var id = (await client.TryAsync(HttpMethod.Post, "Users", Some.User("held@x.org")))!.Id;
        await using var held = await HeldRow.OfAsync(database.ConnectionString, id);
        var patch = client.TryAsync(HttpMethod.Patch, $"Users/{id}", new Change(Title: "waited").Body);
        await held.WaitedForAsync(1);
        service.Terminate();

        while (await CountAsync(database, "claimed_until > now()") > 0 && !patch.IsCompleted) await Task.Delay(20);
        Assert.That(patch.IsCompleted, Is.False);
        await held.LetGoAsync();
        Assert.That((await patch)?.Status, Is.EqualTo(200));
        Assert.That(await service.ExitCodeAsync(), Is.Zero);
        goesOn.SetResult();
    }

    /// <summary>A service whose connector has asked Grafana to make an account, and gets no answer before the given end.</summary>
    private static async Task<ServiceProcess> StartWaitingAsync(GrafanaDouble grafana, TestDatabase database, Task goesOn)
    {
        var reached = new TaskCompletionSource();
        grafana.Faults.OnCall = async call =>
        {
            if ((call.Method, call.Path) != ("POST", "/api/admin/users")) return;

            reached.TrySetResult();
            await goesOn;
        };
        var service = new ServiceProcess(
            database.ConnectionString, ("Grafana__Url", grafana.Url.ToString()), ("Grafana__AdminUser", "admin"), ("Grafana__AdminPassword", "admin"));
        await service.StartAsync();
        await reached.Task.WaitAsync(Patience);
        return service;
    }

    private static async Task FillAsync(TestDatabase database)
    {
        await using var connections = new ScimDatabase(database.ConnectionString);
        await new ConnectedTenants(connections).ConnectAsync("default", 1, rolesFromGroups: false, CancellationToken.None);
        await using var server = await ScimServer.StartAsync(database, ownsDatabase: false);
        await server.PostAsync("Users", Some.User("ada@x.org"));
    }

    private static async Task<long> CountAsync(TestDatabase database, string condition)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand($"SELECT count(*) FROM scim.grafana_due WHERE {condition}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
