namespace Scim.Tests.Faults;

/// <summary>
/// deploy/cluster, tried: what fails under load, and for how long nothing is acknowledged meanwhile. It needs a Docker engine that builds the images or
/// has them, and some minutes.
/// </summary>
[Explicit("It starts nine containers.")]
[Platform("Linux")]
public class ClusterTests
{
    [Test]
    public async Task Nodes_and_replicas_fail_and_come_back_under_load_and_no_acknowledged_write_is_lost()
    {
        await using var cluster = await ComposedCluster.StartAsync();
        await using var load = Load.Start(cluster.Root);
        await load.AcknowledgedAsync(200);
        Tell(load, "nothing");

        await cluster.KillAsync("scim-2");
        await load.AcknowledgedAsync(200);
        Tell(load, "a replica killed");
        await cluster.StartAsync("scim-2");

        // Twice, so that each node takes over from the other, and the one that had been killed does.
        for (var i = 0; i < 2; i++)
        {
            var primary = (await cluster.PrimaryAsync())!;
            await cluster.KillAsync(primary);
            await cluster.LeadsAsync(ComposedCluster.Other(primary));
            await load.AcknowledgedAsync(100);
            Tell(load, $"the primary, {primary}, killed");

            await cluster.StartAsync(primary);
            await cluster.SynchronousAsync();
            await load.AcknowledgedAsync(100);
            Tell(load, $"{primary} back as the standby");
        }

        var old = (await cluster.PrimaryAsync())!;
        await cluster.SwitchOverAsync(old);
        await cluster.LeadsAsync(ComposedCluster.Other(old));
        await load.AcknowledgedAsync(100);
        Tell(load, "switched over by hand");
        await cluster.SynchronousAsync();

        var standby = ComposedCluster.Other((await cluster.PrimaryAsync())!);
        await cluster.KillAsync(standby);
        await load.AcknowledgedAsync(100);
        Tell(load, "the standby killed");
        await cluster.StartAsync(standby);
        await cluster.SynchronousAsync();

        await load.StopAsync();
        Assert.That(load.Client.Halves, Is.Zero);
        await Stored.CheckAsync(load, await cluster.ConnectionStringAsync((await cluster.PrimaryAsync())!));
    }

    [Test]
    public async Task A_primary_that_is_cut_off_is_replaced_and_no_acknowledged_write_is_lost()
    {
        await using var cluster = await ComposedCluster.StartAsync();
        await using var load = Load.Start(cluster.Root);
        await load.AcknowledgedAsync(200);
        Tell(load, "nothing");

        var primary = (await cluster.PrimaryAsync())!;
        await cluster.CutOffAsync(primary);
        await cluster.LeadsAsync(ComposedCluster.Other(primary));
        await load.AcknowledgedAsync(100);
        Tell(load, $"the primary, {primary}, cut off");

        await cluster.ReconnectAsync(primary);
        await cluster.SynchronousAsync();
        await load.AcknowledgedAsync(100);
        await load.StopAsync();
        await Stored.CheckAsync(load, await cluster.ConnectionStringAsync(ComposedCluster.Other(primary)));
    }

    private static void Tell(Load load, string what) =>
        TestContext.Progress.WriteLine($"{what}: no write acknowledged for {load.TakeLongestSilence().TotalSeconds:0.0} s at most; so far {load.Client.Unavailable} times 503, {load.Client.Broken} times no answer");
}
