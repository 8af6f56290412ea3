using Scim.Storage.PrivatePostgres;

namespace Scim.Tests.PrivatePostgres;

/// <summary>Several that use one private PostgreSQL: at most one service, and any number of commands.</summary>
public class SharingTests
{
    private DataFolder _data = null!;

    [SetUp]
    public void CreateFolder() => _data = new DataFolder();

    [TearDown]
    public void RemoveFolder() => _data.Dispose();

    [Test]
    public async Task Is_joined_by_a_command_that_leaves_it_running()
    {
        await using var service = await _data.StartAsync(serves: true);

        await using (var command = await _data.StartAsync())
        {
            Assert.That(command.Joined, Is.True);
            Assert.That(command.ConnectionString, Is.EqualTo(service.ConnectionString));
        }

        Assert.That(await DataFolder.AskAsync(service.ConnectionString, "SELECT 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task Stays_for_a_service_that_joined_the_command_that_started_it()
    {
        var command = await _data.StartAsync();
        await using var service = await _data.StartAsync(serves: true);

        await command.DisposeAsync();

        Assert.That(await DataFolder.AskAsync(service.ConnectionString, "SELECT 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task Stops_with_the_last_of_two_commands()
    {
        var first = await _data.StartAsync();
        var second = await _data.StartAsync();
        var process = PostmasterProcess.Of(_data.Cluster);

        await first.DisposeAsync();
        Assert.That(process.IsRunning, Is.True);
        await second.DisposeAsync();
        Assert.That(() => process.IsRunning, Is.False.After(30).Seconds.PollEvery(50));
    }

    [Test]
    public async Task Stops_with_its_service_even_while_a_command_is_at_work()
    {
        var service = await _data.StartAsync(serves: true);
        await using var command = await _data.StartAsync();
        var process = PostmasterProcess.Of(_data.Cluster);

        await service.DisposeAsync();

        Assert.That(() => process.IsRunning, Is.False.After(30).Seconds.PollEvery(50));
    }

    [Test]
    public async Task Can_be_started_by_several_at_once()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _data.StartAsync())));

        Assert.That(servers.Count(server => !server.Joined), Is.EqualTo(1));
        await Task.WhenAll(servers.Select(server => Task.Run(async () => await server.DisposeAsync())));
        Assert.That(File.Exists(_data["postgres", "data", "postmaster.pid"]), Is.False);
    }

    [Test]
    public async Task Is_refused_to_a_second_service()
    {
        await using var service = await _data.StartAsync(serves: true);

        Assert.That(
            async () => await _data.StartAsync(serves: true),
            Throws.TypeOf<PrivatePostgresException>().With.Message.EqualTo(
                $"Another process is serving from {_data.Path}. Stop it first, or give this one a data folder of its own."));
    }

    [Test]
    public async Task Is_refused_to_a_second_service_in_another_process()
    {
        using var other = await DoomedProcess.ServingAsync(_data.Path);

        Assert.That(async () => await _data.StartAsync(serves: true), Throws.TypeOf<PrivatePostgresException>());

        await other.KillAsync();
        await using var adopted = await _data.StartAsync(serves: true);
    }
}
