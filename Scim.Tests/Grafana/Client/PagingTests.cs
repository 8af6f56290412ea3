using Scim.Doubles;

namespace Scim.Tests.Grafana.Client;

public class PagingTests
{
    [Test]
    public async Task Lists_that_fill_more_than_a_page_are_read_to_their_end()
    {
        await using var grafana = await ConnectedClient.StartAsync(new GrafanaDoubleOptions());
        for (var i = 0; i < 1_000; i++) await grafana.Client.CreateUserAsync($"user{i}@x.org", "", CancellationToken.None);
        _ = grafana.Calls;

        var users = await grafana.Client.ListUsersAsync(CancellationToken.None);
        var members = await grafana.Client.ListOrganisationUsersAsync(CancellationToken.None);

        Assert.That(users.Select(x => x.Id), Is.Unique.And.Exactly(1_001).Items);
        Assert.That(members.Select(x => x.UserId), Is.EquivalentTo(users.Select(x => x.Id)));
        Assert.That(grafana.Calls, Has.Count.EqualTo(4));
    }
}
