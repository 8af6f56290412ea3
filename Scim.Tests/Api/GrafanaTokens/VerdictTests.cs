using Scim.Api.Authentication;
using Scim.Grafana;
using Scim.Grafana.Client;
using Scim.Storage.Tokens;
using Scim.Tests.Grafana.Client;

namespace Scim.Tests.Api.GrafanaTokens;

/// <summary>What is thought of a token of Grafana's, by what Grafana says of it.</summary>
public class VerdictTests
{
    [Test]
    public async Task An_admins_may_do_everything_in_the_tenant_of_its_organisation()
    {
        await using var asked = await AskedGrafana.StartAsync(x => x.Tenants["second"] = new GrafanaTenantOptions { OrgId = 2 });
        var first = await asked.NewTokenAsync();
        var second = asked.Grafana.InOrganisation(await asked.Grafana.NewOrganisationAsync());
        var (_, key) = await second.NewTokenAsync(await second.NewServiceAccountAsync("Admin"));

        Assert.That(Credential(await asked.VerifyAsync(first.Key)), Is.EqualTo(("default", TokenScope.Full)));
        Assert.That(Credential(await asked.VerifyAsync(key)), Is.EqualTo(("second", TokenScope.Full)));
    }

    [Test]
    public async Task One_of_an_organisation_that_is_no_tenants_is_refused()
    {
        await using var asked = await AskedGrafana.StartAsync();
        var elsewhere = asked.Grafana.InOrganisation(await asked.Grafana.NewOrganisationAsync());
        var (_, key) = await elsewhere.NewTokenAsync(await elsewhere.NewServiceAccountAsync("Admin"));

        Assert.That(await asked.VerifyAsync(key), Is.EqualTo(new Rejected($"The token is of organisation {elsewhere.OrgId} of Grafana, which is no tenant's.")));
    }

    [TestCase("Viewer")]
    [TestCase("Editor")]
    [TestCase("None")]
    public async Task One_without_rights_is_told_which(string role)
    {
        await using var asked = await AskedGrafana.StartAsync();
        var token = await asked.NewTokenAsync(role);

        Assert.That(await asked.VerifyAsync(token.Key), Is.EqualTo(new Insufficient(
            "The service account lacks permissions in Grafana: org.users:read, org.users:add, org.users:write, org.users:remove, teams:create, teams:read, teams:write, teams:delete, "
            + "teams.permissions:read, teams.permissions:write. Give it the role Admin in its organisation.")));
    }

    [TestCase("org.users:read teams:read", TokenScope.ReadOnly)]
    [TestCase("org.users:read org.users:add org.users:write org.users:remove teams:read teams:create teams:write teams:delete teams.permissions:read teams.permissions:write", TokenScope.Full)]
    [TestCase("org.users:read org.users:add org.users:write teams:read teams:create teams:write teams:delete teams.permissions:read teams.permissions:write", TokenScope.ReadOnly)]
    public async Task Rights_count_whatever_role_they_come_from(string actions, string scope)
    {
        await using var asked = await AskedGrafana.StartAsync();
        var token = await asked.NewTokenAsync("Viewer");
        asked.Double.State.Read(x => { x.Users.Find(token.Account)!.FurtherActions.UnionWith(actions.Split(' ')); return 0; });

        Assert.That(Credential(await asked.VerifyAsync(token.Key)), Is.EqualTo(("default", scope)));
    }

    [Test]
    public async Task One_that_lacks_a_right_to_read_is_told_all_that_it_lacks()
    {
        await using var asked = await AskedGrafana.StartAsync();
        var token = await asked.NewTokenAsync("Viewer");
        asked.Double.State.Read(x => { x.Users.Find(token.Account)!.FurtherActions.UnionWith(ProvisioningRights.ToManage.Except(["teams:read"])); return 0; });

        Assert.That(await asked.VerifyAsync(token.Key), Is.EqualTo(new Insufficient(
            "The service account lacks permissions in Grafana: teams:read. Give it the role Admin in its organisation.")));
    }

    [Test]
    public async Task One_of_a_disabled_account_is_refused()
    {
        await using var asked = await AskedGrafana.StartAsync();
        var token = await asked.NewTokenAsync();
        await asked.Grafana.SendAsync("PATCH", $"api/serviceaccounts/{token.Account}", new { isDisabled = true });

        Assert.That(await asked.VerifyAsync(token.Key), Is.InstanceOf<Rejected>());
    }

    [Test]
    public async Task One_that_expires_is_refused_after_that()
    {
        await using var asked = await AskedGrafana.StartAsync();
        var token = await asked.NewTokenAsync(secondsToLive: 60);
        Assert.That(await asked.VerifyAsync(token.Key), Is.InstanceOf<Accepted>());

        asked.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.That(await asked.VerifyAsync(token.Key), Is.InstanceOf<Rejected>());
    }

    [TestCase("glsa_")]
    [TestCase("glsa_x")]
    [TestCase("glsa_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_00000000")]
    [TestCase("glsa_../../admin_00000000")]
    public async Task What_has_no_right_checksum_is_refused_unasked(string token)
    {
        await using var asked = await AskedGrafana.StartAsync();
        Assert.That(asked.Verifier.Recognises(new PresentedSecret(token)), Is.True);
        Assert.That(await asked.VerifyAsync(token), Is.InstanceOf<Rejected>());
        Assert.That(asked.Questions, Is.Zero);
    }

    [Test]
    public async Task One_with_a_letter_changed_is_refused_unasked()
    {
        await using var asked = await AskedGrafana.StartAsync();
        var (_, _, key) = await asked.NewTokenAsync();
        var other = key[10] == 'x' ? 'y' : 'x';

        Assert.That(await asked.VerifyAsync($"{key[..10]}{other}{key[11..]}"), Is.InstanceOf<Rejected>());
        Assert.That(asked.Questions, Is.Zero);
    }

    [Test]
    public async Task All_tokens_of_one_account_are_one_credential()
    {
        await using var asked = await AskedGrafana.StartAsync();
        var (account, _, key) = await asked.NewTokenAsync();
        var (_, another) = await asked.Grafana.NewTokenAsync(account);

        Assert.That(await asked.VerifyAsync(another), Is.EqualTo(await asked.VerifyAsync(key)));
        Assert.That(await asked.VerifyAsync((await asked.NewTokenAsync()).Key), Is.Not.EqualTo(await asked.VerifyAsync(key)));
    }

    [Test]
    public async Task One_of_a_person_is_refused_whatever_the_person_may_do()
    {
        using var handler = new InPlaceOfGrafana(request => InPlaceOfGrafana.Answer(200, request.RequestUri!.AbsolutePath == "/api/user"
            ? """{"uid": "ceo1", "login": "ada@x.org", "orgId": 1}"""
            : $"{{{string.Join(',', ProvisioningRights.ToManage.Select(x => $"\"{x}\": true"))}}}"));
        using var http = new HttpClient(handler) { BaseAddress = new Uri("http://grafana/") };
        using var verifier = new GrafanaTokenVerifier(new PresentedTokens(http), new GrafanaOptions(), TimeProvider.System);

        var verdict = await verifier.VerifyAsync(new PresentedSecret("glsa_HOruNAb7SOiCdshU9algkrq7FDsNSLAa_54e2f8be"), CancellationToken.None);

        Assert.That(verdict, Is.EqualTo(new Rejected("The token is of no service account of Grafana.")));
    }

    private static (string Tenant, string Scope)? Credential(Verdict verdict) => verdict is Accepted { Credential: var x } ? (x.Tenant, x.Scope) : null;
}
