using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

/// <summary>Several services over one database.</summary>
public class ReplicaTests
{
    [Test]
    public async Task Two_make_no_call_twice_that_matters()
    {
        await using var scim = await ConnectedScim.StartAsync(("GroupRoles:0:Group", "Group 0"), ("GroupRoles:0:Role", "Editor"));
        await using var second = await scim.Server.AnotherAsync(ConnectedScim.SettingsOf(scim.Grafana, ("GroupRoles:0:Group", "Group 0"), ("GroupRoles:0:Role", "Editor")));
        await scim.WaitForAsync(() => Task.FromResult(scim.Grafana.Double.Calls.Count(x => x.Method == "POST" && x.Path.EndsWith("/tokens", StringComparison.Ordinal)) == 2));
        scim.Grafana.Double.ClearCalls();

        // Written through both, as a load balancer would.
        var users = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            var server = i % 2 == 0 ? scim.Server : second;
            return (await server.PostAsync("Users", Some.User($"u{i:00}@x.org"))).Id;
        }));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            var server = i % 2 == 0 ? second : scim.Server;
            await server.PostAsync("Groups", Some.Group($"Group {i}", [.. users.Skip(i * 10).Take(10)]));
        }));
        await scim.SettledAsync();

        var writes = scim.Grafana.Double.Calls.Where(x => x.Method != "GET" && !x.Path.Contains("/serviceaccounts", StringComparison.Ordinal)).ToList();
        Assert.That(writes.Select(x => $"{x.Method} {x.Path} {x.Body}"), Is.Unique);
        Assert.That(writes.Select(x => x.Status), Has.All.EqualTo(200));
        Assert.That(writes.Count(x => x.Path == "/api/admin/users"), Is.EqualTo(60));
        Assert.That(writes.Count(x => x.Path == "/api/teams"), Is.EqualTo(6));
        for (var i = 0; i < 6; i++) Assert.That((await scim.Grafana.MembersAsync($"Group {i}")).Split(' '), Has.Length.EqualTo(10));
        Assert.That(await scim.Grafana.RoleAsync("u05@x.org"), Is.EqualTo("Editor"));
        Assert.That(await scim.CompareAllAsync(), Is.Zero);
    }

    [Test]
    public async Task What_one_had_claimed_when_it_died_is_done_by_the_other()
    {
        await using var scim = await ConnectedScim.StartAsync();
        await scim.Server.StopAsync();
        var id = await NewUserAsync(scim);
        await scim.ScalarAsync($"UPDATE scim.grafana_due SET claim = gen_random_uuid(), claimed_until = now() + interval '3 seconds' WHERE resource_id = '{id}' RETURNING 1");

        await using var second = await scim.Server.AnotherAsync(ConnectedScim.SettingsOf(scim.Grafana));
        await scim.WaitForAsync(async () => await scim.Grafana.UserAsync("ada@x.org") is not null);
    }

    private static async Task<string> NewUserAsync(ConnectedScim scim)
    {
        // A replica that has no Grafana configured marks what it changes all the same.
        await using var plain = await scim.Server.AnotherAsync();
        return (await plain.PostAsync("Users", Some.User("ada@x.org"))).Id;
    }
}
