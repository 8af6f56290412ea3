using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Scim.Grafana.Reconciling;
using Scim.Storage.Tokens;
using Scim.Tests.Api;

namespace Scim.Tests.Grafana;

/// <summary>Tenants, each with an organisation of its own.</summary>
public class TenantTests
{
    [Test]
    public async Task Each_tenant_is_brought_to_its_organisation()
    {
        await using var world = await TwoTenants.StartAsync();
        var (ada, bob) = ($"{Some.Name("ada")}@x.org", $"{Some.Name("bob")}@x.org");
        await world.Scim.NewGroupAsync("Ops", await world.Scim.NewUserAsync(ada));
        await world.SecondAsync("Groups", Some.Group("Ops", await world.SecondAsync("Users", Some.User(bob))));
        await world.SettledAsync();

        Assert.That((await world.Scim.Grafana.RoleAsync(ada), await world.Scim.Grafana.RoleAsync(ada, world.OrgId)), Is.EqualTo(("Viewer", (string?)null)));
        Assert.That((await world.Scim.Grafana.RoleAsync(bob), await world.Scim.Grafana.RoleAsync(bob, world.OrgId)), Is.EqualTo(((string?)null, "Viewer")));
        Assert.That(await world.Scim.Grafana.MembersAsync("Ops"), Is.EqualTo(ada));
        Assert.That(await world.MembersAsync("Ops"), Is.EqualTo(bob));
    }

    [Test]
    public async Task A_person_in_both_loses_one_organisation_at_a_time()
    {
        await using var world = await TwoTenants.StartAsync();
        var login = $"{Some.Name("both")}@x.org";
        var first = await world.Scim.NewUserAsync(login, """ "displayName": "As the first says" """);
        await world.SettledAsync();
        var second = await world.SecondAsync("Users", Some.User(login, """ "displayName": "As the second says", "roles": [{"value": "Admin"}] """));
        await world.SettledAsync();
        Assert.That(await world.Scim.Grafana.DescribeAsync(login), Does.Contain("'As the first says' Viewer"), "the name is the first tenant's to say");
        Assert.That(await world.Scim.Grafana.RoleAsync(login, world.OrgId), Is.EqualTo("Admin"));

        await world.Scim.SetActiveAsync(first, false);
        await world.SettledAsync();
        Assert.That(await world.Scim.Grafana.DescribeAsync(login), Does.Not.Contain("disabled"));
        Assert.That((await world.Scim.Grafana.RoleAsync(login), await world.Scim.Grafana.RoleAsync(login, world.OrgId)), Is.EqualTo(((string?)null, "Admin")));

        using var deleted = await world.Client.DeleteAsync($"Users/{second}");
        await world.SettledAsync();
        Assert.That(await world.Scim.Grafana.DescribeAsync(login), Does.EndWith("- disabled"));
    }

    [Test]
    public async Task A_tenant_neither_renames_nor_closes_an_account_of_another_organisation([Values] bool renames)
    {
        await using var world = await TwoTenants.StartAsync();
        var boss = $"{Some.Name("boss")}@x.org";
        await world.Scim.Grafana.NewUserAsync(boss, "Boss");
        var user = await world.SecondAsync("Users", Some.User(boss));
        await world.SettledAsync();
        Assert.That(await world.Scim.Grafana.RoleAsync(boss, world.OrgId), Is.EqualTo("Viewer"));

        using var patch = new StringContent($$"""
            {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
              {{(renames ? """{"op": "replace", "path": "userName", "value": "attacker@acme.org"}""" : """{"op": "replace", "path": "active", "value": false}""")}}]}
            """, MediaTypeHeaderValue.Parse("application/scim+json"));
        using var answer = await world.Client.PatchAsync($"Users/{user}", patch);
        await world.SettledAsync();

        Assert.That(await world.Scim.Grafana.DescribeAsync(boss), Is.EqualTo($"{boss} {boss} 'Boss' Viewer"));
        Assert.That(await world.Scim.Grafana.UserAsync("attacker@acme.org"), Is.Null);
        Assert.That(await world.Scim.Grafana.RoleAsync(boss, world.OrgId), renames ? Is.EqualTo("Viewer") : Is.Null);
    }

    [Test]
    public async Task A_tenant_without_its_organisation_does_not_keep_the_others_from_theirs()
    {
        await using var scim = await ConnectedScim.StartAsync(("Tenants:lost:OrgId", "4711"));
        await scim.NewUserAsync("ada@x.org");
        await scim.SettledAsync();

        await scim.WaitForAsync(async () => await scim.ProblemAsync("lost") == "Grafana has no organisation 4711; set Grafana__Tenants__lost__OrgId to one that it has.");
        Assert.That(await scim.Grafana.UserAsync("ada@x.org"), Is.Not.Null);
    }

    [Test]
    public async Task A_token_of_another_organisation_is_told_apart()
    {
        var grafana = await TestGrafana.StartAsync();
        var account = (await grafana.SendAsync("POST", "api/serviceaccounts", new { name = Some.Name("sa"), role = "Admin" }))!["id"];
        var token = (await grafana.SendAsync("POST", $"api/serviceaccounts/{account}/tokens", new { name = "t" }))!["key"]!.GetValue<string>();
        var other = await grafana.NewOrganisationAsync();
        await using var scim = await ConnectedScim.StartUnreadyAsync(grafana, ("OrgId", $"{other}"), ("ServiceAccountToken", token));

        await scim.WaitForAsync(async () => await scim.ProblemAsync("default") is { } problem
            && problem.StartsWith($"Grafana__ServiceAccountToken is of organisation {grafana.OrgId}, not {other}.", StringComparison.Ordinal));
    }

    /// <summary>The default tenant, and one more.</summary>
    private sealed class TwoTenants : IAsyncDisposable
    {
        private TwoTenants(ConnectedScim scim, long orgId, HttpClient client)
        {
            Scim = scim;
            OrgId = orgId;
            Client = client;
        }

        public ConnectedScim Scim { get; }

        /// <summary>The second tenant's.</summary>
        public long OrgId { get; }

        /// <summary>The second tenant's.</summary>
        public HttpClient Client { get; }

        public static async Task<TwoTenants> StartAsync()
        {
            var grafana = await TestGrafana.StartAsync();
            var orgId = await grafana.NewOrganisationAsync();
            var scim = await ConnectedScim.StartAsync(grafana, ("Tenants:second:OrgId", $"{orgId}"));
            await scim.WaitForAsync(() => Task.FromResult(scim.Server.Services.GetRequiredService<Readiness>().Ready.Count == 2));
            var token = (await scim.Server.Services.GetRequiredService<TokenStore>().CreateAsync("second", "tests", null, CancellationToken.None)).Secret;
            return new TwoTenants(scim, orgId, scim.Server.NewClient(token));
        }

        /// <returns>The id of what was made.</returns>
        public async Task<string> SecondAsync(string path, string body)
        {
            using var response = await Client.PostAsync(path, new StringContent(body, MediaTypeHeaderValue.Parse("application/scim+json")));
            return (await response.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<string>();
        }

        public async Task SettledAsync()
        {
            await Scim.SettledAsync();
            await Scim.SettledAsync("second");
        }

        public Task<string> MembersAsync(string team) => Scim.Grafana.InOrganisation(OrgId).MembersAsync(team);

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Scim.DisposeAsync();
        }
    }
}
