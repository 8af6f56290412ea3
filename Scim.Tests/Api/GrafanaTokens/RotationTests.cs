using Scim.Tests.Grafana;

namespace Scim.Tests.Api.GrafanaTokens;

public class RotationTests
{
    [Test]
    public async Task A_second_token_takes_the_place_of_the_first_without_one_failed_request()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var account = await scim.Grafana.NewServiceAccountAsync("Admin");
        var (firstId, first) = await scim.Grafana.NewTokenAsync(account);
        var clients = new SteadyClients(first, scim.Server);
        await clients.GoOnAsync(50);

        var (_, second) = await scim.Grafana.NewTokenAsync(account);
        await clients.SwitchAsync(second);
        await scim.Grafana.DeleteTokenAsync(account, firstId);
        await clients.GoOnAsync(50);

        Assert.That(await clients.StopAsync(), Is.All.EqualTo(200));
    }
}
