using Scim.Doubles;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

public class UserTests
{
    [TestCase("10.4.2")]
    [TestCase("11.6.0")]
    [TestCase("12.3.0")]
    [TestCase("13.0.0")]
    public async Task A_life_goes_as_it_should_in_every_version(string version)
    {
        await using var scim = await ConnectedScim.StartAsync(new GrafanaDoubleOptions { Version = version });
        var ada = await scim.NewUserAsync("ada@x.org", """ "displayName": "Ada", "emails": [{"type": "work", "value": "Ada@X.org"}], "roles": [{"value": "Editor"}] """);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.DescribeAsync("ada@x.org"), Is.EqualTo("ada@x.org ada@x.org 'Ada' Editor"));

        await scim.PatchAsync($"Users/{ada}", """{"op": "replace", "value": {"displayName": "Ada King", "emails[type eq \"work\"].value": "king@x.org", "roles": [{"value": "Admin"}]}}""");
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.DescribeAsync("king@x.org"), Is.EqualTo("king@x.org king@x.org 'Ada King' Admin"));

        await scim.SetActiveAsync(ada, false);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.DescribeAsync("king@x.org"), Does.EndWith(" disabled"));

        await scim.SetActiveAsync(ada, true);
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.DescribeAsync("king@x.org"), Is.EqualTo("king@x.org king@x.org 'Ada King' Admin"));

        await scim.DeleteAsync($"Users/{ada}");
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.DescribeAsync("king@x.org"), Does.EndWith(" disabled"));
    }
}
