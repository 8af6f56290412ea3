using Scim.Tests.Api;
using Scim.Tests.Databases;

namespace Scim.Tests.Faults;

public class ServiceKilledTests
{
    [Test]
    public async Task Killed_under_load_it_has_every_acknowledged_write_and_the_others_wholly_or_not_at_all()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = new ServiceProcess(database.ConnectionString);
        await service.StartAsync();
        await using var load = Load.Start(service.Root);

        for (var i = 0; i < 3; i++)
        {
            await load.AcknowledgedAsync(60);
            service.Kill();
            await service.StartAsync();
        }

        await load.AcknowledgedAsync(60);
        service.Kill();
        await load.StopAsync();

        Assert.That(load.Client.Broken, Is.Positive);
        await Stored.CheckAsync(load, database.ConnectionString);
    }
}
