using Scim.Tests.Api;

namespace Scim.Tests.Faults;

[Platform("Linux")]
public class FailoverTests
{
    [Test]
    public async Task The_standby_takes_over_under_load_and_no_write_is_lost_or_done_twice()
    {
        await using var primary = await PostgresCluster.StartNewAsync();
        await using var standby = await primary.StartStandbyAsync();
        using var service = new ServiceProcess($"{primary.ConnectionStringTo($"127.0.0.1:{standby.Port},127.0.0.1:{primary.Port}")};Host Recheck Seconds=1");
        await service.StartAsync();
        await using var load = Load.Start(service.Root);
        await load.AcknowledgedAsync(60);

        primary.Kill();
        await load.UntilAsync(() => load.Client.Unavailable > 20);
        await standby.PromoteAsync();
        await load.AcknowledgedAsync(60);
        await load.StopAsync();

        Assert.That((load.Client.Broken, load.Client.Halves), Is.EqualTo((0, 0)));
        await Stored.CheckAsync(load, standby.ConnectionString);
    }
}
