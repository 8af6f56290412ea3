using Scim.Tests.Api;
using Scim.Tests.Databases;

namespace Scim.Tests.Faults;

[Platform(Exclude = "Win")]
public class DeployTests
{
    [Test]
    public async Task A_replica_that_is_replaced_under_load_answers_all_it_has_accepted_and_ends_with_0()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var first = new ServiceProcess(database.ConnectionString);
        using var second = new ServiceProcess(database.ConnectionString);
        await Task.WhenAll(first.StartAsync(), second.StartAsync());
        await using var load = Load.Start(first.Root, second.Root);

        foreach (var replica in (ServiceProcess[])[first, second])
        {
            await load.AcknowledgedAsync(60);
            replica.Terminate();
            Assert.That(await replica.ExitCodeAsync(), Is.Zero);
            await load.AcknowledgedAsync(20);
            await replica.StartAsync();
        }

        await load.AcknowledgedAsync(60);
        await load.StopAsync();

        Assert.That((load.Client.Unavailable, load.Client.Halves), Is.EqualTo((0, 0)));
        Assert.That(load.Unsaid, Is.Empty, "creations that were carried out and not answered");
        await Stored.CheckAsync(load, database.ConnectionString);
    }

    [Test]
    public async Task A_request_that_waits_when_the_end_is_asked_for_is_carried_out_and_answered()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = new ServiceProcess(database.ConnectionString);
        await service.StartAsync();
        using var client = new LoadClient(service.Root);
        var id = (await client.TryAsync(HttpMethod.Post, "Users", Some.User()))!.Id;
        await using var held = await HeldRow.OfAsync(database.ConnectionString, id);

        var patch = client.TryAsync(HttpMethod.Patch, $"Users/{id}", new Change(Title: "waited").Body);
        await held.WaitedForAsync(1);
        service.Terminate();
        await RefusedAsync(service.Root);
        await held.LetGoAsync();

        Assert.That((await patch)?.Status, Is.EqualTo(200));
        Assert.That(await service.ExitCodeAsync(), Is.Zero);
    }

    private static async Task RefusedAsync(Uri root)
    {
        for (var i = 0; i < 600; i++, await Task.Delay(50))
        {
            using var client = new HttpClient();
            try
            {
                using var answer = await client.GetAsync(new Uri(root, "health/live"));
            }
            catch (HttpRequestException)
            {
                return;
            }
        }

        Assert.Fail("It goes on taking connections.");
    }
}
