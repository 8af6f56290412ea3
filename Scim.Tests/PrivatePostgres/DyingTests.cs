using System.Diagnostics;
using Npgsql;

namespace Scim.Tests.PrivatePostgres;

/// <summary>What a private PostgreSQL leaves behind when it stops or is killed, and what the next one makes of it.</summary>
public class DyingTests
{
    private DataFolder _data = null!;

    [SetUp]
    public void CreateFolder() => _data = new DataFolder();

    [TearDown]
    public void RemoveFolder() => _data.Dispose();

    [Test]
    public async Task Stops_when_disposed_and_finds_its_data_again()
    {
        PostmasterProcess process;
        await using (var first = await _data.StartAsync())
        {
            await DataFolder.AskAsync(first.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS n");
            process = PostmasterProcess.Of(_data.Cluster);
        }

        Assert.That(() => process.IsRunning, Is.False.After(30).Seconds.PollEvery(50));
        await using var second = await _data.StartAsync();
        Assert.That(second.Joined, Is.False);
        Assert.That(await DataFolder.AskAsync(second.ConnectionString, "SELECT n FROM kept"), Is.EqualTo(42));
    }

    [Test]
    public async Task Leaves_no_folder_when_it_was_temporary()
    {
        string data;
        await using (var server = await DataFolder.StartAsync(_data.Options with { Temporary = true }))
            data = (string)(await DataFolder.AskAsync(server.ConnectionString, "SHOW data_directory"))!;

        Assert.That(Directory.Exists(Path.Combine(data, "..", "..")), Is.False);
        Assert.That(Directory.EnumerateFileSystemEntries(_data.Path), Is.Empty);
    }

    [Test]
    public async Task Stops_and_tidies_up_when_the_process_that_it_was_temporary_for_is_killed()
    {
        using var killed = await DoomedProcess.WithTemporaryServerAsync();
        var data = (string)(await DataFolder.AskAsync(killed.ConnectionString, "SHOW data_directory"))!;
        var process = PostmasterProcess.Of(data);

        await killed.KillAsync();

        Assert.That(() => process.IsRunning, Is.False.After(30).Seconds.PollEvery(50));
        Assert.That(() => Directory.Exists(Path.Combine(data, "..", "..")), Is.False.After(30).Seconds.PollEvery(50));
    }

    [Test]
    public async Task Outlives_a_killed_service_and_is_adopted_by_the_next()
    {
        using var killed = await DoomedProcess.ServingAsync(_data.Path);
        await DataFolder.AskAsync(killed.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS n");
        var process = PostmasterProcess.Of(_data.Cluster);
        await killed.KillAsync();

        await using (var next = await _data.StartAsync(serves: true))
        {
            Assert.That(next.Joined, Is.True);
            Assert.That(await DataFolder.AskAsync(next.ConnectionString, "SELECT n FROM kept"), Is.EqualTo(42));
        }

        Assert.That(() => process.IsRunning, Is.False.After(30).Seconds.PollEvery(50));
    }

    [Test]
    public async Task Recovers_after_the_server_itself_was_killed()
    {
        await using var interrupted = await DataFolder.StartAsync(_data.Options with { Durable = true });
        await DataFolder.AskAsync(interrupted.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS n");
        PostmasterProcess.Of(_data.Cluster).Kill();

        await using var next = await _data.StartAsync();

        Assert.That(next.Joined, Is.False);
        NpgsqlConnection.ClearAllPools();
        Assert.That(await DataFolder.AskAsync(next.ConnectionString, "SELECT n FROM kept"), Is.EqualTo(42));
    }

    [Test]
    public async Task Is_not_taken_in_by_a_file_that_names_somebody_elses_process()
    {
        await using (await _data.StartAsync())
        {
        }

        using var other = Process.Start(new ProcessStartInfo("sleep", "600"))!;
        File.WriteAllText(_data["postgres", "data", "postmaster.pid"], $"{other.Id}\n{_data.Cluster}\n1\n5432\n{_data["postgres"]}\n\n\nready\n");
        File.WriteAllText(_data["postgres", ".s.PGSQL.5432.lock"], $"{other.Id}\n{_data.Cluster}\n1\n5432\n{_data["postgres"]}\n");
        File.WriteAllText(_data["postgres", ".s.PGSQL.5432"], "");

        try
        {
            await using var server = await _data.StartAsync();
            Assert.That(server.Joined, Is.False);
        }
        finally
        {
            other.Kill();
        }
    }
}
