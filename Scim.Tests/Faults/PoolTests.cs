using Scim.Tests.Api;
using Scim.Tests.Databases;

namespace Scim.Tests.Faults;

public class PoolTests
{
    [Test]
    public async Task Without_a_free_connection_the_answer_is_503_with_the_time_to_wait_until_there_is_one()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = new ServiceProcess($"{database.ConnectionString};Maximum Pool Size=2;Timeout=4");
        await service.StartAsync();
        using var client = new LoadClient(service.Root);
        var id = (await client.TryAsync(HttpMethod.Post, "Users", Some.User()))!.Id;
        await using var held = await HeldRow.OfAsync(database.ConnectionString, id);

        var waiting = Enumerable.Range(0, 2).Select(i => client.TryAsync(HttpMethod.Patch, $"Users/{id}", new Change(Title: $"{i}").Body)).ToList();
        await held.WaitedForAsync(2);
        var refused = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.TryAsync(HttpMethod.Post, "Users", Some.User())));

        Assert.That(refused, Is.All.Null);
        Assert.That((client.Unavailable, client.Broken, client.Halves), Is.EqualTo((5, 0, 0)));

        await held.LetGoAsync();
        Assert.That((await Task.WhenAll(waiting)).Select(x => x?.Status), Is.All.EqualTo(200));
        Assert.That((await client.TryAsync(HttpMethod.Post, "Users", Some.User()))?.Status, Is.EqualTo(201));
        Assert.That((await client.TryAsync(HttpMethod.Get, "Users?count=0"))?.TotalResults, Is.EqualTo(2), "of the refused ones nothing was stored");
        Assert.That(client.Odd, Is.Empty);
    }
}
