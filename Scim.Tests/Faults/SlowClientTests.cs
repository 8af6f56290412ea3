using Scim.Tests.Api;
using Scim.Tests.Databases;

namespace Scim.Tests.Faults;

/// <summary>More slow clients than the service has connections to its database.</summary>
public class SlowClientTests
{
    private const int SlowClients = 6;

    private TestDatabase _database = null!;
    private ServiceProcess _service = null!;
    private LoadClient _client = null!;

    [SetUp]
    public async Task Start()
    {
        _database = await TestDatabase.CreateAsync();
        _service = new ServiceProcess($"{_database.ConnectionString};Maximum Pool Size=2;Timeout=4");
        await _service.StartAsync();
        _client = new LoadClient(_service.Root);
    }

    [TearDown]
    public async Task Stop()
    {
        _client.Dispose();
        _service.Dispose();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Bodies_that_come_byte_by_byte_hold_up_nobody()
    {
        var slow = await Task.WhenAll(Enumerable.Range(0, SlowClients).Select(_ => RawClient.SendHeadAsync(_service.Root, "POST", "Users", 1000)));
        foreach (var letter in "{\"schemas\":")
        {
            foreach (var client in slow) await client.SendAsync($"{letter}");
            await OthersAreServedAsync();
        }

        foreach (var client in slow) client.Dispose();
        await OthersAreServedAsync();
    }

    [Test]
    public async Task A_client_that_hangs_up_leaves_no_change_and_no_connection_behind()
    {
        var id = (await _client.TryAsync(HttpMethod.Post, "Users", Some.User()))!.Id;
        await using var held = await HeldRow.OfAsync(_database.ConnectionString, id);
        var body = new Change(Title: "hung up").Body;

        for (var i = 0; i < 3; i++)
        {
            using (var client = await RawClient.SendHeadAsync(_service.Root, "PATCH", $"Users/{id}", body.Length))
            {
                await client.SendAsync(body);
                await held.WaitedForAsync(1);
            }

            // Although the row is still held.
            await held.ForgottenAsync();
        }

        using (var client = await RawClient.SendHeadAsync(_service.Root, "POST", "Users", 1000)) await client.SendAsync("{\"schemas\":");
        await OthersAreServedAsync();
        await held.LetGoAsync();

        var user = await _client.TryAsync(HttpMethod.Get, $"Users/{id}");
        Assert.That((user?.Body["title"], user?.Body["meta"]!["version"]!.GetValue<string>()), Is.EqualTo(((object?)null, "W/\"1\"")));
        Assert.That((await _client.TryAsync(HttpMethod.Patch, $"Users/{id}", body))?.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Answers_that_nobody_reads_hold_up_nobody()
    {
        // Together more than the buffers on the way take.
        const int Large = 150;
        for (var i = 0; i < Large; i++)
            Assert.That((await _client.TryAsync(HttpMethod.Post, "Users", Some.User(further: $"\"nickName\": \"{new string('n', 50_000)}\"")))?.Status, Is.EqualTo(201));

        var deaf = await Task.WhenAll(Enumerable.Range(0, SlowClients).Select(_ => RawClient.SendHeadAsync(_service.Root, "GET", $"Users?count={Large}", 0)));
        foreach (var client in deaf) Assert.That(await client.ReadFirstLineAsync(), Is.EqualTo("HTTP/1.1 200 OK"));
        for (var i = 0; i < 3; i++) await OthersAreServedAsync();

        foreach (var client in deaf) client.Dispose();
        await OthersAreServedAsync();
    }

    private async Task OthersAreServedAsync()
    {
        Assert.That((await _client.TryAsync(HttpMethod.Post, "Users", Some.User()))?.Status, Is.EqualTo(201));
        Assert.That((await _client.TryAsync(HttpMethod.Get, "Users?count=1"))?.Status, Is.EqualTo(200));
    }
}
