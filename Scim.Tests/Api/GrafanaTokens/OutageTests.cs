using Scim.Tests.Grafana;

namespace Scim.Tests.Api.GrafanaTokens;

public class OutageTests
{
    [Test]
    public async Task While_Grafana_is_away_a_known_token_works_on_and_an_unknown_one_is_503_with_the_time_to_wait()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var account = await scim.Grafana.NewServiceAccountAsync("Admin");
        using var known = scim.Server.NewClient((await scim.Grafana.NewTokenAsync(account)).Key);
        using var unknown = scim.Server.NewClient((await scim.Grafana.NewTokenAsync(account)).Key);
        using (var before = await known.GetAsync("Users")) Assert.That((int)before.StatusCode, Is.EqualTo(200));

        await scim.Grafana.Double.GoAwayAsync();

        using (var after = await known.GetAsync("Users")) Assert.That((int)after.StatusCode, Is.EqualTo(200));
        using var response = await unknown.GetAsync("Users");
        var answer = await ScimAnswer.OfAsync(response);
        new Refusal(503, null, "Whether the token is good cannot be told now, because who has made it does not answer. Try again later.").Check(answer);
        Assert.That(answer.Headers["Retry-After"], Is.EqualTo("5"));
    }

    [Test]
    public async Task Wrong_credentials_of_the_connector_do_not_matter_to_tokens_that_others_present()
    {
        var grafana = await TestGrafana.StartAsync();
        await using var scim = await ConnectedScim.StartUnreadyAsync(grafana, ("AdminPassword", "wrong"), ("ServiceAccountToken", "glsa_wrong"));
        await scim.WaitForAsync(async () => await scim.ProblemAsync("default") is { } problem && problem.Contains("does not accept", StringComparison.Ordinal));
        using var client = scim.Server.NewClient((await grafana.NewTokenAsync(await grafana.NewServiceAccountAsync("Admin"))).Key);

        using var answer = await client.GetAsync("Users");

        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Wrong_tokens_that_others_present_do_not_make_the_connectors_own_rest()
    {
        await using var scim = await ConnectedScim.StartAsync();
        var account = await scim.Grafana.NewServiceAccountAsync("Admin");
        for (var i = 0; i < 10; i++)
        {
            var (id, token) = await scim.Grafana.NewTokenAsync(account);
            await scim.Grafana.DeleteTokenAsync(account, id);
            using var client = scim.Server.NewClient(token);
            using var answer = await client.GetAsync("Users");
            Assert.That((int)answer.StatusCode, Is.EqualTo(401));
        }

        await scim.NewGroupAsync("Ops", await scim.NewUserAsync("ada@x.org"));
        await scim.SettledAsync();
        Assert.That(await scim.Grafana.MembersAsync("Ops"), Is.EqualTo("ada@x.org"));
        Assert.That(scim.Grafana.Double.IsBlocked(TestGrafana.AdminUser), Is.False);
    }
}
