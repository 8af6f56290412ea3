using Scim.Tests.Api;

namespace Scim.Tests.Faults;

[Platform("Linux")]
public class DiskFullTests
{
    [Test]
    public async Task A_full_disk_of_the_database_is_told_with_503_until_there_is_room_and_no_write_is_lost_or_done_twice()
    {
        await using var postgres = await PostgresCluster.StartNewAsync(disk: 256);
        using var service = new ServiceProcess(postgres.ConnectionString);
        await service.StartAsync();
        await using var load = Load.Start(service.Root);
        await load.AcknowledgedAsync(60);

        postgres.Disk.Fill();
        await load.UntilAsync(() => load.Client.Unavailable > 20);
        postgres.Disk.Free();

        // Where there was no room for its own log, PostgreSQL ends, at once or when it has tried to recover.
        var acknowledged = load.AcknowledgedAsync(60);
        while (!acknowledged.IsCompleted)
        {
            if (!postgres.IsRunning) await postgres.StartAsync();
            await Task.WhenAny(acknowledged, Task.Delay(500));
        }

        await acknowledged;
        await load.StopAsync();

        Assert.That((load.Client.Broken, load.Client.Halves), Is.EqualTo((0, 0)));
        await Stored.CheckAsync(load, postgres.ConnectionString);
    }
}
