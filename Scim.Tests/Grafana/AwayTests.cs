using System.Net;
using System.Net.Sockets;
using Scim.Tests.Api;
using Scim.Tests.Databases;

namespace Scim.Tests.Grafana;

/// <summary>A replica whose Grafana hangs up on it.</summary>
public class AwayTests
{
    // Each look is four attempts.
    private const int Calls = 9;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public async Task It_says_so_once_however_often_it_looks()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var service = new ServiceProcess(
            database.ConnectionString, ("Grafana__Url", $"http://{listener.LocalEndpoint}"), ("Grafana__AdminUser", "admin"), ("Grafana__AdminPassword", "admin"));
        service.Start();

        await HangUpAsync(listener, () => Said(service) > 0).WaitAsync(Patience);
        var calls = 0;
        await HangUpAsync(listener, () => ++calls > Calls).WaitAsync(Patience);

        Assert.That(Said(service), Is.EqualTo(1));
        Assert.That(service.Lines, Has.None.StartsWith("fail: "));
    }

    private static int Said(ServiceProcess service) => service.Lines.Count(x => x.Contains("Nothing is brought to Grafana", StringComparison.Ordinal));

    private static async Task HangUpAsync(TcpListener listener, Func<bool> isEnough)
    {
        while (!isEnough())
        {
            using var call = await listener.AcceptSocketAsync();
        }
    }
}
