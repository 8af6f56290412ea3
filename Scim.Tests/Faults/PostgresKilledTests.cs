using Scim.Tests.Api;

namespace Scim.Tests.Faults;

[Platform("Linux")]
public class PostgresKilledTests
{
    [Test]
    public async Task Killed_under_load_the_database_is_missed_with_503_until_it_is_back_and_no_write_is_lost_or_done_twice()
    {
        await using var postgres = await PostgresCluster.StartNewAsync();
        using var service = new ServiceProcess(postgres.ConnectionString);
        await service.StartAsync();
        await using var load = Load.Start(service.Root);

        for (var i = 0; i < 2; i++)
        {
            await load.AcknowledgedAsync(60);
            var before = load.Client.Unavailable;
            postgres.Kill();
            await load.UntilAsync(() => load.Client.Unavailable > before + 20);
            await postgres.StartAsync();
        }

        await load.AcknowledgedAsync(60);
        await load.StopAsync();

        Assert.That((load.Client.Broken, load.Client.Halves), Is.EqualTo((0, 0)));
        await Stored.CheckAsync(load, postgres.ConnectionString);
    }
}
